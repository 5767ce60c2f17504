package dev.larder.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.KeyType;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistinctionTest {
  private static final KeyAttribute PK = new KeyAttribute("PK", KeyType.S);

  private static Distinction of(Map<String, String> type, String... templates) {
    return new Distinction(
        type,
        List.of(templates).stream()
            .map(template -> KeyTemplate.parse(PK, template, name -> false))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "ORDER#{id}, CUSTOMER#{id}, true",
    "ORDER#{id}, ORDER, true",
    "ORDER#{id}, ORDER#, true",
    "ORDER#{id}, ORDER#1, false",
    "ORDER#{id}, ORDER#{customer}#{id}, false",
    "ORDER#{id}, O{id}, false",
    "{id}, {other}, false",
    "{id}, PROFILE, false",
    "PROFILE, PROFILE, false",
    "PROFILE, SETTINGS, true",
    "{id}#ORDER, {id}#CUSTOMER, true",
    "{id}#ORDER, {id}ORDER, false",
    "A#{n:06}, A#x{id}, true",
    "A#{n:06}, A#1{id}, false",
    "A#{n:06}, A#{m:04}, false",
    "A#{id}#B, A#{n:02}, true",
  })
  void templatesTellCollectionsApartIfNoValueFitsBoth(String one, String other, boolean told) {
    assertEquals(told, of(Map.of(), one).tellsFrom(of(Map.of(), other)));
    assertEquals(told, of(Map.of(), other).tellsFrom(of(Map.of(), one)));
    assertEquals(told, of(Map.of(), "{a}", one).tellsFrom(of(Map.of(), "{b}", other)));
  }

  @ParameterizedTest
  @CsvSource({
    "t, a, t, b, true",
    "t, a, t, a, false",
    "t, a, u, b, false",
  })
  void typesTellCollectionsApartIfOneAttributeDiffers(
      String name, String value, String otherName, String otherValue, boolean told) {
    assertEquals(
        told, of(Map.of(name, value), "{a}").tellsFrom(of(Map.of(otherName, otherValue), "{a}")));
    assertFalse(of(Map.of(name, value), "{a}").tellsFrom(of(Map.of(), "{a}")));
  }

  @Provide
  Arbitrary<List<String>> templates() {
    Arbitrary<String> literal = Arbitraries.strings().withChars("ab1").ofMaxLength(2);
    Arbitrary<String> variable = Arbitraries.of("", "{x}", "{n:02}");
    return Combinators.combine(literal, variable, literal)
        .as((before, inside, after) -> before + inside + after)
        .filter(template -> !template.isEmpty())
        .list()
        .ofSize(2);
  }

  @Property
  void noValueFitsTwoTemplatesThatTellCollectionsApart(
      @ForAll("templates") List<String> templates, @ForAll("values") String value) {
    boolean both = templates.stream().allMatch(template -> value.matches(pattern(template)));
    if (both) {
      assertFalse(
          of(Map.of(), templates.get(0)).tellsFrom(of(Map.of(), templates.get(1))),
          () -> templates + " both fit " + value);
    }
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings().withChars("ab1").ofMinLength(1).ofMaxLength(6);
  }

  private static String pattern(String template) {
    return template.replace("{x}", ".+").replace("{n:02}", "\\d{2}");
  }
}
