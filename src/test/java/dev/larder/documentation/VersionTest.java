package dev.larder.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Larder, its parent, its sample and the pages name one version. */
class VersionTest {
  private static final Pattern PARENT =
      Pattern.compile("<artifactId>larder-parent</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern LARDER = Pattern.compile("<larder.version>([^<]+)</larder.version>");

  @Test
  void oneVersionIsNamedEverywhere() throws IOException {
    Map<String, String> named = new TreeMap<>();
    for (Path file : files()) {
      Matcher parent = PARENT.matcher(Files.readString(file));
      while (parent.find()) {
        named.put(file.toString(), parent.group(1));
      }
    }
    Matcher larder = LARDER.matcher(Files.readString(Path.of("src/parent/pom.xml")));
    assertTrue(larder.find());
    named.put("larder.version", larder.group(1));
    assertTrue(named.keySet().containsAll(List.of("pom.xml", "src/samples/shop/pom.xml")));
    assertEquals(1, named.values().stream().distinct().count(), named::toString);
    String version = larder.group(1);
    String changes = Files.readString(Path.of("CHANGELOG.md"));
    assertTrue(changes.contains("\n## " + version.replace("-SNAPSHOT", "") + "\n"), version);
    assertFalse(changes.contains("## Unreleased"));
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("pom.xml"), Path.of("src/parent/pom.xml")));
    for (String directory : List.of("src/docs", "src/samples")) {
      try (Stream<Path> below = Files.walk(Path.of(directory))) {
        below
            .filter(path -> path.toString().matches(".*\\.(md|xml)"))
            .filter(path -> !path.toString().contains("/target/"))
            .forEach(files::add);
      }
    }
    return files;
  }
}
