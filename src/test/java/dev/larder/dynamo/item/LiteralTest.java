package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class LiteralTest {
  private static final byte[] BYTES = {0, -1};

  @ParameterizedTest
  @ValueSource(strings = {"0", "1975", "-1.5", "1e3", "12345678901234567890123456789012345678"})
  void aNumberOfJsonIsANumber(String text) {
    assertEquals(AttributeValue.fromN(text), Literal.scalar(text));
    assertEquals(AttributeValue.fromN(text), Literal.any(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        " 1",
        "01",
        "+1",
        "1.",
        "-",
        "1e999",
        "123456789012345678901234567890123456789",
        "True",
        "NULL",
        "\"",
        "\"a",
        "\"Crocodile\" Dundee",
        "[",
        "[1",
        "{a}",
        "[]x"
      })
  void whatIsNothingElseIsAString(String text) {
    assertEquals(AttributeValue.fromS(text), Literal.scalar(text));
    assertEquals(AttributeValue.fromS(text), Literal.any(text));
    assertEquals(text, Literal.string(text));
  }

  @Example
  void wordsOfJsonAreWhatTheyMean() {
    assertEquals(AttributeValue.fromBool(true), Literal.scalar("true"));
    assertEquals(AttributeValue.fromBool(false), Literal.scalar("false"));
    assertEquals(AttributeValue.fromNul(true), Literal.scalar("null"));
  }

  @Example
  void whatIsInQuotesIsAlwaysAString() {
    assertEquals(AttributeValue.fromS("1"), Literal.scalar("\"1\""));
    assertEquals(AttributeValue.fromS("a\"b,c"), Literal.scalar("\"a\\\"b,c\""));
    assertEquals("true", Literal.string("\"true\""));
    assertEquals("1975", Literal.string("1975"));
  }

  @Example
  void onlyWhereTheyCanBeAreArraysAndObjectsMoreThanText() {
    assertEquals(AttributeValue.fromS("[1]"), Literal.scalar("[1]"));
    assertEquals(AttributeValue.fromL(List.of(AttributeValue.fromN("1"))), Literal.any("[1]"));
    assertEquals(
        AttributeValue.fromM(Map.of("a", AttributeValue.fromNul(true))),
        Literal.any("{\"a\":null}"));
  }

  @Property(tries = 300)
  void aValueComesBackFromItsText(@ForAll("items") Item item) {
    for (AttributeValue value : item.attributes().values()) {
      assertEquals(value, Literal.any(Literal.text(value)), () -> Literal.text(value));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a b|a b",
        "~~|\"\"",
        "1|\"1\"",
        "true|\"true\"",
        "[1]|\"[1]\"",
        "\"a|\"a",
        "a\\tb\\nc\\rd|a\\tb\\nc\\rd",
        "a\\37b|\"a\\\\u001Fb\"",
        "\\0|\"\\\\u0000\""
      })
  void textIsBareWhereThatIsEnough(String string, String text) {
    assertEquals(
        text.translateEscapes(), Literal.text(AttributeValue.fromS(string.translateEscapes())));
  }

  @Example
  void aNumberIsReadWhereItIsOne() {
    assertEquals(AttributeValue.fromN("1000"), Literal.number("1e3"));
    assertEquals(AttributeValue.fromN("0"), Literal.number("0e5"));
    assertEquals(AttributeValue.fromN("none"), Literal.number("none"));
  }

  @Example
  void whatIsNoStringHasTheTextOfJson() {
    assertEquals("1.50", Literal.text(AttributeValue.fromN("1.50")));
    assertEquals("[\"a\"]", Literal.text(AttributeValue.fromSs(List.of("a"))));
    assertEquals("AP8=", Literal.text(AttributeValue.fromB(SdkBytes.fromByteArray(BYTES))));
  }

  @Provide
  Arbitrary<Item> items() {
    return ItemArbitraries.plain();
  }
}
