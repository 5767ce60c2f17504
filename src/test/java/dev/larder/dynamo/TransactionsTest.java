package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.TestDynamoDb;
import dev.larder.dynamo.TransactionFailedException.Kind;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class TransactionsTest {
  private static final Write ANY = put("any", Condition.ALWAYS);

  @AutoClose private static final TestDynamoDb local = TestDynamoDb.start();

  private static Write put(String id, Condition condition) {
    return put("items", id, "", condition);
  }

  private static Write put(String table, String id, String text, Condition condition) {
    Item key = Item.of(Map.of("id", AttributeValue.fromS(id)));
    return Write.put(table, key, key.with("text", text), condition);
  }

  /** Where the remaining time is what Lambda says. */
  private static Deadline deadline(int remainingMillis) {
    return new Deadline(
        (Context)
            Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> remainingMillis));
  }

  private static Transactions transactions(DynamoDbClient client, int remainingMillis) {
    return new Transactions(
        new DynamoDb(client, new RequestCost(), deadline(remainingMillis)),
        deadline(remainingMillis));
  }

  /** Fails as it is told, and then does not. */
  private static final class Failing implements DynamoDbClient {
    private final Deque<DynamoDbException> failures;
    private final Set<String> tokens = new HashSet<>();
    private int calls;

    Failing(DynamoDbException... failures) {
      this.failures = new ArrayDeque<>(List.of(failures));
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      calls++;
      tokens.add(request.clientRequestToken());
      if (failures.isEmpty()) {
        return TransactWriteItemsResponse.builder().build();
      }
      throw failures.pop();
    }

    @Override
    public String serviceName() {
      return "DynamoDB";
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingError, 'read=0, throttled=1'",
    "ProvisionedThroughputExceeded, 'read=0, throttled=1'",
    "ConditionalCheckFailed, read=0",
    "ValidationError, read=0"
  })
  void aTransactionThatIsThrottledIsCounted(String code, String consumed) {
    RequestCost cost = new RequestCost();
    DynamoDb dynamoDb = new DynamoDb(new Failing(cancelled("None", code)), cost, deadline(10_000));
    List<Write> writes = List.of(ANY, put("other", Condition.ALWAYS));
    assertThrows(TransactionFailedException.class, () -> dynamoDb.transact(writes));
    assertEquals(Optional.of(consumed), cost.consumed());
  }

  private static DynamoDbException cancelled(String... codes) {
    return TransactionCanceledException.builder()
        .cancellationReasons(
            Arrays.stream(codes)
                .map(code -> CancellationReason.builder().code(code).build())
                .toList())
        .build();
  }

  private static DynamoDbException refused(String code) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("").build())
            .statusCode(code.equals("InternalServerError") ? 500 : 400)
            .build();
  }

  @Test
  void whatOnlyOthersStandInTheWayOfIsTriedAgain() {
    Failing client =
        new Failing(
            cancelled("TransactionConflict", "None"),
            cancelled("None", "ThrottlingError"),
            cancelled("ProvisionedThroughputExceeded", "TransactionConflict"));
    transactions(client, 10_000).commit(List.of(ANY, ANY));
    assertEquals(4, client.calls);
  }

  @Test
  void thatEndsAfterAFewTries() {
    DynamoDbException[] conflicts = new DynamoDbException[100];
    Arrays.fill(conflicts, cancelled("TransactionConflict", "None"));
    Failing client = new Failing(conflicts);
    TransactionFailedException e =
        assertThrows(
            TransactionFailedException.class,
            () -> transactions(client, 10_000).commit(List.of(ANY, ANY)));
    assertEquals(
        List.of(Kind.CONFLICT, Kind.NONE),
        e.reasons().stream().map(TransactionFailedException.Reason::kind).toList());
    assertTrue(e.isTransient());
    assertEquals(Transactions.MAX_TRIES, client.calls);
  }

  @Test
  void withoutTimeForACallNoneIsBegun() {
    Failing client = new Failing();
    ProblemException e =
        assertThrows(ProblemException.class, () -> transactions(client, 1).commit(List.of(ANY)));
    assertEquals(ProblemType.DEADLINE, e.type());
    assertEquals(0, client.calls);
  }

  @ParameterizedTest
  @CsvSource({
    "ConditionalCheckFailed, TransactionConflict",
    "ValidationError, ThrottlingError",
    "None, ConditionalCheckFailed"
  })
  void whatCannotSucceedIsTriedOnce(String one, String other) {
    Failing client = new Failing(cancelled(one, other));
    TransactionFailedException e =
        assertThrows(
            TransactionFailedException.class,
            () -> transactions(client, 10_000).commit(List.of(ANY, ANY)));
    assertTrue(!e.isTransient());
    assertEquals(1, client.calls);
  }

  /** Under one token, so that it happens once. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ThrottlingException",
        "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "InternalServerError"
      })
  void aCallThatWasNotAnsweredIsMadeAgainUnderItsToken(String code) {
    Failing client = new Failing(refused(code), refused(code));
    transactions(client, 10_000).commit(List.of(ANY));
    assertEquals(3, client.calls);
    assertEquals(1, client.tokens.size());
    transactions(client, 10_000).commit(List.of(ANY));
    assertEquals(2, client.tokens.size());
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, THROTTLED",
    "TransactionInProgressException, OUTCOME_UNKNOWN",
    "InternalServerError, OUTCOME_UNKNOWN",
    "AccessDeniedException, INTERNAL"
  })
  void whatStaysUnansweredIsToldAfterThreeCallsOrAllTheTimeWhereItIsInDoubt(
      String code, ProblemType type) {
    DynamoDbException[] failures = new DynamoDbException[100];
    Arrays.fill(failures, refused(code));
    Failing client = new Failing(failures);
    assertEquals(type, problem(client, 1_500));
    switch (type) {
      case INTERNAL -> assertEquals(1, client.calls);
      case THROTTLED -> assertEquals(DynamoDb.MAX_ATTEMPTS, client.calls);
      // Under its token, the transaction cannot happen twice.
      default -> assertTrue(client.calls > DynamoDb.MAX_ATTEMPTS, "calls: " + client.calls);
    }
  }

  /** What the condition failed on may be what the first attempt has made of the item. */
  @ParameterizedTest
  @ValueSource(strings = {"ConditionalCheckFailed", "TransactionConflict"})
  void whatFailsAfterAnAttemptInDoubtStaysInDoubt(String code) {
    assertEquals(
        ProblemType.OUTCOME_UNKNOWN,
        problem(new Failing(refused("InternalServerError"), cancelled(code))));
  }

  private static ProblemType problem(Failing client) {
    return problem(client, 10_000);
  }

  private static ProblemType problem(Failing client, int remainingMillis) {
    return assertThrows(
            ProblemException.class,
            () -> transactions(client, remainingMillis).commit(List.of(ANY)))
        .type();
  }

  @Test
  void theEngineSaysWhichWriteFailedAndWhatItFound() {
    Transactions transactions = transactions(local.client(), 10_000);
    indexedTable();
    transactions.commit(List.of(put("there", Condition.ALWAYS)));
    TransactionFailedException e =
        assertThrows(
            TransactionFailedException.class,
            () ->
                transactions.commit(
                    List.of(
                        put("new", Condition.ALWAYS),
                        put("there", Condition.absent("id")),
                        Write.check(
                            new PlainTable("items"),
                            put("none", Condition.ALWAYS).key(),
                            Condition.exists("id")),
                        put("indexed", "of another type", "text", Condition.ALWAYS))));
    assertEquals(
        List.of(Kind.NONE, Kind.CONDITION, Kind.CONDITION, Kind.REFUSED),
        e.reasons().stream().map(TransactionFailedException.Reason::kind).toList());
    assertEquals(
        Optional.of("there"), e.reasons().get(1).current().flatMap(item -> item.string("id")));
    assertEquals(Optional.empty(), e.reasons().get(2).current());
    assertEquals(
        Optional.of(ProblemType.INVALID_ITEM),
        e.reasons().get(3).problem().map(ProblemException::type));
  }

  /** An index by the number {@code text}. */
  private static void indexedTable() {
    local
        .client()
        .createTable(
            table ->
                table
                    .tableName("indexed")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        definition("id", ScalarAttributeType.S),
                        definition("text", ScalarAttributeType.N))
                    .keySchema(hash("id"))
                    .globalSecondaryIndexes(
                        GlobalSecondaryIndex.builder()
                            .indexName("by-text")
                            .keySchema(hash("text"))
                            .projection(projection -> projection.projectionType(ProjectionType.ALL))
                            .build()));
  }

  private static AttributeDefinition definition(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement hash(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.HASH).build();
  }

  @Test
  void theEngineRefusesWhatIsTooLargeAndTwoWritesOfOneItem() {
    String large = "x".repeat(390 * 1024);
    Write[] many = new Write[11];
    Arrays.setAll(many, at -> put("items", "large" + at, large, Condition.ALWAYS));
    assertEquals(ProblemType.CONTENT_TOO_LARGE, refusal(many));
    assertEquals(
        ProblemType.ITEM_TOO_LARGE,
        refusal(ANY, put("items", "too large", large + large, Condition.ALWAYS)));
    assertEquals(ProblemType.INVALID_TRANSACTION, refusal(ANY, ANY));
  }

  private static ProblemType refusal(Write... writes) {
    return assertThrows(
            ProblemException.class,
            () -> transactions(local.client(), 10_000).commit(List.of(writes)))
        .type();
  }

  /** The response with all items would have more bytes than DynamoDB sends. */
  @Test
  void conditionsThatFailOnLargeItemsFailWithoutTheItems() {
    List<Write> checks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Write large = put("items", "large-" + i, "x".repeat(390_000), Condition.ALWAYS);
      LocalDynamoDb.dynamoDb().write(large);
      checks.add(Write.check(new PlainTable("items"), large.key(), Condition.absent("id")));
    }
    TransactionFailedException e =
        assertThrows(
            TransactionFailedException.class, () -> LocalDynamoDb.transactions().commit(checks));
    assertEquals(20, e.reasons().size());
    e.reasons().forEach(reason -> assertEquals(Kind.CONDITION_WITHOUT_ITEM, reason.kind()));
    TransactionFailedException few =
        assertThrows(
            TransactionFailedException.class,
            () -> LocalDynamoDb.transactions().commit(checks.subList(0, 2)));
    few.reasons().forEach(reason -> assertTrue(reason.current().isPresent()));
  }
}
