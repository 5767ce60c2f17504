package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

  /** Whatever was tried more than once for each of their characters would take for ever. */
  @ParameterizedTest
  @ValueSource(strings = {" ", "  ;", ";", "a;", "a=b  ;", "a ", "\\", "\"", "a=\"b\";"})
  void ofALongFieldEachCharacterIsLookedAtOnce(String part) {
    for (String start : List.of("a", "a;", "a=\"", "")) {
      for (String end : List.of("", "\"", "=", ";\"", ", return=minimal")) {
        String field = start + part.repeat(10_000) + end;
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> Preferences.parse(field, Preferences.OF_WRITE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\u0085", "\u2028", "\u2029"})
  void aLineThatEndsIsNotTheEndOfTheField(String end) {
    String field = "return=minimal, a" + end;
    assertTrue(
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> Preferences.parse(field, Preferences.OF_WRITE))
            .minimal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"@, handling = strict", "return=, handling=\"strict\"", "@,handling=strict"})
  void whatIsNoTokenHidesNoStrictHandling(String field) {
    assertThrows(ProblemException.class, () -> Preferences.parse(field, Preferences.OF_WRITE));
  }

  @Test
  void aBlankInQuotesBelongsToTheValue() {
    Preferences preferences = Preferences.parse("return=\"mini mal\"", Preferences.OF_WRITE);
    assertFalse(preferences.minimal());
    assertEquals(List.of(), preferences.applied());
  }

  @Test
  void aLongParameterIsSkipped() {
    String long_ = "x".repeat(10_000);
    Preferences preferences =
        Preferences.parse("a=\"" + long_ + "\\\"\", return=minimal", Preferences.OF_WRITE);
    assertTrue(preferences.minimal());
    assertEquals(List.of("return=minimal"), preferences.applied());
  }

  @Property(tries = 500)
  void whateverTheTextItIsReadOrRefused(@ForAll("fields") String field) {
    for (String start : List.of("", "handling=strict, ")) {
      try {
        Preferences.parse(start + field, Preferences.OF_WRITE);
      } catch (ProblemException e) {
        assertEquals(ProblemType.INVALID_HEADER, e.type());
        assertTrue(field.concat(start).contains("strict"), field);
      }
    }
  }

  @Property(tries = 500)
  void whatIsKnownCountsBesideWhatIsNot(@ForAll("parameters") String parameters) {
    Preferences preferences =
        Preferences.parse("x" + parameters + ", return=minimal" + parameters, Preferences.OF_WRITE);
    assertTrue(preferences.minimal(), preferences::toString);
    assertThrows(
        ProblemException.class,
        () -> Preferences.parse("x" + parameters + ", handling=strict", Preferences.OF_WRITE));
  }

  @Provide
  Arbitrary<String> fields() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "a",
            "return",
            "minimal",
            "handling",
            "strict",
            "=",
            ";",
            ",",
            " ",
            "\t",
            "\"",
            "\\",
            "é",
            "\u2028",
            "\uD800");
    return Arbitraries.oneOf(
        parts.list().ofMaxSize(20).map(list -> String.join("", list)),
        Arbitraries.strings().ofMaxLength(30));
  }

  /** Of a preference, with all the white space and the quotes that RFC 7240, section 2, allows. */
  @Provide
  Arbitrary<String> parameters() {
    Arbitrary<String> parameter =
        Arbitraries.of(" ;a", ";", " ; b = c", ";\td=\"e, f; \\\"g\\\"\"", ";h=\"\"");
    return parameter.list().ofMaxSize(6).map(list -> String.join("", list));
  }
}
