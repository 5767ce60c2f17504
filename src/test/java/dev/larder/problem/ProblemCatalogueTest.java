package dev.larder.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProblemCatalogueTest {

  @Test
  void thePageListsEveryTypeWithItsStatusAndTitleInOrder() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("src/docs/reference/problems.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(
                line ->
                    line.substring(
                        0, line.indexOf("|", line.indexOf("|", line.indexOf("|", 1) + 1) + 1) + 1))
            .toList();
    List<String> types =
        Arrays.stream(ProblemType.values())
            .map(
                type ->
                    "| `"
                        + type.name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + "` | "
                        + type.status()
                        + " | "
                        + type.title()
                        + " |")
            .toList();
    assertEquals(String.join("\n", types), String.join("\n", documented));
  }
}
