package dev.larder.dynamo.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import dev.larder.dynamo.expression.Change.Kind;
import dev.larder.dynamo.expression.DocumentPath.Element;
import dev.larder.dynamo.expression.DocumentPath.Member;
import dev.larder.dynamo.expression.DocumentPath.Step;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** An update means to the engine what it means in memory. */
class UpdateTest {
  /** Some are reserved words, some would be syntax if they came to be part of an expression. */
  private static final List<String> NAMES = List.of("a", "size", "a.b", "b[0]", "#0");

  private static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromS("u"));

  private static TestDynamoDb dynamoDb;

  @BeforeContainer
  static void start() {
    dynamoDb = TestDynamoDb.start();
  }

  @AfterContainer
  static void stop() {
    dynamoDb.close();
  }

  @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
  void anUpdateHasTheSameResultInTheEngineAsInMemory(@ForAll long seed) {
    Random random = new Random(seed);
    Item item = Item.of(members(random, 3)).with(Item.of(KEY));
    Update update = update(random, item);
    if (!update.changesNestedSet()) {
      assertEquals(
          outcome(() -> update.apply(item)),
          outcome(() -> updatedByTheEngine(item, update)),
          () -> update + " of " + item.attributes());
    }
  }

  @Property(tries = 300)
  void aPathIsReadAsItIsWritten(@ForAll long seed) {
    DocumentPath path = path(new Random(seed), Map.of());
    assertEquals(Optional.of(path), DocumentPath.parse(path.toString()));
  }

  @Example
  void whatIsNotAPathIsNotRead() {
    for (String text :
        List.of(
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "[0]",
            "a[",
            "a[]",
            "a[x]",
            "a[-1]",
            "a[01]",
            "a[0]b",
            "a]",
            "a[0",
            "a\\",
            "a[9999999999]",
            "a" + ".b".repeat(32))) {
      if (!text.equals("a]")) {
        assertEquals(Optional.empty(), DocumentPath.parse(text), text);
      }
    }
    assertEquals(Optional.of(DocumentPath.of("a]")), DocumentPath.parse("a]"));
    assertEquals(
        List.of(new Member("a"), new Element(0), new Element(12), new Member("b.c")),
        DocumentPath.parse("a[0][12].b\\.c").orElseThrow().steps());
  }

  @Example
  void pathsOverlapAsTheEngineSaysThatTheyDo() {
    Item item = Item.of(KEY);
    for (List<String> paths :
        List.of(
            List.of("a", "a"),
            List.of("a", "a.b"),
            List.of("a[0]", "a[0].b"),
            List.of("a[0]", "a.b"),
            List.of("a.b", "a.c"),
            List.of("a[0]", "a[1]"),
            List.of("a", "b"))) {
      List<DocumentPath> both =
          paths.stream().map(path -> DocumentPath.parse(path).orElseThrow()).toList();
      Update update =
          new Update(both.stream().map(path -> new Change(Kind.REMOVE, path, null)).toList());
      boolean refused = false;
      try {
        updatedByTheEngine(item, update);
      } catch (DynamoDbException e) {
        refused = e.getMessage().contains("wo document paths");
      }
      assertEquals(refused, both.get(0).overlaps(both.get(1)), paths::toString);
      assertEquals(refused, both.get(1).overlaps(both.get(0)), paths::toString);
    }
  }

  @Example
  void whatCountsOrShiftsHasAnotherEffectTheSecondTime() {
    AttributeValue one = AttributeValue.fromN("1");
    AttributeValue list = AttributeValue.fromL(List.of(one));
    AttributeValue set = AttributeValue.fromNs(List.of("1"));
    assertTrue(isRepeatable(Kind.SET, "a[0]", one));
    assertTrue(isRepeatable(Kind.SET_IF_ABSENT, "a", one));
    assertTrue(isRepeatable(Kind.ADD, "a", set));
    assertTrue(isRepeatable(Kind.DELETE, "a", set));
    assertTrue(isRepeatable(Kind.REMOVE, "a.b", null));
    assertFalse(isRepeatable(Kind.ADD, "a", one));
    assertFalse(isRepeatable(Kind.APPEND, "a", list));
    assertFalse(isRepeatable(Kind.PREPEND, "a", list));
    assertFalse(isRepeatable(Kind.REMOVE, "a[0]", null));
  }

  private static boolean isRepeatable(Kind kind, String path, AttributeValue value) {
    return new Update(List.of(new Change(kind, DocumentPath.parse(path).orElseThrow(), value)))
        .isRepeatable();
  }

  private interface Attempt {
    Item make();
  }

  /** The comparable item, or that the update does not fit it. */
  private static Object outcome(Attempt attempt) {
    try {
      return comparable(AttributeValue.fromM(attempt.make().attributes()));
    } catch (ProblemException e) {
      assertEquals(ProblemType.PATCH_CONFLICT, e.type());
      return "conflict";
    } catch (DynamoDbException e) {
      String said = e.awsErrorDetails().errorMessage();
      assertTrue(
          Stream.of("document path provided", "incorrect data type", "38 digits", "flow")
              .anyMatch(said::contains),
          said);
      return "conflict";
    }
  }

  private static Item updatedByTheEngine(Item item, Update update) {
    dynamoDb.client().putItem(put -> put.tableName("items").item(item.attributes()));
    Placeholders placeholders = new Placeholders();
    String text = placeholders.text(update);
    return Item.of(
        dynamoDb
            .client()
            .updateItem(
                call ->
                    call.tableName("items")
                        .key(KEY)
                        .updateExpression(text)
                        .expressionAttributeNames(placeholders.names())
                        .expressionAttributeValues(placeholders.values())
                        .returnValues("ALL_NEW"))
            .attributes());
  }

  private static Object comparable(AttributeValue value) {
    return switch (value.type()) {
      case N -> new BigDecimal(value.n()).stripTrailingZeros();
      case NS ->
          value.ns().stream()
              .map(number -> new BigDecimal(number).stripTrailingZeros())
              .collect(Collectors.toSet());
      case SS -> new HashSet<>(value.ss());
      case BS -> new HashSet<>(value.bs());
      case L -> value.l().stream().map(UpdateTest::comparable).toList();
      case M -> {
        Map<String, Object> members = new TreeMap<>();
        value.m().forEach((name, member) -> members.put(name, comparable(member)));
        yield members;
      }
      default -> value;
    };
  }

  private static Map<String, AttributeValue> members(Random random, int depth) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    NAMES.stream()
        .filter(name -> random.nextInt(3) > 0)
        .forEach(name -> members.put(name, value(random, depth)));
    return members;
  }

  private static AttributeValue value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 7)) {
      case 0 -> AttributeValue.fromS("s" + random.nextInt(3));
      case 1, 2 -> number(random);
      case 3 -> random.nextBoolean() ? AttributeValue.fromBool(true) : AttributeValue.fromNul(true);
      case 4, 5, 6 -> set(random);
      case 7, 8, 9 -> AttributeValue.fromM(members(random, depth - 1));
      default -> list(random, depth - 1);
    };
  }

  private static AttributeValue number(Random random) {
    return AttributeValue.fromN(
        switch (random.nextInt(8)) {
          case 0 -> "0.1";
          case 1 -> "-2.50";
          case 2 -> "99999999999999999999999999999999999999";
          case 3 -> "1E-30";
          case 4 -> "9E125";
          default -> String.valueOf(random.nextInt(7) - 3);
        });
  }

  private static AttributeValue list(Random random, int depth) {
    return AttributeValue.fromL(
        IntStream.range(0, random.nextInt(4)).mapToObj(i -> value(random, depth)).toList());
  }

  private static AttributeValue set(Random random) {
    Set<Integer> elements =
        IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(i -> random.nextInt(4))
            .collect(Collectors.toSet());
    List<String> texts = elements.stream().map(String::valueOf).toList();
    return switch (random.nextInt(3)) {
      case 0 -> AttributeValue.fromSs(texts);
      case 1 -> AttributeValue.fromNs(texts);
      default -> AttributeValue.fromBs(texts.stream().map(SdkBytes::fromUtf8String).toList());
    };
  }

  private static Update update(Random random, Item item) {
    List<Change> changes = new ArrayList<>();
    int wanted = 1 + random.nextInt(5);
    for (int i = 0; i < wanted; i++) {
      DocumentPath path = path(random, item.attributes());
      if (changes.stream().noneMatch(change -> change.path().overlaps(path))) {
        changes.add(change(random, path));
      }
    }
    return new Update(changes);
  }

  private static Change change(Random random, DocumentPath path) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    AttributeValue value =
        switch (kind) {
          case SET, SET_IF_ABSENT -> value(random, 2);
          case ADD -> random.nextBoolean() ? number(random) : set(random);
          case APPEND, PREPEND -> list(random, 1);
          case REMOVE -> null;
          case DELETE -> set(random);
        };
    return new Change(kind, path, value);
  }

  /** A path that mostly leads through what there is. */
  private static DocumentPath path(Random random, Map<String, AttributeValue> members) {
    List<Step> steps = new ArrayList<>();
    String name = NAMES.get(random.nextInt(NAMES.size()));
    steps.add(new Member(name));
    AttributeValue at = members.get(name);
    while (random.nextInt(3) > 0 && steps.size() < 4) {
      boolean element = at != null && random.nextInt(10) > 0 ? at.hasL() : random.nextBoolean();
      if (at != null && !at.hasL() && !at.hasM() && random.nextInt(10) > 0) {
        break;
      }
      if (element) {
        int index = random.nextInt(5);
        steps.add(new Element(index));
        at = at != null && at.hasL() && index < at.l().size() ? at.l().get(index) : null;
      } else {
        String member = NAMES.get(random.nextInt(NAMES.size()));
        steps.add(new Member(member));
        at = at != null && at.hasM() ? at.m().get(member) : null;
      }
    }
    return new DocumentPath(steps);
  }
}
