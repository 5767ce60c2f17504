package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.larder.Damaged;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ItemJsonTest {
  /** Reads numbers exactly, and those of one value as equal. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @Provide
  Arbitrary<Item> typedItems() {
    return ItemArbitraries.typed();
  }

  @Provide
  Arbitrary<Item> plainItems() {
    return ItemArbitraries.plain();
  }

  @Property(tries = 300)
  void whatIsWrittenTypedIsReadBackEqual(@ForAll("typedItems") Item item) throws IOException {
    assertEquals(item, read(ItemWriter.toBytes(item, ItemFormat.TYPED), ItemFormat.TYPED));
  }

  @Property(tries = 300)
  void whatIsWrittenPlainIsReadBackEqual(@ForAll("plainItems") Item item) throws IOException {
    assertEquals(item, read(ItemWriter.toBytes(item, ItemFormat.PLAIN), ItemFormat.PLAIN));
  }

  @Property(tries = 300)
  void cutShortItIsNeverReadAsSomethingElse(
      @ForAll("plainItems") Item item,
      @ForAll @net.jqwik.api.constraints.IntRange(min = 1, max = 40) int cut) {
    byte[] json = ItemWriter.toBytes(item, ItemFormat.PLAIN);
    byte[] some = java.util.Arrays.copyOf(json, Math.max(0, json.length - cut));
    ProblemException e = assertThrows(ProblemException.class, () -> read(some, ItemFormat.PLAIN));
    assertTrue(e.type() == ProblemType.MALFORMED_JSON || e.type() == ProblemType.INVALID_ITEM);
  }

  @Property(tries = 500)
  void whateverTheBytesTheyAreReadOrRefused(@ForAll("damaged") byte[] json) throws IOException {
    for (ItemFormat form : ItemFormat.values()) {
      try {
        Item item = read(json, form);
        assertEquals(item, read(ItemWriter.toBytes(item, form), form));
      } catch (ProblemException e) {
        assertTrue(e.type().status() < 500 && !e.getMessage().isBlank(), e::toString);
      }
    }
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    return Damaged.bytes(
        Arbitraries.oneOf(
                ItemArbitraries.typed().map(item -> ItemWriter.toBytes(item, ItemFormat.TYPED)),
                ItemArbitraries.plain().map(item -> ItemWriter.toBytes(item, ItemFormat.PLAIN)))
            .map(json -> new String(json, StandardCharsets.UTF_8)));
  }

  @Property(tries = 300)
  void whateverTheSpellingItIsTheSameItem(
      @ForAll("plainItems") Item item, @ForAll boolean ascii, @ForAll boolean spaced)
      throws IOException {
    JsonNode written = JSON.readTree(ItemWriter.toBytes(item, ItemFormat.PLAIN));
    JsonMapper other =
        JsonMapper.builder().configure(JsonWriteFeature.ESCAPE_NON_ASCII, ascii).build();
    byte[] json =
        (spaced ? other.writerWithDefaultPrettyPrinter() : other.writer())
            .writeValueAsBytes(written);
    Item read = read(json, ItemFormat.PLAIN);
    assertEquals(written, JSON.readTree(ItemWriter.toBytes(read, ItemFormat.PLAIN)));
  }

  @Test
  void setsAndBinaryReadAsArraysAndBase64() throws IOException {
    Item item =
        read(
            "{\"b\":{\"B\":\"AP8=\"},\"s\":{\"SS\":[\"x\"]},\"n\":{\"NS\":[\"1.5\"]},\"bs\":{\"BS\":[\"AQ==\"]}}",
            ItemFormat.TYPED);
    assertEquals(
        "{\"b\":\"AP8=\",\"s\":[\"x\"],\"n\":[1.5],\"bs\":[\"AQ==\"]}",
        new String(ItemWriter.toBytes(item, ItemFormat.PLAIN), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0e99999999999", "-0.0E-99999999999", "0e5"})
  void zeroHasNoExponent(String zero) throws IOException {
    Item none = read("{\"a\":0}", ItemFormat.PLAIN);
    assertEquals(none, read("{\"a\":" + zero + "}", ItemFormat.PLAIN));
    assertEquals(none, read("{\"a\":{\"N\":\"" + zero + "\"}}", ItemFormat.TYPED));
    assertEquals(
        read("{\"a\":{\"NS\":[\"1\",\"0\"]}}", ItemFormat.TYPED),
        read("{\"a\":{\"NS\":[\"1\",\"" + zero + "\"]}}", ItemFormat.TYPED));
  }

  @Test
  void numbersKeepTheirDigits() throws IOException {
    String json = "{\"n\":12345678901234567890123456789012345678,\"m\":0.10,\"e\":1E+2}";
    assertEquals(
        "{\"n\":12345678901234567890123456789012345678,\"m\":0.1,\"e\":100}",
        new String(
            ItemWriter.toBytes(read(json, ItemFormat.PLAIN), ItemFormat.PLAIN),
            StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":}",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\":1}x",
        "{\"a\":1}{}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":.5}",
        "{\"a\":tru}",
        "{\"a\":\"\n\"}",
        "{a:1}",
        "{\"a\":1,\"a\":2}",
        "{\"m\":{\"x\":1,\"\\u0078\":2}}",
        "// c\n{}",
        "{\"a\":\"\\x\"}",
        "\u0000"
      })
  void malformedJsonIsRefusedWithItsPlace(String json) {
    ProblemException e = assertThrows(ProblemException.class, () -> read(json, ItemFormat.PLAIN));
    assertEquals(ProblemType.MALFORMED_JSON, e.type(), e.getMessage());
    assertTrue(json.isBlank() || e.getMessage().contains("line 1"), e.getMessage());
    assertTrue(!e.getMessage().contains("com.fasterxml"), e.getMessage());
    assertTrue(Character.isLetter(e.getMessage().charAt(0)), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"{1}, line 7, column 12", "{/1}, line 8, column 2"})
  void thePlaceInAPartIsThatInTheWhole(String part, String line, String column) {
    byte[] text = ("[1, " + part.replace('/', '\n') + "]").getBytes(StandardCharsets.UTF_8);
    ItemText of = new ItemText(text, 4, text.length - 1, 7, 10);
    ProblemException e =
        assertThrows(
            ProblemException.class, () -> ItemReader.read(of, ItemFormat.PLAIN, ItemReader.DEPTH));
    assertTrue(e.getMessage().endsWith(", at " + line + ", " + column + "."), e.getMessage());
  }

  @Test
  void aPartOfTheInputIsReadToItsEnd() throws IOException {
    byte[] text = "[{\"a\":1},{\"b\":2},3]".getBytes(StandardCharsets.UTF_8);
    Item first = read("{\"a\":1}", ItemFormat.PLAIN);
    assertEquals(
        first, ItemReader.read(new ItemText(text, 1, 8, 1, 2), ItemFormat.PLAIN, ItemReader.DEPTH));
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      parser.nextToken();
      assertEquals(first, ItemReader.read(parser, ItemFormat.PLAIN, ItemReader.DEPTH));
      parser.nextToken();
      assertEquals(
          read("{\"b\":2}", ItemFormat.PLAIN),
          ItemReader.read(parser, ItemFormat.PLAIN, ItemReader.DEPTH));
      parser.nextToken();
      assertThrows(
          ProblemException.class,
          () -> ItemReader.read(parser, ItemFormat.PLAIN, ItemReader.DEPTH),
          "a number");
    }
  }

  @Test
  void longNamesAreCutWhereTheyAreTold() {
    String name = "n".repeat(100);
    assertTrue(messageOfTwo(name).contains('"' + name + "\" appears twice"));
    assertTrue(messageOfTwo(name + "x").contains('"' + name + "…\" appears twice"));
  }

  private static String messageOfTwo(String name) {
    String member = '"' + name + "\":1";
    return assertThrows(
            ProblemException.class, () -> read("{" + member + "," + member + "}", ItemFormat.PLAIN))
        .getMessage();
  }

  /** What follows shows that the text is not JSON, which is said rather than what JSON lacks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "[1,",
        "\"abc",
        "tru",
        "[{\"a\":1}",
        "1 2",
        "null,",
        "{\"\":1,",
        "{\"a\":1e999,}",
        "{\"a\":\"\\ud800\"",
        "{\"a\":1e999} x"
      })
  void textThatIsNotJsonIsMalformed(String text) {
    for (ItemFormat form : ItemFormat.values()) {
      ProblemException problem = assertThrows(ProblemException.class, () -> read(text, form));
      assertEquals(ProblemType.MALFORMED_JSON, problem.type(), problem::getMessage);
    }
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] latin1 = "{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        ProblemType.MALFORMED_JSON,
        assertThrows(ProblemException.class, () -> read(latin1, ItemFormat.PLAIN)).type());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1]|an array",
        "\"a\"|a string",
        "1|a number",
        "true|a boolean",
        "null|null",
        "{\"a\":{\"b\":[0,1e200]}}|/a/b/1",
        "{\"a\":\"\\ud800\"}|surrogate",
        "{\"a\":\"\\udc00\\ud800\"}|surrogate",
        "{\"a\":[\"\\ud800\"]}|/a/0",
        "{\"a\":123456789012345678901234567890123456789}|39 significant digits"
      })
  void whatDynamoDbCannotKeepIsRefused(String json, String says) {
    ProblemException e = assertThrows(ProblemException.class, () -> read(json, ItemFormat.PLAIN));
    assertEquals(ProblemType.INVALID_ITEM, e.type(), e.getMessage());
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":{\"X\":1}}",
        "{\"a\":{\"S\":1}}",
        "{\"a\":{\"N\":1}}",
        "{\"a\":{\"N\":\"x\"}}",
        "{\"a\":{\"S\":\"x\",\"N\":\"1\"}}",
        "{\"a\":{\"SS\":[]}}",
        "{\"a\":{\"SS\":[\"x\",\"x\"]}}",
        "{\"a\":{\"NS\":[\"1\",\"1.0\"]}}",
        "{\"a\":{\"NS\":[\"0\",\"0e99999999999\"]}}",
        "{\"a\":{\"NS\":[1]}}",
        "{\"a\":{\"BS\":[\"AQ==\",\"AQ==\"]}}",
        "{\"a\":{\"B\":\"?\"}}",
        "{\"a\":{\"BOOL\":\"true\"}}",
        "{\"a\":{\"NULL\":false}}",
        "{\"a\":{\"M\":[]}}",
        "{\"a\":{\"L\":{}}}",
        "{\"a\":{\"L\":[1]}}",
        "{\"a\":{\"M\":{\"b\":1}}}",
        "{\"a\":[]}"
      })
  void whatIsNotInTheTypedFormIsRefused(String json) {
    assertEquals(
        ProblemType.INVALID_ITEM,
        assertThrows(ProblemException.class, () -> read(json, ItemFormat.TYPED)).type());
  }

  @Test
  void nestingIsReadToTheLimitAndNoFurther() throws IOException {
    read(nested(ItemReader.MAX_DEPTH), ItemFormat.PLAIN);
    ProblemException e =
        assertThrows(
            ProblemException.class, () -> read(nested(ItemReader.MAX_DEPTH + 1), ItemFormat.PLAIN));
    assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
    assertTrue(e.getMessage().contains("32 levels"), e.getMessage());
  }

  @Test
  void aRequestMayHaveALesserLimit() throws IOException {
    for (ItemFormat form : ItemFormat.values()) {
      String inner = form == ItemFormat.PLAIN ? "[{}]" : "{\"L\":[{\"M\":{}}]}";
      byte[] item = ("{\"a\":" + inner + "}").getBytes(StandardCharsets.UTF_8);
      ItemReader.read(new ByteArrayInputStream(item), form, new Limit("depth", 3));
      ProblemException e =
          assertThrows(
              ProblemException.class,
              () -> ItemReader.read(new ByteArrayInputStream(item), form, new Limit("depth", 2)));
      assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
      assertEquals(2, e.members().get("limit"));
      assertEquals("larder.limits.depth", e.members().get("setting"));
    }
  }

  @Test
  void asManyValuesAsAnItemCanHoldAreRead() throws IOException {
    String zeros = "0,".repeat(400 * 1024 - 2) + "0";
    Item item = read("{\"a\":[" + zeros + "]}", ItemFormat.PLAIN);
    assertEquals(400 * 1024 - 1, item.attributes().get("a").l().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[%s]}", "{\"a\":{\"L\":[%s]}}", "{\"a\":{\"SS\":[%s]}}"})
  void valuesThatNoItemCanHoldAreNotReadToTheirEnd(String item) {
    ItemFormat form =
        item.contains("L") || item.contains("SS") ? ItemFormat.TYPED : ItemFormat.PLAIN;
    int most = 400 * 1024;
    String values =
        IntStream.rangeClosed(0, most)
            .mapToObj(
                at ->
                    item.contains("SS")
                        ? "\"" + at + '"'
                        : form == ItemFormat.TYPED ? "{\"S\":\"\"}" : "[]")
            .collect(Collectors.joining(","));
    // Nothing ends what was begun: it is not looked at.
    String json = item.formatted(values + ",?");
    assertEquals(
        ProblemType.ITEM_TOO_LARGE,
        assertThrows(ProblemException.class, () -> read(json, form)).type());
  }

  /** An item of so many levels, itself included. */
  public static String nested(int levels) {
    return "{\"id\":\"deep\",\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
  }

  private static Item read(String json, ItemFormat form) throws IOException {
    return read(json.getBytes(StandardCharsets.UTF_8), form);
  }

  private static Item read(byte[] json, ItemFormat form) throws IOException {
    return ItemReader.read(new ByteArrayInputStream(json), form);
  }
}
