package dev.larder.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The page of the template's parameters and outputs, compared with the template. */
class TemplateParametersPageTest {
  private static final Pattern PARAMETER =
      Pattern.compile("\\| `(\\w+)` \\| (String|Number) \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|");

  private static final Pattern OUTPUT = Pattern.compile("\\| `(\\w+)` \\| [^|]+ \\|");

  private static Map<String, MatchResult> rows(Pattern row) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("src/docs/reference/template-parameters.md"))) {
      return lines
          .map(row::matcher)
          .filter(Matcher::matches)
          .collect(Collectors.toMap(each -> each.group(1), Matcher::toMatchResult));
    }
  }

  private static Map<String, JsonNode> section(String name) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    JsonNode section = Template.source().root().path(name);
    section.fieldNames().forEachRemaining(member -> members.put(member, section.path(member)));
    return members;
  }

  private static String standard(String value) {
    return value.isEmpty() ? "empty" : "`" + value + "`";
  }

  @Test
  void thePageHasEveryParameterWithItsTypeAndDefault() throws IOException {
    Map<String, String> there = new TreeMap<>();
    section("Parameters")
        .forEach(
            (name, parameter) ->
                there.put(
                    name,
                    parameter.path("Type").asText()
                        + ", "
                        + standard(parameter.path("Default").asText())));
    Map<String, String> documented = new TreeMap<>();
    rows(PARAMETER)
        .forEach((name, row) -> documented.put(name, row.group(2) + ", " + row.group(3)));
    assertEquals(there, documented);
  }

  @Test
  void thePageHasTheValuesThatAParameterTakes() throws IOException {
    Map<String, MatchResult> documented = rows(PARAMETER);
    section("Parameters")
        .forEach(
            (name, parameter) -> {
              String values = values(parameter);
              if (!values.isEmpty()) {
                assertEquals(values, documented.get(name).group(4), name);
              }
            });
  }

  private static String values(JsonNode parameter) {
    if (parameter.has("AllowedValues")) {
      return StreamSupport.stream(parameter.path("AllowedValues").spliterator(), false)
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    String least =
        parameter.path("MinValue").asText().replace("@leastMemory@", "256 (jvm) or 128 (native)");
    if (parameter.has("MaxValue")) {
      return least + " to " + parameter.path("MaxValue").asText();
    }
    return least.isEmpty() ? "" : "from " + least;
  }

  @Test
  void thePageHasEveryOutput() throws IOException {
    assertEquals(new TreeSet<>(section("Outputs").keySet()), new TreeSet<>(rows(OUTPUT).keySet()));
  }
}
