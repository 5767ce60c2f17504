package dev.larder.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.LocalDynamoDb;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.http.EntityTag;
import dev.larder.http.EntityTagList;
import dev.larder.http.HttpDate;
import dev.larder.http.Preconditions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.UuidV7;
import dev.larder.table.Collection;
import dev.larder.table.Expiry;
import dev.larder.table.Fields;
import dev.larder.table.Rules;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.TableSchema;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the engine makes of the conditions, of each state that an item can be in. */
class WriteConditionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant WRITTEN = Instant.parse("2025-06-01T10:20:30.400Z");
  private static final Item KEY = Item.of(Map.of("id", AttributeValue.fromS("a")));
  private static final String VERSION = ItemVersion.lowestAt(WRITTEN);

  private static final Item VERSIONED = KEY.with(ItemVersion.ATTRIBUTE, VERSION);
  private static final Item OTHER = KEY.with(ItemVersion.ATTRIBUTE, UuidV7.next());
  private static final Item FOREIGN = KEY.with("text", "x");
  private static final Item EXPIRED = VERSIONED.with(expires(NOW.minusSeconds(1)));
  private static final Item FOREIGN_EXPIRED = FOREIGN.with(expires(NOW.minusSeconds(1)));

  private static final Map<String, Optional<Item>> STATES =
      Map.of(
          "none", Optional.empty(),
          "versioned", Optional.of(VERSIONED),
          "other", Optional.of(OTHER),
          "foreign", Optional.of(FOREIGN),
          "expired", Optional.of(EXPIRED),
          "foreign-expired", Optional.of(FOREIGN_EXPIRED));

  private final DynamoDbClient local = LocalDynamoDb.local().client();
  private final DynamoDb dynamoDb = LocalDynamoDb.dynamoDb();

  private static Item expires(Instant time) {
    return Item.of(Map.of("expires", AttributeValue.fromN(String.valueOf(time.getEpochSecond()))));
  }

  private static Collection collection(String expiry) {
    return new Collection(
        "items",
        "items",
        TableSchema.parse("id:S"),
        new Expiry(Optional.ofNullable(expiry)),
        false,
        Double.MAX_VALUE,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  private void store(Optional<Item> item) {
    local.deleteItem(delete -> delete.tableName("items").key(KEY.attributes()));
    item.ifPresent(
        stored -> local.putItem(put -> put.tableName("items").item(stored.attributes())));
  }

  private static Preconditions preconditions(String match, String noneMatch, String since) {
    return new Preconditions(
        Optional.ofNullable(match).map(value -> EntityTagList.parse("If-Match", value)),
        Optional.ofNullable(noneMatch).map(value -> EntityTagList.parse("If-None-Match", value)),
        Optional.empty(),
        Optional.ofNullable(since).flatMap(HttpDate::parse));
  }

  /** Whether the engine makes a write under these preconditions. */
  private boolean writes(String expiry, Optional<Item> stored, Preconditions preconditions) {
    store(stored);
    try {
      dynamoDb.write(
          Write.put(
              "items",
              KEY,
              KEY.with("text", "new"),
              new WriteConditions(collection(expiry), KEY, dynamoDb, NOW).of(preconditions)));
      return true;
    } catch (ConditionFailedException e) {
      return false;
    }
  }

  /** TAG is that of the versioned item, NONE that of the foreign one. */
  private static String tags(String field) {
    return field == null
        ? null
        : field
            .replace("TAG", '"' + VERSION + '"')
            .replace("NONE", EntityTag.strong(ItemVersion.of(FOREIGN)).toString());
  }

  /** The states are those in which the write happens; dates are those of the versioned item. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      textBlock =
          """
          # If-Match    | If-None-Match | If-Unmodified-Since           | without expiry                               | with expiry
          -             | -             | -                             | all                                          | all
          *             | -             | -                             | versioned other foreign expired foreign-expired | versioned other foreign
          -             | *             | -                             | none                                         | none expired foreign-expired
          TAG           | -             | -                             | versioned expired                            | versioned
          "x", TAG      | -             | -                             | versioned expired                            | versioned
          W/TAG         | -             | -                             | -                                            | -
          -             | TAG           | -                             | none other foreign foreign-expired           | none other foreign expired foreign-expired
          -             | W/TAG         | -                             | none other foreign foreign-expired           | none other foreign expired foreign-expired
          -             | -             | Sun, 01 Jun 2025 10:20:30 GMT | none versioned foreign expired foreign-expired | none versioned foreign expired foreign-expired
          -             | -             | Sun, 01 Jun 2025 10:20:29 GMT | none foreign foreign-expired                 | none foreign expired foreign-expired
          TAG           | -             | Sun, 01 Jun 2025 10:20:29 GMT | versioned expired                            | versioned
          *             | TAG           | -                             | other foreign foreign-expired                | other foreign
          "x", "none-x" | -             | -                             | -                                            | -
          """)
  void theWriteHappensWhereThePreconditionsHold(
      String match, String noneMatch, String since, String without, String with) {
    Preconditions preconditions = preconditions(tags(match), tags(noneMatch), since);
    STATES.forEach(
        (state, stored) -> {
          if (match == null || !match.contains("none-") || !state.startsWith("foreign")) {
            assertEquals(happens(without, state), writes(null, stored, preconditions), state);
            assertEquals(happens(with, state), writes("expires", stored, preconditions), state);
          }
        });
  }

  private static boolean happens(String states, String state) {
    return states != null && (states.equals("all") || List.of(states.split(" ")).contains(state));
  }

  @Test
  void anItemWithoutAVersionIsComparedByWhatItHolds() {
    Preconditions match = preconditions(tags("\"x\", NONE"), null, null);
    assertTrue(writes("expires", Optional.of(FOREIGN), match));
    assertTrue(writes("expires", Optional.of(FOREIGN), preconditions(null, "\"none-x\"", null)));
    for (Preconditions failing :
        new Preconditions[] {
          preconditions("\"none-x\"", null, null), preconditions(null, tags("NONE"), null)
        }) {
      ProblemException problem =
          assertThrows(
              ProblemException.class, () -> writes("expires", Optional.of(FOREIGN), failing));
      assertEquals(ProblemType.PRECONDITION_FAILED, problem.type());
      assertEquals(tags("NONE"), problem.headers().get("ETag"));
    }
    for (String state : new String[] {"none", "versioned", "foreign-expired"}) {
      assertEquals(false, writes("expires", STATES.get(state), match), state);
    }
  }

  @Test
  void aChangeBetweenTheReadAndTheWriteIsSeen() {
    store(Optional.of(FOREIGN));
    Condition condition =
        new WriteConditions(collection(null), KEY, dynamoDb, NOW)
            .of(preconditions(tags("NONE"), null, null));
    for (Item changed : new Item[] {KEY.with("text", "y"), FOREIGN.with("_version", VERSION)}) {
      store(Optional.of(changed));
      assertThrows(
          ConditionFailedException.class,
          () -> dynamoDb.write(Write.put("items", KEY, KEY, condition)),
          changed::toString);
    }
  }

  @Test
  void anItemWhoseVersionIsNoTagIsComparedWithIt() {
    Item odd = KEY.with(Item.of(Map.of("_version", AttributeValue.fromN("7"))));
    Preconditions match =
        preconditions(EntityTag.strong(ItemVersion.of(odd)).toString(), null, null);
    assertTrue(writes(null, Optional.of(odd), match));
  }

  private static Item withAttributes(int count) {
    Map<String, AttributeValue> attributes = new HashMap<>(KEY.attributes());
    for (int i = 1; i < count; i++) {
      attributes.put("attribute" + i, AttributeValue.fromBool(true));
    }
    return Item.of(attributes);
  }

  @Test
  void moreAttributesThanCanBeComparedAreSaidToBe() {
    for (int count :
        new int[] {
          WriteConditions.MAX_COMPARED_ATTRIBUTES, WriteConditions.MAX_COMPARED_ATTRIBUTES + 1
        }) {
      Item item = withAttributes(count);
      Preconditions match =
          preconditions(EntityTag.strong(ItemVersion.of(item)).toString(), null, null);
      if (count == WriteConditions.MAX_COMPARED_ATTRIBUTES) {
        assertTrue(writes(null, Optional.of(item), match));
      } else {
        ProblemException problem =
            assertThrows(ProblemException.class, () -> writes(null, Optional.of(item), match));
        assertEquals(ProblemType.PRECONDITION_FAILED, problem.type());
        assertTrue(problem.getMessage().contains("more than 140 attributes"));
      }
    }
  }

  private static String list(int tags) {
    return IntStream.range(0, tags).mapToObj(i -> "\"t" + i + '"').collect(Collectors.joining(","));
  }

  @Test
  void aListHasAtMostAHundredTagsEachCountedOnce() {
    assertEquals(false, writes(null, Optional.of(VERSIONED), preconditions(list(100), null, null)));
    assertEquals(
        false,
        writes(null, Optional.of(VERSIONED), preconditions(list(100) + ",\"t1\"", null, null)));
    assertTrue(writes(null, Optional.of(VERSIONED), preconditions(null, list(100), null)));
    for (Preconditions tooMany :
        new Preconditions[] {
          preconditions(list(101), null, null), preconditions(null, list(101), null)
        }) {
      ProblemException problem =
          assertThrows(ProblemException.class, () -> writes(null, Optional.of(VERSIONED), tooMany));
      assertEquals(ProblemType.INVALID_HEADER, problem.type());
      assertTrue(
          problem.getMessage().matches("If-(None-)?Match can have at most 100 entity tags."),
          problem::getMessage);
    }
  }

  @Test
  void whatWasReadIsUnchangedUntilItIsWritten() {
    for (Item read : new Item[] {VERSIONED, FOREIGN}) {
      store(Optional.of(read));
      dynamoDb.write(
          Write.put(
              "items",
              KEY,
              OTHER.with("text", "new"),
              WriteConditions.unchanged(Fields.ALL, read)));
      assertThrows(
          ConditionFailedException.class,
          () ->
              dynamoDb.write(
                  Write.put("items", KEY, KEY, WriteConditions.unchanged(Fields.ALL, read))));
    }
  }

  @Test
  void aFailureNamesTheTagThatWouldHaveHeld() {
    Collection collection = collection("expires");
    ProblemException there = PreconditionFailures.of(collection, Optional.of(VERSIONED), NOW);
    assertEquals(ProblemType.PRECONDITION_FAILED, there.type());
    assertEquals('"' + VERSION + '"', there.members().get("current"));
    assertEquals('"' + VERSION + '"', there.headers().get("ETag"));
    for (Optional<Item> missing : List.of(Optional.<Item>empty(), Optional.of(EXPIRED))) {
      ProblemException problem = PreconditionFailures.of(collection, missing, NOW);
      assertEquals(ProblemType.PRECONDITION_FAILED, problem.type());
      assertTrue(problem.getMessage().startsWith("The precondition requires an item"));
      assertEquals(Map.of(), problem.headers());
    }
    assertEquals(EntityTag.strong(VERSION), EntityTag.strong(ItemVersion.of(VERSIONED)));
  }

  @Test
  void whatExistsIsNamedUnlessItIsAnothers() {
    Collection adas =
        collection(null).withAccess(Optional.of(Rules.ownedBy("ada", true)), Fields.ALL, true);
    Item eves = VERSIONED.with("owner", "eve");
    assertEquals(
        Map.of("Location", "/items/a", "ETag", '"' + VERSION + '"'),
        PreconditionFailures.exists(collection(null), KEY, Optional.of(VERSIONED)).headers());
    assertEquals(
        Map.of("Location", "/items/a"),
        PreconditionFailures.exists(collection(null), KEY, Optional.empty()).headers());
    ProblemException problem = PreconditionFailures.exists(adas, KEY, Optional.of(eves));
    assertEquals(ProblemType.ITEM_EXISTS, problem.type());
    assertTrue(
        problem.getMessage().startsWith("The collection items already has an item with this key"));
    assertEquals(Map.of(), problem.headers());
    assertEquals(
        ProblemType.ITEM_NOT_FOUND, PreconditionFailures.of(adas, Optional.of(eves), NOW).type());
  }
}
