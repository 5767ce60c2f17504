package dev.larder.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test shows what. */
class AccessPageTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

  private final String page = read(Path.of("src/docs/explanation/access.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    Set<String> there;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      there =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    Set<String> named = new TreeSet<>();
    for (Matcher matcher = TEST.matcher(page); matcher.find(); ) {
      named.add(matcher.group(1));
    }
    assertTrue(named.contains("AccessMatrixIT"), named::toString);
    named.removeAll(there);
    assertEquals(Set.of(), named);
  }

  @Test
  void everyRiskHasASectionWithATest() {
    for (int risk : IntStream.rangeClosed(1, 10).toArray()) {
      Matcher section =
          Pattern.compile("### API" + risk + " [^#]+\n\nShown by ([^#\n]+)").matcher(page);
      assertTrue(section.find() && TEST.matcher(section.group(1)).find(), "API" + risk);
    }
  }
}
