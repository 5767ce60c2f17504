package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** When a call is made again, and what is said of one that had no answer. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class DynamoDbTest {
  private static final String TABLE = "items";
  private static final String READ = "GetItem";
  private static final String PUT = "PutItem";
  private static final String DELETE = "DeleteItem";

  private static final Item KEY = Item.of(Map.of("id", AttributeValue.fromS("a")));

  @Inject DynamoDb dynamoDb;
  FaultyDynamoDb faulty;
  DynamoDbClient pastIt;

  @BeforeEach
  void noFaultsAndNoItem() {
    pastIt.deleteItem(delete -> delete.tableName(TABLE).key(KEY.attributes()));
    faulty.reset();
  }

  private static Item version(String value) {
    return KEY.with(Write.VERSION, value + '-' + UUID.randomUUID());
  }

  private Optional<Item> stored() {
    var found =
        pastIt.getItem(get -> get.tableName(TABLE).key(KEY.attributes()).consistentRead(true));
    return found.hasItem() ? Optional.of(Item.of(found.item())) : Optional.empty();
  }

  private void store(Item item) {
    pastIt.putItem(put -> put.tableName(TABLE).item(item.attributes()));
  }

  private static Write put(Item item, Condition condition) {
    return Write.put(TABLE, KEY, item, condition);
  }

  private static Condition is(Item before) {
    return Condition.stringIn(Write.VERSION, List.of(before.string(Write.VERSION).orElseThrow()));
  }

  private static ProblemType problem(Runnable call) {
    return assertThrows(ProblemException.class, call::run).type();
  }

  private void read() {
    dynamoDb.get(new PlainTable(TABLE), KEY, true, Projection.ALL);
  }

  static Stream<Fault> passing() {
    return Stream.of(
        Fault.error(400, "ThrottlingException"),
        Fault.error(400, "ProvisionedThroughputExceededException"),
        Fault.error(500, "InternalServerError"),
        Fault.error(503, "ServiceUnavailable"),
        Fault.disconnect(),
        Fault.cut(),
        Fault.lose());
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aReadIsMadeAgainTwice(Fault fault) {
    store(version("a"));
    faulty.next(2, READ, fault);
    assertTrue(dynamoDb.get(new PlainTable(TABLE), KEY, true, Projection.ALL).isPresent());
    assertEquals(3, faulty.calls(READ));

    faulty.next(3, READ, fault);
    assertEquals(
        fault.toString().startsWith("T") || fault.toString().startsWith("P")
            ? ProblemType.THROTTLED
            : ProblemType.UNAVAILABLE,
        problem(this::read));
    assertEquals(6, faulty.calls(READ));
  }

  @Test
  void whatIsNoUseRepeatingIsCalledOnce() {
    faulty.fail(1, READ, 400, "AccessDeniedException");
    assertEquals(ProblemType.INTERNAL, problem(this::read));
    faulty.fail(1, PUT, 400, "AccessDeniedException");
    assertEquals(
        ProblemType.INTERNAL, problem(() -> dynamoDb.write(put(version("a"), Condition.ALWAYS))));
    assertEquals(2, faulty.calls());
  }

  @Test
  void aWriteThatIsThrottledIsMadeAgainTwice() {
    faulty.fail(2, PUT, 400, "ThrottlingException");
    Item item = version("a");
    assertEquals(Optional.empty(), dynamoDb.write(put(item, Condition.ALWAYS)));
    assertEquals(Optional.of(item), stored());

    faulty.fail(3, DELETE, 400, "ThrottlingException");
    assertEquals(
        ProblemType.THROTTLED,
        problem(() -> dynamoDb.write(Write.delete(TABLE, KEY, Condition.ALWAYS))));
    assertEquals(3, faulty.calls(DELETE));
  }

  static Stream<Fault> doneWithoutAnswer() {
    return Stream.of(Fault.lose(), Fault.cut(), Fault.errorAfter(500, "InternalServerError"));
  }

  @ParameterizedTest
  @MethodSource("doneWithoutAnswer")
  void aPutThatIsFoundAfterItsAnswerWasLostIsDone(Fault fault) {
    faulty.next(1, PUT, fault);
    Item item = version("a");
    assertEquals(Optional.of(item), dynamoDb.write(put(item, Condition.ALWAYS)));
    assertEquals(Optional.of(item), stored());
    assertEquals(1, faulty.calls(PUT));
  }

  /** It could undo what somebody else has written after its first attempt. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPutThatIsNotFoundIsNotMadeAgain(boolean absent) {
    faulty.next(1, PUT, Fault.disconnect());
    Condition condition = absent ? Condition.absent("id") : Condition.ALWAYS;
    assertEquals(
        ProblemType.OUTCOME_UNKNOWN, problem(() -> dynamoDb.write(put(version("a"), condition))));
    assertEquals(Optional.empty(), stored());
    assertEquals(1, faulty.calls(PUT));
  }

  @Test
  void aPutThatCannotBeLookedUpStaysInDoubt() {
    faulty.next(1, PUT, Fault.lose());
    faulty.fail(1, READ, 400, "AccessDeniedException");
    assertEquals(
        ProblemType.OUTCOME_UNKNOWN,
        problem(() -> dynamoDb.write(put(version("a"), Condition.ALWAYS))));
    assertEquals(1, faulty.calls(READ));
  }

  /** DynamoDB was away for a while, but not for all the time that the request has. */
  @Test
  void aPutIsLookedForUntilAReadAnswers() {
    faulty.next(1, PUT, Fault.lose());
    faulty.next(5, READ, Fault.disconnect());
    Item item = version("a");
    assertEquals(Optional.of(item), dynamoDb.write(put(item, Condition.ALWAYS)));
    assertEquals(6, faulty.calls(READ));
  }

  /** As where DynamoDB took its time: the read overtook the put. */
  @Test
  void aPutThatIsMadeAfterTheFirstLookIsFound() {
    faulty.next(1, PUT, Fault.late(Duration.ofMillis(60)));
    faulty.next(1, READ, Fault.NONE);
    faulty.next(2, READ, Fault.slow(Duration.ofMillis(100)));
    Item item = version("a");
    assertEquals(Optional.of(item), dynamoDb.write(put(item, Condition.ALWAYS)));
    assertEquals(1, faulty.calls(PUT));
  }

  private static Write created(Item item) {
    return put(item, Condition.absent("id")).withNewKey();
  }

  @ParameterizedTest
  @MethodSource("doneWithoutAnswer")
  void aPutUnderANewKeyIsMadeAgainAndFindsItself(Fault fault) {
    faulty.next(1, PUT, fault);
    Item item = version("a");
    assertEquals(Optional.of(item), dynamoDb.write(created(item)));
    assertEquals(Optional.of(item), stored());
    assertEquals(List.of(2, 0), List.of(faulty.calls(PUT), faulty.calls(READ)));
  }

  @Test
  void aPutUnderANewKeyIsMadeAgainAsLongAsThereIsTime() {
    faulty.next(DynamoDb.MAX_ATTEMPTS + 2, PUT, Fault.disconnect());
    Item item = version("a");
    dynamoDb.write(created(item));
    assertEquals(Optional.of(item), stored());
    assertEquals(DynamoDb.MAX_ATTEMPTS + 3, faulty.calls(PUT));
  }

  /** Whoever changed it since can have it from here only. */
  @Test
  void aPutUnderANewKeyWasMadeIfSomebodyHasChangedItSince() {
    store(version("other"));
    faulty.next(1, PUT, Fault.disconnect());
    Item item = version("a");
    assertEquals(Optional.of(item), dynamoDb.write(created(item)));
  }

  @Test
  void aDeleteOfAnythingIsNotMadeAgain() {
    store(version("a"));
    faulty.next(1, DELETE, Fault.lose());
    assertEquals(
        ProblemType.OUTCOME_UNKNOWN,
        problem(() -> dynamoDb.write(Write.delete(TABLE, KEY, Condition.ALWAYS))));
    assertEquals(1, faulty.calls());
  }

  @ParameterizedTest
  @CsvSource({"true, 2", "false, 2"})
  void aWriteOfOneVersionIsMadeAgain(boolean puts, int calls) {
    Item before = version("a");
    Item after = version("b");
    store(before);
    Write write = puts ? put(after, is(before)) : Write.delete(TABLE, KEY, is(before));
    faulty.next(1, puts ? PUT : DELETE, Fault.disconnect());
    dynamoDb.write(write);
    assertEquals(puts ? Optional.of(after) : Optional.empty(), stored());
    assertEquals(calls, faulty.calls());
  }

  @Test
  void aPutOfOneVersionFindsItselfWhereItsAnswerWasLost() {
    Item before = version("a");
    Item after = version("b");
    store(before);
    faulty.next(1, PUT, Fault.lose());
    assertEquals(Optional.of(after), dynamoDb.write(put(after, is(before))));
    assertEquals(2, faulty.calls(PUT));
    assertEquals(0, faulty.calls(READ));
  }

  /** Either it was never made, or somebody has changed the item since. */
  @Test
  void aConditionThatFailsAfterAnAttemptInDoubtLeavesItInDoubt() {
    Item before = version("a");
    store(version("other"));
    faulty.next(1, PUT, Fault.lose());
    assertEquals(
        ProblemType.OUTCOME_UNKNOWN, problem(() -> dynamoDb.write(put(version("b"), is(before)))));

    store(before);
    faulty.next(1, DELETE, Fault.lose());
    assertEquals(
        ProblemType.OUTCOME_UNKNOWN,
        problem(() -> dynamoDb.write(Write.delete(TABLE, KEY, is(before)))));
    assertEquals(2, faulty.calls(DELETE));
  }

  @Test
  void aTransactionWhoseAnswerWasLostHappensOnce() {
    faulty.next(1, "TransactWriteItems", Fault.lose());
    Item item = version("a");
    dynamoDb.transact(List.of(put(item, Condition.absent("id"))));
    assertEquals(Optional.of(item), stored());
    assertEquals(2, faulty.calls("TransactWriteItems"));
  }

  @Test
  void aResponseThatCannotBeReadIsNotToBeHadByARepeat() {
    faulty.next(1, READ, Fault.garble());
    assertEquals(
        ProblemType.INTERNAL,
        problem(() -> dynamoDb.get(new PlainTable(TABLE), KEY, true, Projection.ALL)));
    assertEquals(1, faulty.calls(READ));
  }

  @Test
  void aWriteWhoseResponseCannotBeReadIsInDoubtUntilTheTableShowsIt() {
    faulty.next(1, PUT, Fault.garble());
    Item item = version("a");
    assertEquals(Optional.of(item), dynamoDb.write(put(item, Condition.ALWAYS)));
    assertEquals(Optional.of(item), stored());
    assertEquals(1, faulty.calls(PUT));
    faulty.next(1, DELETE, Fault.garble());
    assertEquals(
        ProblemType.OUTCOME_UNKNOWN,
        problem(() -> dynamoDb.write(Write.delete(TABLE, KEY, Condition.ALWAYS))));
    assertEquals(Optional.empty(), stored());
  }

  private DynamoDb within(Duration time) {
    return new DynamoDb(
        CDI.current().select(DynamoDbClientProducer.class).get().own(),
        new RequestCost(),
        Deadlines.in(time));
  }

  @Test
  void withoutTimeNoCallIsBegun() {
    DynamoDb late = within(Duration.ofMillis(100));
    assertEquals(
        ProblemType.DEADLINE,
        problem(() -> late.get(new PlainTable(TABLE), KEY, true, Projection.ALL)));
    assertEquals(
        ProblemType.DEADLINE, problem(() -> late.write(put(version("a"), Condition.ALWAYS))));
    assertEquals(
        ProblemType.DEADLINE,
        problem(() -> late.transact(List.of(put(version("a"), Condition.ALWAYS)))));
    assertEquals(0, faulty.calls());
    assertEquals(Optional.empty(), stored());
  }

  @Test
  void nothingIsMadeAgainWhenTheTimeIsOver() {
    faulty.delay(Duration.ofMillis(200));
    faulty.fail(3, READ, 500, "InternalServerError");
    DynamoDb brief = within(Duration.ofMillis(390));
    assertEquals(
        ProblemType.UNAVAILABLE,
        problem(() -> brief.get(new PlainTable(TABLE), KEY, true, Projection.ALL)));
    assertEquals(1, faulty.calls(READ));
  }
}
