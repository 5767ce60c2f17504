package dev.larder.dynamo.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Conditions mean to the engine what they say, whatever the names and values in them. */
class ConditionTest {
  private static final String TEXT =
      "([#:][0-9]+|attribute_exists|attribute_not_exists|AND|OR|NOT|IN|BETWEEN|begins_with|contains|[ .(),=<>])+";

  /** Some are reserved words, some would be syntax if they came to be part of an expression. */
  private static final List<String> NAMES =
      List.of("a", "size", "status", "a.b", "a[0]", "#0", ":0", " ", "é", "a = :0 OR #0 <> :1");

  private static final List<AttributeValue> VALUES =
      List.of(
          AttributeValue.fromS(""),
          AttributeValue.fromS("1"),
          AttributeValue.fromS("1.0"),
          AttributeValue.fromS(":0"),
          AttributeValue.fromS("b) OR attribute_exists(id"),
          AttributeValue.fromN("1"),
          AttributeValue.fromN("1.0"),
          AttributeValue.fromN("-2"),
          AttributeValue.fromN("10"),
          AttributeValue.fromB(SdkBytes.fromUtf8String("1")),
          AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {(byte) 0x80, 1})),
          AttributeValue.fromBool(true),
          AttributeValue.fromNul(true),
          AttributeValue.fromSs(List.of("1", ":0")),
          AttributeValue.fromNs(List.of("10", "1.0")),
          AttributeValue.fromL(List.of(AttributeValue.fromS("1"), AttributeValue.fromN("1"))),
          AttributeValue.fromL(List.of()),
          AttributeValue.fromM(
              Map.of("a", AttributeValue.fromN("1"), "size", AttributeValue.fromS("1"))),
          AttributeValue.fromM(Map.of("a", AttributeValue.fromN("1.0"))));

  private static final Item NONE = Item.of(Map.of());

  private static TestDynamoDb dynamoDb;

  @BeforeContainer
  static void start() {
    dynamoDb = TestDynamoDb.start();
  }

  @AfterContainer
  static void stop() {
    dynamoDb.close();
  }

  @Example
  void noConditionIsNoExpression() {
    Placeholders placeholders = new Placeholders();
    assertNull(placeholders.text(Condition.ALWAYS));
    assertNull(placeholders.text(Condition.ALWAYS.and(Condition.ALWAYS)));
    assertNull(placeholders.text(Condition.unchanged(NONE)));
    assertNull(placeholders.text(Projection.ALL));
    assertNull(placeholders.names());
    assertNull(placeholders.values());
  }

  @Example
  void noConditionAddsNothingToAnother() {
    Condition exists = Condition.exists("a");
    assertEquals(exists, Condition.ALWAYS.and(exists));
    assertEquals(exists, exists.and(Condition.ALWAYS));
  }

  @Example
  void anExpressionWithoutValuesHasNone() {
    Placeholders placeholders = new Placeholders();
    placeholders.text(Condition.exists("a"));
    assertEquals(Map.of("#0", "a"), placeholders.names());
    assertNull(placeholders.values());
  }

  @Example
  void anAttributeHasOnePlaceholderHoweverOftenItIsNamed() {
    Placeholders placeholders = new Placeholders();
    placeholders.text(
        Condition.absent("a")
            .or(Condition.stringBefore("a", "x"))
            .and(Condition.stringIn("b", List.of("x", "x"))));
    placeholders.text(Projection.of(List.of(List.of("b", "a"))));
    assertEquals(Set.of("a", "b"), new HashSet<>(placeholders.names().values()));
    assertEquals(2, placeholders.names().size());
    assertEquals(3, placeholders.values().size());
  }

  @Example
  void theExpressionsOfOneCallShareTheirPlaceholders() {
    Placeholders placeholders = new Placeholders();
    assertEquals("#0 < :0", placeholders.text(Condition.stringBefore("a", "x")));
    assertEquals(
        "#0 < :1 AND attribute_exists(#1)",
        placeholders.text(Condition.stringBefore("a", "y").and(Condition.exists("b"))));
    assertEquals(
        "#0.#1, #2", placeholders.text(Projection.of(List.of(List.of("a", "b"), List.of("c")))));
    assertEquals(Map.of("#0", "a", "#1", "b", "#2", "c"), placeholders.names());
  }

  @Property(tries = 300)
  void namesAndValuesAreNoPartOfTheText(@ForAll("hostile") Condition condition) {
    Placeholders placeholders = new Placeholders();
    String text = placeholders.text(condition);
    assertTrue(text.matches(TEXT), text);
    assertEquals(namesOf(condition), new HashSet<>(placeholders.names().values()));
    Set<String> used = new HashSet<>(List.of(text.split("[^#:0-9]+")));
    used.remove("");
    Set<String> defined = new HashSet<>(placeholders.names().keySet());
    if (placeholders.values() != null) {
      defined.addAll(placeholders.values().keySet());
    }
    assertEquals(defined, used);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aConditionHoldsForTheEngineAsItDoesHere(
      @ForAll("conditions") Condition condition, @ForAll("items") Item item) {
    assertEquals(
        condition.holdsFor(item),
        holdsForTheEngine(condition, item),
        () -> condition + " of " + item.attributes());
    assertEquals(condition.holdsFor(NONE), holdsForTheEngine(condition, NONE), condition::toString);
  }

  @Example
  void eachConditionHoldsForWhatItNamesOnly() {
    Item item = Item.of(Map.of("a", AttributeValue.fromS("m"), "n", AttributeValue.fromN("5")));
    for (Condition holds :
        List.of(
            Condition.ALWAYS,
            Condition.exists("a"),
            Condition.absent("b"),
            Condition.stringIn("a", List.of("l", "m")),
            Condition.stringBefore("a", "n"),
            Condition.unchanged(item),
            Condition.equal("n", AttributeValue.fromN("5.0")),
            Condition.numberBetween("n", 5, 6),
            new Condition.StartsWith(List.of("a"), AttributeValue.fromS("m")),
            new Condition.Contains(List.of("a"), AttributeValue.fromS("m")),
            Condition.exists("b").negated(),
            Condition.exists("b").or(Condition.exists("a")),
            Condition.exists("n").and(Condition.exists("a")))) {
      assertTrue(holdsForTheEngine(holds, item), holds::toString);
      assertTrue(holds.holdsFor(item), holds::toString);
    }
    for (Condition fails :
        List.of(
            Condition.exists("b"),
            Condition.absent("a"),
            Condition.stringIn("a", List.of("l", "M")),
            Condition.stringIn("n", List.of("5")),
            Condition.stringBefore("a", "m"),
            Condition.stringBefore("b", "z"),
            Condition.stringBefore("n", "9"),
            Condition.unchanged(item.with("a", "l")),
            Condition.unchanged(item.with("b", "")),
            Condition.numberBetween("n", 6, 7),
            Condition.numberBetween("a", 1, 9),
            new Condition.StartsWith(List.of("n"), AttributeValue.fromS("5")),
            new Condition.Contains(List.of("n"), AttributeValue.fromS("5")),
            new Condition.Exists(List.of("a", "b")),
            Condition.exists("a").negated(),
            Condition.exists("b").or(Condition.absent("a")),
            Condition.exists("b").and(Condition.exists("a")))) {
      assertFalse(holdsForTheEngine(fails, item), fails::toString);
      assertFalse(fails.holdsFor(item), fails::toString);
    }
    assertTrue(holdsForTheEngine(Condition.ALWAYS, NONE));
  }

  @Example
  void anEmptyListHoldsForNothing() {
    Condition empty = Condition.stringIn("a", List.of());
    Item item = Item.of(Map.of("a", AttributeValue.fromS("m")));
    for (Item any : List.of(item, NONE)) {
      assertFalse(holdsForTheEngine(empty, any));
      assertFalse(holdsForTheEngine(empty.and(Condition.ALWAYS), any));
      assertFalse(holdsForTheEngine(empty.and(Condition.absent("b")), any));
      assertTrue(holdsForTheEngine(empty.negated(), any));
    }
    assertTrue(holdsForTheEngine(empty.or(Condition.exists("a")), item));
  }

  @Example
  void noConditionWithinOthersHoldsAlways() {
    Condition always = Condition.ALWAYS;
    Condition fails = Condition.exists("b");
    assertTrue(holdsForTheEngine(always.or(fails), NONE));
    assertTrue(holdsForTheEngine(fails.or(always), NONE));
    assertFalse(holdsForTheEngine(always.negated(), NONE));
  }

  @Example
  void aListTakesAsManyValuesAsTheEngineDoes() {
    List<String> values = IntStream.range(0, 100).mapToObj(i -> "v" + i).toList();
    Condition in = Condition.stringIn("a", values);
    assertTrue(holdsForTheEngine(in, Item.of(Map.of("a", AttributeValue.fromS("v99")))));
    assertFalse(holdsForTheEngine(in, Item.of(Map.of("a", AttributeValue.fromS("v100")))));
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void whatIsStoredHoldsAndWhatIsNotDoesNot(
      @ForAll("anything") Item stored, @ForAll("anything") Item other) {
    assertTrue(holdsForTheEngine(Condition.unchanged(stored), stored));
    boolean held = other.attributes().entrySet().stream().allMatch(same -> has(stored, same));
    assertEquals(held, holdsForTheEngine(Condition.unchanged(other), stored));
  }

  private static boolean has(Item item, Map.Entry<String, AttributeValue> attribute) {
    return attribute.getValue().equals(item.attributes().get(attribute.getKey()));
  }

  @Provide
  Arbitrary<Item> anything() {
    return ItemArbitraries.typed().map(item -> item.without("id"));
  }

  @Provide
  Arbitrary<Item> items() {
    return Arbitraries.maps(Arbitraries.of(NAMES), Arbitraries.of(VALUES))
        .ofMaxSize(5)
        .map(Item::of);
  }

  @Provide
  Arbitrary<Condition> conditions() {
    return conditions(Arbitraries.of(NAMES), Arbitraries.of(VALUES), 3);
  }

  @Provide
  Arbitrary<Condition> hostile() {
    Arbitrary<String> texts = ItemArbitraries.texts();
    return conditions(texts, texts.map(AttributeValue::fromS), 3);
  }

  private static Arbitrary<Condition> conditions(
      Arbitrary<String> names, Arbitrary<AttributeValue> values, int depth) {
    Arbitrary<List<String>> paths =
        Arbitraries.frequencyOf(
            Tuple.of(3, names.map(List::of)), Tuple.of(1, names.list().ofSize(2)));
    Arbitrary<AttributeValue> scalars =
        values.filter(value -> value.s() != null || value.n() != null || value.b() != null);
    Arbitrary<Condition> leaves =
        Arbitraries.oneOf(
            names.map(Condition::exists),
            names.map(Condition::absent),
            Combinators.combine(paths, Arbitraries.of(Condition.Comparison.class), scalars)
                .as(Condition.Compared::new),
            Combinators.combine(paths, values)
                .as((path, value) -> compared(path, Condition.Comparison.EQUAL, value)),
            Combinators.combine(paths, scalars, scalars)
                .filter((path, one, other) -> one.type() == other.type())
                .as(ConditionTest::between),
            Combinators.combine(paths, values.list().ofMaxSize(3)).as(Condition.In::new),
            Combinators.combine(paths, scalars.filter(value -> value.n() == null))
                .as(Condition.StartsWith::new),
            Combinators.combine(paths, scalars).as(Condition.Contains::new),
            Arbitraries.maps(names, values)
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(Item::of)
                .map(Condition::unchanged));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<Condition> below = conditions(names, values, depth - 1);
    return Arbitraries.frequencyOf(
        Tuple.of(2, leaves),
        Tuple.of(1, below.map(Condition::negated)),
        Tuple.of(1, Combinators.combine(below, below).as(Condition::and)),
        Tuple.of(1, Combinators.combine(below, below).as(Condition::or)));
  }

  private static Condition compared(
      List<String> path, Condition.Comparison comparison, AttributeValue value) {
    return new Condition.Compared(path, comparison, value);
  }

  /** DynamoDB refuses bounds in the wrong order. */
  private static Condition between(List<String> path, AttributeValue one, AttributeValue other) {
    return AttributeValues.compare(one, other) <= 0
        ? new Condition.Between(path, one, other)
        : new Condition.Between(path, other, one);
  }

  /** Whether the condition lets an item be put over another; over none where that is empty. */
  private static boolean holdsForTheEngine(Condition condition, Item item) {
    Map<String, AttributeValue> key = Map.of("id", AttributeValue.fromS("condition"));
    dynamoDb.client().deleteItem(delete -> delete.tableName("items").key(key));
    Item stored = item.with(Item.of(key));
    if (!item.equals(NONE)) {
      dynamoDb.client().putItem(put -> put.tableName("items").item(stored.attributes()));
    }
    Placeholders placeholders = new Placeholders();
    String text = placeholders.text(condition);
    try {
      dynamoDb
          .client()
          .putItem(
              put ->
                  put.tableName("items")
                      .item(stored.attributes())
                      .conditionExpression(text)
                      .expressionAttributeNames(placeholders.names())
                      .expressionAttributeValues(placeholders.values()));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  private static Set<String> namesOf(Condition condition) {
    Set<String> names = new HashSet<>();
    if (condition instanceof Condition.Exists exists) {
      names.addAll(exists.path());
    } else if (condition instanceof Condition.Compared compared) {
      names.addAll(compared.path());
    } else if (condition instanceof Condition.Between between) {
      names.addAll(between.path());
    } else if (condition instanceof Condition.In in) {
      names.addAll(in.path());
    } else if (condition instanceof Condition.StartsWith startsWith) {
      names.addAll(startsWith.path());
    } else if (condition instanceof Condition.Contains contains) {
      names.addAll(contains.path());
    } else if (condition instanceof Condition.Not not) {
      names.addAll(namesOf(not.condition()));
    } else if (condition instanceof Condition.All all) {
      all.conditions().forEach(one -> names.addAll(namesOf(one)));
    } else if (condition instanceof Condition.Any any) {
      any.conditions().forEach(one -> names.addAll(namesOf(one)));
    }
    return names;
  }
}
