package dev.larder.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.TransactionFailedException.Kind;
import dev.larder.dynamo.TransactionFailedException.Reason;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.http.Preconditions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.Expiry;
import dev.larder.table.schema.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TransactionFailuresTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Reason NONE = new Reason(Kind.NONE, Optional.empty(), Optional.empty());
  private static final Reason CONFLICT =
      new Reason(Kind.CONFLICT, Optional.empty(), Optional.empty());
  private static final Reason ABSENT =
      new Reason(Kind.CONDITION, Optional.empty(), Optional.empty());

  private static final Map<String, Object> CONFLICTED =
      Map.of(
          "operation",
          1,
          "type",
          "urn:problem-type:larder:write-conflict",
          "title",
          "The write conflicts with other writes",
          "status",
          409,
          "detail",
          "Another write of this item was in progress. Send the transaction again.");

  private static Item item(String id) {
    return Item.of(Map.of("id", AttributeValue.fromS(id)));
  }

  private static PlannedWrite step(int operation, boolean creates, Item item) {
    Collection collection =
        new Collection(
            "items",
            "items",
            TableSchema.parse("id:S"),
            new Expiry(Optional.of("expires")),
            false,
            Double.MAX_VALUE,
            Optional.empty(),
            Optional.empty(),
            true);
    return new PlannedWrite(
        operation,
        collection,
        creates,
        true,
        Preconditions.NONE,
        Write.put("items", item, item, Condition.ALWAYS));
  }

  private static final List<PlannedWrite> STEPS =
      List.of(step(0, false, item("a")), step(1, true, item("b")), step(2, false, item("c")));

  private static ProblemException of(Reason... reasons) {
    return TransactionFailures.of(STEPS, new TransactionFailedException(List.of(reasons)), NOW);
  }

  private static Reason refused(ProblemType type) {
    return new Reason(
        Kind.REFUSED, Optional.empty(), Optional.of(new ProblemException(type, "Refused.")));
  }

  private static Reason found(Item item) {
    return new Reason(Kind.CONDITION, Optional.of(item), Optional.empty());
  }

  @Test
  void aConflictCanBeRepeated() {
    ProblemException e = of(NONE, CONFLICT, NONE);
    assertEquals(ProblemType.TRANSACTION_FAILED, e.type());
    assertEquals(Map.of("operations", List.of(CONFLICTED)), e.members());
    assertEquals(OptionalInt.of(1), e.retryAfterSeconds());
  }

  @Test
  void aConditionBesideAConflictCanNot() {
    ProblemException e = of(NONE, CONFLICT, found(item("c").with("_version", "v")));
    assertEquals(
        Map.of(
            "operations",
            List.of(
                CONFLICTED,
                Map.of(
                    "operation",
                    2,
                    "type",
                    "urn:problem-type:larder:precondition-failed",
                    "title",
                    "A precondition failed",
                    "status",
                    412,
                    "detail",
                    "The item does not match the precondition of the request. Read the item"
                        + " again, then retry with its current ETag.",
                    "current",
                    "\"v\""))),
        e.members());
    assertEquals(OptionalInt.empty(), e.retryAfterSeconds());
    assertEquals(
        "Nothing was written, because 2 operations failed. See operations.", e.getMessage());
  }

  @Test
  void anItemThatIsAbsentOrExpiredHasNoTag() {
    Item expired =
        Item.of(
            Map.of(
                "id",
                AttributeValue.fromS("a"),
                "expires",
                AttributeValue.fromN(String.valueOf(NOW.getEpochSecond() - 1))));
    for (Reason reason : List.of(ABSENT, found(expired))) {
      ProblemException e = of(reason, NONE, NONE);
      assertEquals(
          Map.of(
              "operations",
              List.of(
                  Map.of(
                      "operation",
                      0,
                      "type",
                      "urn:problem-type:larder:precondition-failed",
                      "title",
                      "A precondition failed",
                      "status",
                      412,
                      "detail",
                      "The precondition requires an item with this key, but the item does not"
                          + " exist."))),
          e.members());
    }
  }

  @Test
  void throttlingAloneIsAnsweredAsSuch() {
    ProblemException e = of(refused(ProblemType.THROTTLED), NONE, refused(ProblemType.THROTTLED));
    assertEquals(ProblemType.THROTTLED, e.type());
  }

  @Test
  void throttlingBesideAConflictIsOneOfTheReasons() {
    ProblemException e = of(refused(ProblemType.THROTTLED), CONFLICT, NONE);
    assertEquals(
        Map.of(
            "operations",
            List.of(
                Map.of(
                    "operation",
                    0,
                    "type",
                    "urn:problem-type:larder:throttled",
                    "title",
                    "DynamoDB throttled the request",
                    "status",
                    503,
                    "detail",
                    "Refused."),
                CONFLICTED)),
        e.members());
    assertEquals(OptionalInt.of(1), e.retryAfterSeconds());
  }

  @Test
  void anItemThatCanNeverBeWrittenIsTheAnswer() {
    ProblemException e = of(ABSENT, CONFLICT, refused(ProblemType.INVALID_ITEM));
    assertEquals(ProblemType.INVALID_ITEM, e.type());
    assertEquals(Map.of("operation", 2), e.members());
  }
}
