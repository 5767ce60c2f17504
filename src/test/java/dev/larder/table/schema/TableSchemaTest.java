package dev.larder.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.dynamo.item.Literal;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.PathSegments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TableSchemaTest {
  private static final TableSchema TEXTS = TableSchema.parse("id:S");
  private static final TableSchema NUMBERS = TableSchema.parse("n:N");
  private static final TableSchema BLOBS = TableSchema.parse("hash:B");
  private static final TableSchema FILMS = TableSchema.parse("year:N,title:S");
  private static final TableSchema CHUNKS = TableSchema.parse("file:S,part:B");

  /** A table with indexes by status, by rank and by digest. */
  private static final TableSchema ORDERS =
      new TableSchema(
          new KeyAttribute("id", KeyType.S),
          Optional.empty(),
          List.of(
              new KeyAttribute("status", KeyType.S),
              new KeyAttribute("rank", KeyType.N),
              new KeyAttribute("digest", KeyType.B)),
          List.of());

  @ParameterizedTest
  @ValueSource(strings = {"id:S", "n:N", "hash:B"})
  void noKeyIsUnusedTwice(String key) {
    TableSchema schema = TableSchema.parse(key);
    assertEquals(
        1_000,
        Stream.generate(schema::unusedKey).limit(1_000).map(schema::keyOfPath).distinct().count());
  }

  @Test
  void bareTextsHaveTheTypesOfTheirKeysAndElseWhatTheyLookLike() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("id", "1");
    texts.put("status", "true");
    texts.put("rank", "7");
    texts.put("digest", "/+8=");
    texts.put("other", "1");
    texts.put("list", "[1]");
    texts.put("text", "\"1\"");
    Map<String, AttributeValue> attributes = CsvCells.item(ORDERS, texts, Set.of()).attributes();
    assertEquals(AttributeValue.fromS("1"), attributes.get("id"));
    assertEquals(AttributeValue.fromS("true"), attributes.get("status"));
    assertEquals(AttributeValue.fromN("7"), attributes.get("rank"));
    assertEquals(
        AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {-1, -17})),
        attributes.get("digest"));
    assertEquals(AttributeValue.fromN("1"), attributes.get("other"));
    assertEquals(AttributeValue.fromL(List.of(AttributeValue.fromN("1"))), attributes.get("list"));
    assertEquals(AttributeValue.fromS("1"), attributes.get("text"));
    for (String name : List.of("rank", "digest")) {
      ProblemException problem =
          assertThrows(
              ProblemException.class, () -> CsvCells.item(ORDERS, Map.of(name, "*"), Set.of()));
      assertEquals(ProblemType.INVALID_ITEM, problem.type());
    }
  }

  @Test
  void booleansOfOtherProgramsAreBooleansOnlyWhereTheSchemaSaysSo() {
    for (String cell : List.of("True", "TRUE", "true", "False")) {
      Map<String, AttributeValue> read =
          CsvCells.item(ORDERS, Map.of("sold", cell, "name", cell), Set.of("sold")).attributes();
      assertEquals(AttributeValue.fromBool(!cell.equals("False")), read.get("sold"));
      assertEquals(Literal.any(cell), read.get("name"));
    }
    assertEquals(
        AttributeValue.fromS("Yes"),
        CsvCells.item(ORDERS, Map.of("sold", "Yes"), Set.of("sold")).attributes().get("sold"));
  }

  /** A schema and an item of it. */
  record Row(TableSchema schema, Item item) {}

  @Property(tries = 300)
  void theKeyOfAnItemsPathIsTheItemsKey(@ForAll("rows") Row row) {
    Item key = row.schema().keyOf(row.item());
    assertEquals(key, row.schema().keyOfPath(segments(row.schema(), row.item())));
    assertEquals(row.schema().pathOf(row.item()), row.schema().pathOf(key));
  }

  @Provide
  Arbitrary<Row> rows() {
    Arbitrary<KeyAttribute> partition = Arbitraries.of(KeyType.class).map(TableSchemaTest::first);
    Arbitrary<Optional<KeyAttribute>> sort =
        Arbitraries.of(KeyType.class).map(TableSchemaTest::second).optional(0.6);
    return Combinators.combine(partition, sort)
        .flatAs(
            (first, second) ->
                Combinators.combine(
                        valuesOf(first.type()),
                        valuesOf(second.map(KeyAttribute::type).orElse(KeyType.S)))
                    .as(
                        (one, two) ->
                            new Row(
                                new TableSchema(first, second),
                                item("first", one, "second", two, "more", one))));
  }

  private static Arbitrary<AttributeValue> valuesOf(KeyType type) {
    return switch (type) {
      case S -> ItemArbitraries.texts().filter(text -> !text.isEmpty()).map(AttributeValue::fromS);
      case N -> ItemArbitraries.numbers().map(AttributeValue::fromN);
      case B ->
          ItemArbitraries.bytes()
              .filter(bytes -> bytes.asByteArray().length > 0)
              .map(AttributeValue::fromB);
    };
  }

  @Test
  void aPathIsPercentEncodedAndBinaryInItIsBase64Url() {
    assertEquals(
        "/1999/The%20Matrix%2FReloaded", FILMS.pathOf(film("1999", "The Matrix/Reloaded")));
    assertEquals("/-1.5", NUMBERS.pathOf(item("n", AttributeValue.fromN("-1.5"))));
    assertEquals("/1E%2B2", NUMBERS.pathOf(item("n", AttributeValue.fromN("1E+2"))));
    assertEquals("/-_8", BLOBS.pathOf(item("hash", binary(0xFB, 0xFF))));
    assertEquals("/a/_w", CHUNKS.pathOf(item("file", text("a"), "part", binary(0xFF))));
  }

  @Test
  void whatHasNoKeyHasNoPath() {
    for (Item item :
        List.of(item("title", text("a")), item("year", text("a"), "title", text("a")))) {
      String says =
          assertThrows(IllegalArgumentException.class, () -> FILMS.pathOf(item)).getMessage();
      assertEquals("The item has no year of type N", says);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-_8", "-_8=", "+/8", "+/8=", "-/8", "+_8="})
  void binaryInAPathIsBase64OfEitherAlphabetPaddedOrNot(String segment) {
    assertEquals(item("hash", binary(0xFB, 0xFF)), BLOBS.keyOfPath(List.of(segment)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "-_8==", "=", "a b8", "?_8", "é_88", "-_8=x", "-_8\n"})
  void binaryInAPathThatIsNoBase64IsRefused(String segment) {
    ProblemException e =
        assertThrows(ProblemException.class, () -> BLOBS.keyOfPath(List.of(segment)));
    assertEquals(ProblemType.INVALID_KEY, e.type());
    assertEquals("The key hash is binary. Write it as base64url.", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-0, 0", "1999, 1999", "-1.50, -1.5", "1e3, 1000", "1E-3, 0.001"})
  void aNumberInAPathIsAsDynamoDbReturnsIt(String number, String plain) {
    assertEquals(item("n", AttributeValue.fromN(plain)), NUMBERS.keyOfPath(List.of(number)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "",
        " 1",
        "1 ",
        "+1",
        "01",
        "1.",
        ".5",
        "1,5",
        "0x1",
        "NaN",
        "Infinity",
        "-",
        "１",
        "1e126",
        "123456789012345678901234567890123456789"
      })
  void aNumberInAPathThatIsNoneOrCannotBeKeptIsRefused(String text) {
    ProblemException e =
        assertThrows(ProblemException.class, () -> NUMBERS.keyOfPath(List.of(text)));
    assertEquals(ProblemType.INVALID_KEY, e.type());
    assertTrue(
        e.getMessage().matches("The key n is not a valid number: [^.]+.*[^.]\\."), e.getMessage());
  }

  @Test
  void theSortKeyOfAPathIsTypedByItself() {
    assertEquals(film("1999", "1.0"), FILMS.keyOfPath(List.of("1999", "1.0")));
    ProblemException e =
        assertThrows(ProblemException.class, () -> FILMS.keyOfPath(List.of("Matrix", "1999")));
    assertTrue(e.getMessage().startsWith("The key year is not a valid number: "), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aPathOfTooFewOrTooManySegmentsIsRefusedAndToldTheRightOne(int segments) {
    List<String> path = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      path.add("1");
    }
    ProblemException e = assertThrows(ProblemException.class, () -> FILMS.keyOfPath(path));
    assertEquals(ProblemType.INVALID_KEY, e.type());
    assertEquals(
        "The key of this collection is year (N), title (S):"
            + " its items are at /{collection}/{year}/{title}.",
        e.getMessage());
  }

  @Test
  void aSortKeyWhereTheTableHasNoneIsRefused() {
    ProblemException e =
        assertThrows(ProblemException.class, () -> TEXTS.keyOfPath(List.of("a", "b")));
    assertTrue(e.getMessage().endsWith(" at /{collection}/{id}."), e.getMessage());
  }

  /** In each of the places where a key comes from, and each of its types that has a length. */
  @ParameterizedTest
  @CsvSource({"S, 2048", "B, 2048"})
  void aPartitionKeyHasOneTo2048Bytes(KeyType type, int most) {
    TableSchema schema = new TableSchema(first(type), Optional.empty());
    for (int length : new int[] {1, most}) {
      Item item = item("first", sized(type, length));
      assertEquals(item, schema.keyOfPath(segments(schema, item)));
      assertSame(item, schema.withKeyTypes(item));
    }
    assertTooLong(schema, item("first", sized(type, most + 1)), "first", most);
  }

  @ParameterizedTest
  @CsvSource({"S, 1024", "B, 1024"})
  void aSortKeyHasOneTo1024Bytes(KeyType type, int most) {
    TableSchema schema = new TableSchema(first(type), Optional.of(second(type)));
    AttributeValue partition = sized(type, 2048);
    for (int length : new int[] {1, most}) {
      Item item = item("first", partition, "second", sized(type, length));
      assertEquals(item, schema.keyOfPath(segments(schema, item)));
      assertSame(item, schema.withKeyTypes(item));
    }
    assertTooLong(
        schema, item("first", partition, "second", sized(type, most + 1)), "second", most);
  }

  @Test
  void lengthsAreCountedInBytesNotInCharacters() {
    assertEquals(item("id", text("é".repeat(1024))), TEXTS.keyOfPath(List.of("é".repeat(1024))));
    assertTooLong(TEXTS, item("id", text("é".repeat(1024) + "x")), "id", 2048);
    assertTooLong(TEXTS, item("id", text("😀".repeat(512) + "x")), "id", 2048);
    assertEquals(film("1", "€".repeat(341)), FILMS.withKeyTypes(film("1", "€".repeat(341))));
    assertTooLong(FILMS, film("1", "€".repeat(341) + "é"), "title", 1024);
  }

  @Test
  void anEmptyKeyIsRefused() {
    assertInvalid(TEXTS, item("id", text("")), "id", "The key id is empty");
    assertInvalid(BLOBS, item("hash", binary()), "hash", "The key hash is empty");
    assertInvalid(BLOBS, item("hash", text("")), "hash", "The key hash is empty");
    assertInvalid(FILMS, film("1", ""), "title", "The key title is empty");
    assertInvalid(ORDERS, item("status", text("")), "status", "The key status is empty");
    ProblemException e = assertThrows(ProblemException.class, () -> TEXTS.keyOfPath(List.of("")));
    assertEquals(ProblemType.INVALID_KEY, e.type());
  }

  @Test
  void base64OfAnItemBecomesBinaryWhereTheKeyIs() {
    Item sent = item("file", text("+/8="), "part", text("+/8="), "more", text("+/8="));
    assertEquals(
        item("file", text("+/8="), "part", binary(0xFB, 0xFF), "more", text("+/8=")),
        CHUNKS.withKeyTypes(sent));
    assertEquals(
        item("id", text("a"), "digest", binary(0xFB, 0xFF)),
        ORDERS.withKeyTypes(item("id", text("a"), "digest", text("+/8="))));
  }

  @Test
  void anItemThatIsTypedAlreadyStaysTheSame() {
    Item chunk = item("file", text("a"), "part", binary(1), "more", AttributeValue.fromBool(true));
    assertSame(chunk, CHUNKS.withKeyTypes(chunk));
    Item nothing = item("more", text("x"));
    assertSame(nothing, ORDERS.withKeyTypes(nothing));
  }

  @Test
  void base64OfAnItemThatIsNoneIsRefused() {
    assertInvalid(BLOBS, item("hash", text("?")), "hash", "The key hash is binary");
    assertInvalid(ORDERS, item("digest", text("a b")), "digest", "The key digest is binary");
  }

  @Test
  void aKeyOfAnotherTypeIsRefused() {
    AttributeValue number = AttributeValue.fromN("1");
    assertInvalid(TEXTS, item("id", number), "id", "The key id must be a string.");
    assertInvalid(
        TEXTS, item("id", AttributeValue.fromNul(true)), "id", "The key id must be a string.");
    assertInvalid(TEXTS, item("id", binary(1)), "id", "The key id must be a string.");
    assertInvalid(NUMBERS, item("n", text("1")), "n", "The key n must be a number.");
    assertInvalid(BLOBS, item("hash", number), "hash", "The key hash is binary");
    assertInvalid(
        FILMS,
        item("year", number, "title", AttributeValue.fromL(List.of())),
        "title",
        "The key title must be a string.");
  }

  @Test
  void anAttributeOfAnIndexIsTypedAsAKey() {
    AttributeValue yes = AttributeValue.fromBool(true);
    assertInvalid(ORDERS, item("status", yes), "status", "The key status must be a string.");
    assertInvalid(ORDERS, item("rank", text("1")), "rank", "The key rank must be a number.");
    assertInvalid(
        ORDERS,
        item("rank", AttributeValue.fromN("1e200")),
        "rank",
        "The key rank is not a valid number");
    assertInvalid(
        ORDERS, item("status", AttributeValue.fromNul(true)), "status", "The key status must be a");
    assertTooLong(ORDERS, item("status", sized(KeyType.S, 2049)), "status", 2048);
    assertEquals(
        item("status", sized(KeyType.S, 2048)),
        ORDERS.withKeyTypes(item("status", sized(KeyType.S, 2048))));
    assertEquals(item("other", yes), ORDERS.withKeyTypes(item("other", yes)));
  }

  @Test
  void theKeyOfAnItemIsItsKeyAttributesAlone() {
    Item film = item("title", text("Matrix"), "year", AttributeValue.fromN("1999"), "x", text("y"));
    Item key = FILMS.keyOf(film);
    assertEquals(film("1999", "Matrix"), key);
    assertEquals(List.of("year", "title"), List.copyOf(key.attributes().keySet()));
    assertEquals(
        item("id", text("a")), ORDERS.keyOf(item("id", text("a"), "status", text("open"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"year", "title"})
  void anItemWithoutAPartOfItsKeyIsRefused(String missing) {
    Item film = film("1999", "Matrix").without(missing);
    ProblemException e = assertThrows(ProblemException.class, () -> FILMS.keyOf(film));
    assertEquals(ProblemType.INVALID_ITEM, e.type());
    assertEquals(
        "The key attribute "
            + missing
            + " is missing. The key of this collection is year (N), title (S).",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"1, 1.0, true", "1, 1, true", "100, 1E+2, true", "0, -0, true", "1, 2, false"})
  void numbersOfAKeyAreComparedByTheirValue(String one, String other, boolean same) {
    assertEquals(
        same, FILMS.sameValue(FILMS.key().get(0), film(one, "Matrix"), film(other, "Another")));
  }

  @Test
  void otherKeysAreComparedByteByByte() {
    KeyAttribute title = FILMS.key().get(1);
    assertTrue(FILMS.sameValue(title, film("1", "1"), film("2", "1")));
    assertFalse(FILMS.sameValue(title, film("1", "1"), film("1", "1.0")));
    assertFalse(FILMS.sameValue(title, film("1", "é"), film("1", "e\u0301")));
    KeyAttribute hash = BLOBS.key().get(0);
    assertTrue(BLOBS.sameValue(hash, item("hash", binary(1, 2)), item("hash", binary(1, 2))));
    assertFalse(BLOBS.sameValue(hash, item("hash", binary(1, 2)), item("hash", binary(1, 3))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id:S             | id (S)",
        "' id : S '       | id (S)",
        "year:N,title:S   | year (N), title (S)",
        "year:N , title:B | year (N), title (B)",
        "hash:B           | hash (B)",
        "a b.c-d_e#1:S    | a b.c-d_e#1 (S)",
        "é:N              | é (N)"
      })
  void aConfiguredKeyIsRead(String setting, String key) {
    TableSchema schema = TableSchema.parse(setting);
    assertEquals(key, schema.describeKey());
    assertEquals(List.of(), schema.indexed());
    assertEquals(schema.key().stream().map(KeyAttribute::name).toList(), schema.storedKey());
    assertEquals(List.of(), schema.templates());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "id",
        "id:",
        ":S",
        "id:X",
        "id:s",
        "id:SS",
        "id:S:N",
        "id=S",
        "id:S,",
        ",id:S",
        "id:S,,n:N",
        "a:S,b:S,c:S",
        "id:S;n:N",
        "id:S n:N",
        "id:S,n",
        "id:STRING"
      })
  void aConfiguredKeyThatIsNoneIsRefusedAndToldARightOne(String setting) {
    String says =
        assertThrows(IllegalArgumentException.class, () -> TableSchema.parse(setting)).getMessage();
    assertTrue(says.startsWith("is \"" + setting + "\"; "), says);
    assertTrue(says.endsWith("as in id:S or year:N,title:S"), says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id:S,id:S", "id:S,id:N", "id:S, id :S"})
  void aConfiguredKeyWithOneAttributeTwiceIsRefused(String setting) {
    assertThrows(IllegalArgumentException.class, () -> TableSchema.parse(setting));
  }

  @Test
  void indexedAttributesCannotBeChangedFromOutside() {
    List<KeyAttribute> indexed = new ArrayList<>();
    TableSchema schema =
        new TableSchema(new KeyAttribute("id", KeyType.S), Optional.empty(), indexed, List.of());
    indexed.add(new KeyAttribute("x", KeyType.N));
    assertEquals(List.of(), schema.indexed());
  }

  @Test
  void aPointerToAnAttributeIsEscaped() {
    TableSchema schema = TableSchema.parse("a~b/c:S");
    Item item = item("a~b/c", AttributeValue.fromN("1"));
    ProblemException e = assertThrows(ProblemException.class, () -> schema.withKeyTypes(item));
    assertEquals(Map.of("pointer", "/a~0b~1c"), e.members());
  }

  private static void assertInvalid(TableSchema schema, Item item, String attribute, String says) {
    ProblemException e = assertThrows(ProblemException.class, () -> schema.withKeyTypes(item));
    assertEquals(ProblemType.INVALID_ITEM, e.type());
    assertTrue(e.getMessage().startsWith(says), e.getMessage());
    assertEquals(Map.of("pointer", "/" + attribute), e.members());
  }

  private static void assertTooLong(TableSchema schema, Item item, String attribute, int most) {
    String says =
        "The key "
            + attribute
            + " has "
            + (most + 1)
            + " bytes, but DynamoDB allows at most "
            + most;
    assertInvalid(schema, item, attribute, says + ".");
    if (schema.key().stream().anyMatch(key -> key.name().equals(attribute))) {
      List<String> segments = segments(schema, item);
      ProblemException e = assertThrows(ProblemException.class, () -> schema.keyOfPath(segments));
      assertEquals(ProblemType.INVALID_KEY, e.type());
      assertEquals(says + ".", e.getMessage());
    }
  }

  private static List<String> segments(TableSchema schema, Item item) {
    return PathSegments.decode(schema.pathOf(item).substring(1));
  }

  private static KeyAttribute first(KeyType type) {
    return new KeyAttribute("first", type);
  }

  private static KeyAttribute second(KeyType type) {
    return new KeyAttribute("second", type);
  }

  private static Item film(String year, String title) {
    return item("year", AttributeValue.fromN(year), "title", text(title));
  }

  /** Of names and values by turns. */
  private static Item item(Object... attributes) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put((String) attributes[i], (AttributeValue) attributes[i + 1]);
    }
    return Item.of(map);
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue binary(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return AttributeValue.fromB(SdkBytes.fromByteArray(all));
  }

  private static AttributeValue sized(KeyType type, int bytes) {
    return type == KeyType.S
        ? text("x".repeat(bytes))
        : AttributeValue.fromB(SdkBytes.fromByteArray(new byte[bytes]));
  }

  @Test
  void aSortKeyIsShorterThanAPartitionKeyInIndexesToo() {
    KeyAttribute id = new KeyAttribute("id", KeyType.S);
    KeyAttribute kind = new KeyAttribute("kind", KeyType.S);
    KeyAttribute label = new KeyAttribute("label", KeyType.S);
    TableSchema schema =
        new TableSchema(
            id,
            Optional.empty(),
            List.of(kind, label),
            List.of(new TableIndex("a", true, kind, Optional.of(label), Optional.empty())));
    assertEquals(TableSchema.MAX_PARTITION_BYTES, schema.maxBytes(id));
    assertEquals(TableSchema.MAX_PARTITION_BYTES, schema.maxBytes(kind));
    assertEquals(TableSchema.MAX_SORT_BYTES, schema.maxBytes(label));
  }

  @Test
  void aPositionHasItsAttributesAndNoOthersEachOfItsType() {
    TableSchema schema = TableSchema.parse("year:N,title:S");
    AttributeValue year = AttributeValue.fromN("1975");
    AttributeValue title = AttributeValue.fromS("Jaws");
    assertTrue(schema.isPosition(Optional.empty(), Item.of(Map.of("year", year, "title", title))));
    assertFalse(
        schema.isPosition(Optional.empty(), Item.of(Map.of("year", title, "title", title))));
    assertFalse(schema.isPosition(Optional.empty(), Item.of(Map.of("year", year))));
    assertFalse(
        schema.isPosition(
            Optional.empty(), Item.of(Map.of("year", year, "title", title, "a", title))));
  }
}
