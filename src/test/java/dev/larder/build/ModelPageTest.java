package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of the model. */
class ModelPageTest {
  private static final Path FOLDER = Path.of("src/docs/reference");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final String page = read();

  private static String read() {
    try {
      return Files.readString(FOLDER.resolve("model.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itsExamplesHaveNoMistake() {
    List<String> examples =
        EXAMPLE.matcher(page).results().map((MatchResult example) -> example.group(1)).toList();
    assertEquals(2, examples.size());
    for (String example : examples) {
      assertDoesNotThrow(() -> LarderYaml.compile(name -> Optional.of(example)), example);
    }
  }

  @Test
  void itHasEveryMember() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(FOLDER.resolve("model.schema.json").toFile());
    for (String part : List.of("table", "index", "collection")) {
      schema
          .at("/$defs/" + part + "/properties")
          .fieldNames()
          .forEachRemaining(
              member ->
                  assertTrue(
                      page.lines()
                          .anyMatch(
                              line -> line.matches("\\|[^|]*`" + member + "`[^|]*\\|.*\\|.*\\|.*")),
                      member));
    }
    schema
        .at("/$defs/collection/properties/access/properties")
        .fieldNames()
        .forEachRemaining(member -> assertTrue(page.contains("`" + member + "`"), member));
  }
}
