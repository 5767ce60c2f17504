package dev.larder.http;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Damaged;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagListTest {

  static List<Arguments> lists() {
    return List.of(
        Arguments.of("\"a\"", List.of(strong("a"))),
        Arguments.of("W/\"a\"", List.of(weak("a"))),
        Arguments.of("\"a\", W/\"b\",\"c\"", List.of(strong("a"), weak("b"), strong("c"))),
        Arguments.of("\"\"", List.of(strong(""))),
        Arguments.of("W/\"\"", List.of(weak(""))),
        Arguments.of("\"a\",\"a\"", List.of(strong("a"), strong("a"))),
        Arguments.of("\t \"a\" \t,\t\"b\" ", List.of(strong("a"), strong("b"))),
        Arguments.of(", ,\"a\" , ,, \"b\",\t,", List.of(strong("a"), strong("b"))),
        Arguments.of("\"a,b\", \"c\"", List.of(strong("a,b"), strong("c"))),
        Arguments.of("\"*\"", List.of(strong("*"))),
        Arguments.of("\"W/\"", List.of(strong("W/"))),
        // A backslash escapes nothing in an entity tag.
        Arguments.of("\"a\\\",\"\\\\\"", List.of(strong("a\\"), strong("\\\\"))),
        Arguments.of("\"\u0080é\u00FF\"", List.of(strong("\u0080é\u00FF"))));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void readsTheTagsInTheirOrder(String value, List<EntityTag> tags) {
    assertEquals(new EntityTagList(false, tags), EntityTagList.parse("If-Match", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", " *", "*\t", " \t* "})
  void aStarAloneIsAnyTag(String value) {
    EntityTagList list = EntityTagList.parse("If-Match", value);
    assertTrue(list.any());
    assertEquals(List.of(), list.tags());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "W/a",
        "W/",
        "W",
        "\"",
        "\"a",
        "W/\"a",
        "a\"",
        "'a'",
        "w/\"a\"",
        "W/ \"a\"",
        "W /\"a\"",
        "W\"a\"",
        "/\"a\"",
        "WW/\"a\"",
        "W/W/\"a\"",
        "\"a\"\"b\"",
        "\"a\" \"b\"",
        "\"a\";\"b\"",
        "\"a\"x",
        "\"a\"W/\"b\"",
        "\"a\", b",
        "\"a\", *",
        "*, \"a\"",
        "*,",
        ",*",
        "**",
        "W/*",
        "\"a b\"",
        "\"a\tb\"",
        "\"a\u0000\"",
        "\"a\u001F\"",
        "\"a\u007F\"",
        "\"a\u0100\"",
        "\"😀\"",
        "\u00A0\"a\"",
        "\"a\"\u000B",
        "\"a\"\n"
      })
  void whatIsNoListOfTagsIsRefused(String value) {
    assertEquals(
        ProblemType.INVALID_HEADER,
        assertThrows(ProblemException.class, () -> EntityTagList.parse("If-Match", value)).type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", ",", " , ,"})
  void aListWithoutTagsIsRefused(String value) {
    assertEquals(
        ProblemType.INVALID_HEADER,
        assertThrows(ProblemException.class, () -> EntityTagList.parse("If-Match", value)).type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-Match", "If-None-Match"})
  void aRefusalNamesTheFieldAndShowsARightOne(String field) {
    String says =
        assertThrows(ProblemException.class, () -> EntityTagList.parse(field, "a")).getMessage();
    assertTrue(says.startsWith(field + " must be"), says);
    String example = says.substring(says.indexOf(field + ": ") + field.length() + 2);
    assertEquals(
        2, EntityTagList.parse(field, example.substring(0, example.indexOf(". "))).tags().size());
  }

  @Test
  void tagsCannotBeAdded() {
    List<EntityTag> tags = EntityTagList.parse("If-Match", "\"a\"").tags();
    assertThrows(UnsupportedOperationException.class, () -> tags.add(strong("b")));
  }

  @Property(tries = 300)
  void whateverTheSeparatorsTheTagsComeBack(
      @ForAll("tags") List<EntityTag> tags, @ForAll("separators") List<String> separators) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < tags.size(); i++) {
      value.append(i == 0 ? "" : separators.get(i)).append(tags.get(i));
    }
    EntityTagList list = EntityTagList.parse("If-None-Match", value.toString());
    assertFalse(list.any());
    assertEquals(tags, list.tags());
  }

  @Property(tries = 500)
  void whateverTheTextItIsReadOrRefused(@ForAll("fields") String field) {
    try {
      EntityTagList list = EntityTagList.parse("If-Match", field);
      assertEquals(list.any(), list.tags().isEmpty());
      list.tags().forEach(tag -> assertTrue(field.contains(tag.toString()), field));
    } catch (ProblemException e) {
      assertEquals(ProblemType.INVALID_HEADER, e.type());
    }
  }

  @Provide
  Arbitrary<String> fields() {
    Arbitrary<String> lists =
        tags().map(tags -> tags.stream().map(EntityTag::toString).collect(joining(", ")));
    return Damaged.texts(Arbitraries.oneOf(lists, Arbitraries.of("*", "")));
  }

  @Provide
  Arbitrary<List<EntityTag>> tags() {
    Arbitrary<String> opaque =
        Arbitraries.strings()
            .withChars('!', ',', '\\', '*', '/', 'W', '\u0080', '\u00FF')
            .withCharRange('#', '~')
            .ofMaxLength(6);
    return Combinators.combine(Arbitraries.of(true, false), opaque)
        .as(EntityTag::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> separators() {
    return Arbitraries.strings()
        .withChars(' ', '\t', ',')
        .ofMaxLength(3)
        .map(blank -> blank + ',' + blank)
        .list()
        .ofSize(8);
  }

  private static EntityTag strong(String opaque) {
    return EntityTag.strong(opaque);
  }

  private static EntityTag weak(String opaque) {
    return new EntityTag(true, opaque);
  }
}
