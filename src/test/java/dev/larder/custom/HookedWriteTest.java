package dev.larder.custom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.TestConfig;
import dev.larder.dynamo.LocalDynamoDb;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.Rules;
import dev.larder.table.schema.TableSchema;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HookedWriteTest {
  private static final Item KEY =
      Item.of(Map.of("id", AttributeValue.fromS("a"))).with("id", "hooked");

  @BeforeAll
  static void put() {
    LocalDynamoDb.local()
        .client()
        .putItem(put -> put.tableName("items").item(KEY.with("owner", "eve").attributes()));
  }

  private static HookedWrite write(String owner, boolean hidesOthers, Item key) {
    Collection items = TestConfig.collection(TableSchema.parse("id:S"));
    return new HookedWrite(
        new Collection(
            "items",
            "items",
            items.schema(),
            items.expiry(),
            false,
            items.readUnits(),
            Optional.empty(),
            Optional.of(Rules.ownedBy(owner, hidesOthers)),
            true),
        key,
        Optional.of(key),
        Optional.empty(),
        new StoredItems(LocalDynamoDb.dynamoDb(), Clock.systemUTC()),
        null,
        null);
  }

  @Test
  void aHookDoesNotSeeWhatItsCallerMayNot() {
    assertEquals("eve", write("eve", true, KEY).before().orElseThrow().get("owner"));
    assertEquals(
        ProblemType.ITEM_NOT_FOUND,
        assertThrows(ProblemException.class, () -> write("ada", true, KEY).before()).type());
    assertEquals(
        ProblemType.FORBIDDEN,
        assertThrows(ProblemException.class, () -> write("ada", false, KEY).before()).type());
  }

  @Test
  void whatItReadIsACondition() {
    HookedWrite unread = write("eve", true, KEY);
    assertEquals(Condition.ALWAYS, unread.outcome().read());
    HookedWrite read = write("eve", true, KEY);
    read.before();
    assertEquals(true, read.outcome().read().holdsFor(KEY.with("owner", "eve")));
    assertEquals(false, read.outcome().read().holdsFor(KEY.with("owner", "ada")));
    HookedWrite absent = write("eve", true, KEY.with("id", "absent"));
    assertEquals(Optional.empty(), absent.before());
    assertEquals(true, absent.outcome().read().holdsFor(Item.of(Map.of())));
    assertEquals(false, absent.outcome().read().holdsFor(KEY));
  }

  @Test
  void aDeleteHasNoItemToSet() {
    HookedWrite delete =
        new HookedWrite(
            TestConfig.collection(TableSchema.parse("id:S")),
            KEY,
            Optional.empty(),
            Optional.empty(),
            null,
            null,
            null);
    assertThrows(IllegalStateException.class, () -> delete.set(dev.larder.api.Item.of("a", 1)));
  }
}
