package dev.larder.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildInfoTest {

  private static Optional<BuildInfo.Commit> commit(String file) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(file));
    return BuildInfo.Commit.of(properties);
  }

  @Test
  void aBuildOfARepositoryKnowsItsCommit() throws IOException {
    assertEquals(
        Optional.of(new BuildInfo.Commit("708f99e-dirty", "2026-11-21T18:57:19Z")),
        commit("id=708f99e-dirty\ntime=2026-11-21T18:57:19Z\n"));
  }

  @Test
  void aBuildWithoutGitKnowsNone() throws IOException {
    assertEquals(Optional.empty(), commit("id=\ntime=\n"));
    assertEquals(Optional.empty(), commit(""));
  }
}
