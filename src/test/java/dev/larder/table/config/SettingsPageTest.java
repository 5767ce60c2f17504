package dev.larder.table.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of settings, compared with the configuration that the code reads. */
class SettingsPageTest {
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `(larder\\.[^`]+)`<br>`([A-Z_<>]+)` \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|");

  private static final Pattern RANGE = Pattern.compile("1 to (?<most>\\d+), as .*");

  /** The first of several values, or the example of a range. */
  private static final Pattern EXAMPLE = Pattern.compile("(?:.*, as )?`(?<value>[^`]+)`.*");

  private record Row(String key, String variable, String standard, String values) {

    String example() {
      Matcher example = EXAMPLE.matcher(values);
      assertTrue(example.matches(), key);
      return example.group("value");
    }
  }

  private final Map<String, Row> rows = rows();

  private static Map<String, Row> rows() {
    try (Stream<String> lines = Files.lines(Path.of("src/docs/reference/settings.md"))) {
      Map<String, Row> rows = new LinkedHashMap<>();
      lines
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .map(row -> new Row(row.group(1), row.group(2), row.group(3), row.group(4)))
          .forEach(row -> rows.put(row.key(), row));
      return rows;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The keys below a prefix, each with its default, which is empty if there is none. */
  private static Map<String, String> settings(String prefix, Class<?> group) {
    Map<String, String> settings = new TreeMap<>();
    for (Method method : group.getDeclaredMethods()) {
      String key = prefix + hyphenated(method.getName());
      Class<?> type = method.getReturnType();
      if (type == Map.class) {
        Class<?> member =
            (Class<?>)
                ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[1];
        settings.putAll(
            settings(
                key + (member == LarderConfig.TableConfig.class ? ".<id>." : ".<name>."), member));
      } else if (type.isInterface() && type.getEnclosingClass() == LarderConfig.class) {
        settings.putAll(settings(key + ".", type));
      } else {
        WithDefault standard = method.getAnnotation(WithDefault.class);
        settings.put(key, standard == null ? "" : standard.value());
      }
    }
    return settings;
  }

  private static String hyphenated(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String named(String setting, String collection) {
    return setting.replaceAll("<(name|NAME|id|ID)>", collection);
  }

  @Test
  void thePageListsEverySettingAndNoOther() {
    assertEquals(
        new TreeSet<>(settings("larder.", LarderConfig.class).keySet()),
        new TreeSet<>(rows.keySet()));
  }

  @Test
  void everyDefaultIsTheOneOfTheCode() {
    settings("larder.", LarderConfig.class)
        .forEach(
            (key, standard) -> {
              if (!standard.isEmpty()) {
                assertEquals("`" + standard + "`", rows.get(key).standard().split(";")[0], key);
              }
            });
  }

  @Test
  void everyVariableIsTheOneOfItsKeyAndIsKnown() {
    for (Row row : rows.values()) {
      String key = named(row.key(), "films");
      String variable = named(row.variable(), "FILMS");
      assertEquals(key.replaceAll("[^a-z]", "_").toUpperCase(Locale.ROOT), variable);
      EnvironmentVariables.check(Map.of(variable, row.example()), Set.of("films"), Set.of("films"));
    }
  }

  @Test
  void everyExampleIsTaken() {
    for (Row row : rows.values()) {
      String key = named(row.key(), "films");
      assertDoesNotThrow(
          () -> new RequestLimits(TestConfig.of(Map.of(key, row.example()))), row.key());
    }
  }

  @Test
  void everyRangeIsTheOneThatIsChecked() {
    int ranges = 0;
    for (Row row : rows.values()) {
      Matcher range = RANGE.matcher(row.values());
      if (!range.matches()) {
        continue;
      }
      ranges++;
      long most = Long.parseLong(range.group("most"));
      new RequestLimits(TestConfig.of(Map.of(row.key(), "1")));
      new RequestLimits(TestConfig.of(Map.of(row.key(), "" + most)));
      for (long value : List.of(0L, most + 1)) {
        assertThrows(
            IllegalArgumentException.class,
            () -> new RequestLimits(TestConfig.of(Map.of(row.key(), "" + value))),
            row.key());
      }
    }
    assertEquals(7, ranges);
  }

  @Test
  void theValuesOfASwitchAreThoseThatItTakes() {
    assertEquals("`true`, `false`", rows.get("larder.metrics").values());
    assertEquals("`true`, `false`", rows.get("larder.collections.<name>.scan").values());
    assertEquals(
        String.join(
            ", ",
            Arrays.stream(LarderConfig.Access.values())
                .map(value -> "`" + value.name().toLowerCase(Locale.ROOT) + "`")
                .toList()),
        rows.get("larder.access").values());
  }
}
