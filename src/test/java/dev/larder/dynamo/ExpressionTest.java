package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import java.math.BigDecimal;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Conditions mean to the engine what they say, whatever the names and values in them. */
class ExpressionTest {
  private static final String TEXT =
      "([#:][0-9]+|attribute_exists|attribute_not_exists|AND|OR|NOT|IN|[ (),=<])+";

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
          AttributeValue.fromN("10"));

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
    Expression none = new Expression(null, null, null);
    assertEquals(none, Expression.of(Condition.ALWAYS));
    assertEquals(none, Expression.of(Condition.ALWAYS.and(Condition.ALWAYS)));
    assertEquals(none, Expression.of(Condition.holds(NONE)));
  }

  @Example
  void noConditionAddsNothingToAnother() {
    Condition exists = Condition.exists("a");
    assertEquals(exists, Condition.ALWAYS.and(exists));
    assertEquals(exists, exists.and(Condition.ALWAYS));
  }

  @Example
  void anExpressionWithoutValuesHasNone() {
    Expression expression = Expression.of(Condition.exists("a"));
    assertEquals(Map.of("#0", "a"), expression.names());
    assertNull(expression.values());
  }

  @Example
  void anAttributeHasOnePlaceholderHoweverOftenItIsNamed() {
    Expression expression =
        Expression.of(
            Condition.absent("a")
                .or(Condition.stringBefore("a", "x"))
                .and(Condition.stringIn("b", List.of("x", "x"))));
    assertEquals(Set.of("a", "b"), new HashSet<>(expression.names().values()));
    assertEquals(2, expression.names().size());
    assertEquals(3, expression.values().size());
  }

  @Property(tries = 300)
  void namesAndValuesAreNoPartOfTheText(@ForAll("hostile") Condition condition) {
    Expression expression = Expression.of(condition);
    assertTrue(expression.text().matches(TEXT), expression.text());
    assertEquals(namesOf(condition), new HashSet<>(expression.names().values()));
    Set<String> used = new HashSet<>(List.of(expression.text().split("[^#:0-9]+")));
    used.remove("");
    Set<String> defined = new HashSet<>(expression.names().keySet());
    if (expression.values() != null) {
      defined.addAll(expression.values().keySet());
    }
    assertEquals(defined, used);
  }

  @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
  void aConditionHoldsForTheEngineAsItReads(
      @ForAll("conditions") Condition condition, @ForAll("items") Item item) {
    assertEquals(holds(condition, item), holdsForTheEngine(condition, item), condition::toString);
    assertEquals(holds(condition, NONE), holdsForTheEngine(condition, NONE), condition::toString);
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
            Condition.holds(item),
            new Condition.Equal("n", AttributeValue.fromN("5.0")),
            Condition.exists("b").negated(),
            Condition.exists("b").or(Condition.exists("a")),
            Condition.exists("n").and(Condition.exists("a")))) {
      assertTrue(holdsForTheEngine(holds, item), holds::toString);
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
            Condition.holds(item.with("a", "l")),
            Condition.holds(item.with("b", "")),
            Condition.exists("a").negated(),
            Condition.exists("b").or(Condition.absent("a")),
            Condition.exists("b").and(Condition.exists("a")))) {
      assertFalse(holdsForTheEngine(fails, item), fails::toString);
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
    assertTrue(holdsForTheEngine(Condition.holds(stored), stored));
    boolean held = other.attributes().entrySet().stream().allMatch(same -> has(stored, same));
    assertEquals(held, holdsForTheEngine(Condition.holds(other), stored));
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
    Arbitrary<Condition> leaves =
        Arbitraries.oneOf(
            names.map(Condition::exists),
            names.map(Condition::absent),
            Combinators.combine(names, values).as(Condition.Equal::new),
            Combinators.combine(names, values).as(Condition.Less::new),
            Combinators.combine(names, values.list().ofMaxSize(3)).as(Condition.In::new),
            Arbitraries.maps(names, values)
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(Item::of)
                .map(Condition::holds));
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

  /** Whether the condition lets an item be put over another; over none where that is empty. */
  private static boolean holdsForTheEngine(Condition condition, Item item) {
    Map<String, AttributeValue> key = Map.of("id", AttributeValue.fromS("condition"));
    dynamoDb.client().deleteItem(delete -> delete.tableName("items").key(key));
    Item stored = item.with(Item.of(key));
    if (!item.equals(NONE)) {
      dynamoDb.client().putItem(put -> put.tableName("items").item(stored.attributes()));
    }
    Expression expression = Expression.of(condition);
    try {
      dynamoDb
          .client()
          .putItem(
              put ->
                  put.tableName("items")
                      .item(stored.attributes())
                      .conditionExpression(expression.text())
                      .expressionAttributeNames(expression.names())
                      .expressionAttributeValues(expression.values()));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  private static boolean holds(Condition condition, Item item) {
    Map<String, AttributeValue> attributes = item.attributes();
    if (condition instanceof Condition.Exists exists) {
      return attributes.containsKey(exists.attribute());
    } else if (condition instanceof Condition.Equal equal) {
      return order(attributes.get(equal.attribute()), equal.value()) == 0;
    } else if (condition instanceof Condition.Less less) {
      return order(attributes.get(less.attribute()), less.value()) == -1;
    } else if (condition instanceof Condition.In in) {
      AttributeValue value = attributes.get(in.attribute());
      return in.values().stream().anyMatch(one -> order(value, one) == 0);
    } else if (condition instanceof Condition.Not not) {
      return !holds(not.condition(), item);
    } else if (condition instanceof Condition.All all) {
      return all.conditions().stream().allMatch(one -> holds(one, item));
    } else if (condition instanceof Condition.Any any) {
      return any.conditions().stream().anyMatch(one -> holds(one, item));
    }
    throw new AssertionError(condition);
  }

  /** -1, 0 or 1; 2 where the values cannot be compared. */
  private static int order(AttributeValue value, AttributeValue other) {
    if (value == null || value.type() != other.type()) {
      return 2;
    }
    return Integer.signum(
        value.type() == AttributeValue.Type.N
            ? new BigDecimal(value.n()).compareTo(new BigDecimal(other.n()))
            : value.s().compareTo(other.s()));
  }

  private static Set<String> namesOf(Condition condition) {
    Set<String> names = new HashSet<>();
    if (condition instanceof Condition.Exists exists) {
      names.add(exists.attribute());
    } else if (condition instanceof Condition.Equal equal) {
      names.add(equal.attribute());
    } else if (condition instanceof Condition.Less less) {
      names.add(less.attribute());
    } else if (condition instanceof Condition.In in) {
      names.add(in.attribute());
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
