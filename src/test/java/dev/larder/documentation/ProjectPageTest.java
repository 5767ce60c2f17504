package dev.larder.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tutorial that builds the sample shop has each of its files, as it is. */
class ProjectPageTest {
  private static final Path SHOP = Path.of("src/samples/shop");

  /** What the page copies, or does not need. */
  private static final Set<String> OTHERS =
      Set.of(
          ".gitignore", ".mvn/wrapper/maven-wrapper.properties", "README.md", "mvnw", "mvnw.cmd");

  @Test
  void thePageHasTheFilesOfTheShop() throws IOException {
    TreeMap<String, String> listed = new TreeMap<>();
    for (Block block : TutorialIT.PAGE.blocks()) {
      block.path().ifPresent(path -> listed.put(path, block.text()));
    }
    assertEquals(files(), new TreeSet<>(listed.keySet()));
    for (String file : listed.keySet()) {
      assertEquals(Files.readString(SHOP.resolve(file)), listed.get(file), file);
    }
  }

  private static Set<String> files() throws IOException {
    Set<String> files = new TreeSet<>();
    try (Stream<Path> all = Files.walk(SHOP)) {
      all.filter(Files::isRegularFile)
          .map(file -> SHOP.relativize(file).toString())
          .filter(file -> !file.startsWith("target/") && !OTHERS.contains(file))
          .forEach(files::add);
    }
    return files;
  }
}
