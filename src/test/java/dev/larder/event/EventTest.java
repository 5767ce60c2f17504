package dev.larder.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Damaged;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
  private static Event event(String json) {
    return new Event(json.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void whateverTheBytesTheyAreReadOrRefused(@ForAll("damaged") byte[] json) {
    try {
      Event event = new Event(json);
      event.names().forEach(event::member);
      assertTrue(event.describe().endsWith("."), event.describe());
    } catch (UnsupportedEventException e) {
      assertFalse(e.getMessage().isBlank());
    }
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    return Damaged.bytes(
        Arbitraries.of(Samples.names())
            .map(name -> Samples.read(name).toString())
            .filter(json -> json.length() < 1_000));
  }

  @Test
  void membersAreReadWhenTheyAreAskedFor() {
    Event event = event("{\"a\": {\"b\": [1, \"ü\"]}, \"c\": \"x\\ny\", \"d\": null, \"e\": 1.50}");
    assertTrue(event.isObject());
    assertEquals("ü", event.member("a").path("b").path(1).asText());
    assertEquals("ü", event.member("a").path("b").path(1).asText(), "a second time too");
    assertEquals("x\ny", event.member("c").textValue());
    assertTrue(event.member("d").isNull());
    assertTrue(event.member("f").isMissingNode());
    assertTrue(event.isContainer("a"));
    assertFalse(event.isContainer("c"));
    assertFalse(event.isContainer("f"));
    assertEquals(List.of("a", "c", "d", "e"), List.copyOf(event.names()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": 1.50e400}",
        "[1, 2 , {\"ü\": \"\\u00fc\"}]",
        "\"a \\\" b\"",
        "-12345678901234567890123456789012345678",
        "true",
        "null"
      })
  void theJsonOfAMemberIsWhatCame(String json) {
    for (String format : List.of("{\"m\":%s}", "{ \"a\" : \"ü\", \"m\" : %s , \"z\" : [] }")) {
      byte[] member = event(String.format(format, json)).json("m");
      assertEquals(json, new String(member, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "[{\"id\": \"a\"}]", "\"text\"", "1", "true"})
  void whatIsNoObjectHasNoMembers(String json) {
    Event event = event(json);
    assertFalse(event.isObject());
    assertTrue(event.names().isEmpty());
    assertEquals("It is not a JSON object.", event.describe());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\"}", "{\"a\":}", "{\"a\":[}", "[1", "\"a", "a"})
  void whatIsNoJsonIsRefused(String json) {
    UnsupportedEventException refused =
        assertThrows(UnsupportedEventException.class, () -> event(json));
    assertTrue(refused.getMessage().contains("It is not JSON."), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
  void whatIsNotUtf8IsRefused(String charset) {
    byte[] bytes = "{\"a\": {\"b\": 1}}".getBytes(Charset.forName(charset));
    UnsupportedEventException refused =
        assertThrows(UnsupportedEventException.class, () -> new Event(bytes));
    assertTrue(refused.getMessage().contains("UTF-8"), refused.getMessage());
  }

  /** Lenient parsers read the first two as "/" and "_". */
  @ParameterizedTest
  @ValueSource(strings = {"\u00C0\u00AF", "\u00C1\u009F", "\u00ED\u00A0\u0080", "\u00E9"})
  void octetsThatAreNotUtf8AreRefused(String octets) {
    byte[] bytes = ("{\"a\": {\"b\": \"" + octets + "\"}}").getBytes(StandardCharsets.ISO_8859_1);
    UnsupportedEventException refused =
        assertThrows(UnsupportedEventException.class, () -> new Event(bytes));
    assertTrue(refused.getMessage().contains("UTF-8"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\0{\0", "\0\0\0{\u00FF\u00FF\u00FF\u00FF"})
  void whatHasNoEncodingOfJsonIsRefused(String octets) {
    assertThrows(
        UnsupportedEventException.class,
        () -> new Event(octets.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    Event event = event("\uFEFF{\"a\": {\"b\": 1}}");
    assertEquals("{\"b\": 1}", new String(event.json("a"), StandardCharsets.UTF_8));
    assertEquals(1, event.member("a").path("b").asInt());
  }

  @Test
  void whatIsTooMuchToReadIsRefusedAsThat() {
    for (String json :
        List.of(
            "{\"a\": " + "[".repeat(1_100) + "]".repeat(1_100) + "}",
            "{\"a\": {\"b\": " + "1".repeat(1_100) + "}}",
            "{\"" + "a".repeat(66_000) + "\": 1}")) {
      UnsupportedEventException refused =
          assertThrows(UnsupportedEventException.class, () -> event(json));
      assertTrue(refused.getMessage().contains("1,000 levels"), refused.getMessage());
    }
  }

  @Test
  void aMemberThatIsThereTwiceIsRefused() {
    assertThrows(
        UnsupportedEventException.class, () -> event("{\"method\": \"GET\", \"method\": {}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "1 2", "{\"a\": 1}, "})
  void moreThanOneValueIsRefused(String json) {
    assertThrows(UnsupportedEventException.class, () -> event(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|It is an empty object.",
        "{\"a\": 1, \"b\": []}|It is an object with a, b.",
        "{\"Records\": [{\"eventSource\": \"aws:s3\"}]}|It is an object with Records, from aws:s3.",
        "{\"Records\": [{\"EventSource\": \"aws:sns\"}]}|It is an object with Records, from aws:sns.",
        "{\"Records\": [{\"eventSource\": \"secret value\"}]}|It is an object with Records.",
        "{\"Records\": 1}|It is an object with Records.",
        "{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,"
            + "\"l\":0,\"m\":0}"
            + "|It is an object with a, b, c, d, e, f, g, h, i, j, k, l and more."
      })
  void itIsDescribedByItsNamesAndNotItsValues(String json, String description) {
    assertEquals(description, event(json).describe());
  }

  @Test
  void aLongNameIsCut() {
    assertEquals(
        "It is an object with " + "n".repeat(40) + "....",
        event("{\"" + "n".repeat(50) + "\": 1}").describe());
  }
}
