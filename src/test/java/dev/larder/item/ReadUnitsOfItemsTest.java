package dev.larder.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.dynamo.LocalDynamoDb;
import dev.larder.dynamo.MeasuredDynamoDb;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.http.EntityTagList;
import dev.larder.http.Preconditions;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.Expiry;
import dev.larder.table.schema.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What requests of single items read of an item of 390 KB that has no version. */
class ReadUnitsOfItemsTest {
  private static final Item KEY = Item.of(Map.of("id", AttributeValue.fromS("budgeted")));
  private static final double UNITS = 96;

  private final DynamoDbClient local = LocalDynamoDb.local().client();
  private final MeasuredDynamoDb dynamoDb = new MeasuredDynamoDb(this::store);
  private final ItemService items = TestItems.service(dynamoDb.dynamoDb(), dynamoDb.deadline());
  private int stored;

  @BeforeEach
  void store() {
    stored++;
    local.putItem(
        put ->
            put.tableName("items")
                .item(
                    KEY.with("text", "x".repeat(390_000))
                        .with("stored", String.valueOf(stored))
                        .attributes()));
  }

  private static Collection collection(double readUnits) {
    return new Collection(
        "items",
        "items",
        TableSchema.parse("id:S"),
        new Expiry(Optional.empty()),
        false,
        readUnits,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** The tag of an item without a version is a digest of all of it, not of the chosen fields. */
  @ParameterizedTest
  @CsvSource({"10, 1", "100, 1", "128, 2"})
  void anItemThatIsLargerThanTheBudgetIsReadOnce(double budget, int reads) {
    Projection fields = Projection.ofAttributes(List.of("stored"));
    assertEquals(
        Map.of("stored", AttributeValue.fromS("1")),
        items.get(collection(budget), KEY, true, fields).item().attributes());
    assertEquals(reads, dynamoDb.reads().size());
  }

  @ParameterizedTest
  @CsvSource({"10, 1", "128, 2", "250, 3", "1000, 5"})
  void aPatchIsTriedAgainWhileItMayRead(double budget, int reads) {
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () ->
                items.patch(
                    collection(budget),
                    KEY,
                    item -> item.with("note", "patched"),
                    new WriteOptions(
                        Preconditions.NONE,
                        Optional.empty(),
                        written -> new StoredResponse(200, Map.of(), null))));
    assertEquals(ProblemType.WRITE_CONFLICT, problem.type());
    assertEquals(reads, dynamoDb.reads().size());
    assertEquals(UNITS, dynamoDb.reads().get(0));
  }

  @Test
  void itemsOfATransactionAreReadForTheirTagsUntilTheBudgetIsSpent() {
    Preconditions tag =
        new Preconditions(
            Optional.of(EntityTagList.parse("If-Match", "\"none-x\", \"none-y\"")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    WriteConditions conditions =
        new WriteConditions(collection(128), KEY, dynamoDb.dynamoDb(), Instant.now());
    for (int i = 0; i < 2; i++) {
      assertEquals(
          ProblemType.PRECONDITION_FAILED,
          assertThrows(ProblemException.class, () -> conditions.of(tag)).type());
    }
    ProblemException spent = assertThrows(ProblemException.class, () -> conditions.of(tag));
    assertEquals(ProblemType.LIMIT_EXCEEDED, spent.type());
    assertEquals(Map.of("limit", 128L, "setting", "larder.limits.read-units"), spent.members());
    assertEquals(2, dynamoDb.reads().size());
  }
}
