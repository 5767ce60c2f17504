package dev.larder.idempotency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.larder.TestConfig;
import dev.larder.TestDynamoDb;
import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.LocalDynamoDb;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.TransactionFailedException.Kind;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.item.ItemCommits;
import dev.larder.item.TestItems;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a request leaves in the system table, and what its repeat makes of that. */
class IdempotencyRecordsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.999Z");
  private static final Map<String, String> SYSTEM_TABLE =
      Map.of("larder.system-table", TestDynamoDb.SYSTEM_TABLE);

  private final String name = UUID.randomUUID().toString();
  private final IdempotentRequest request = new IdempotentRequest(name, "print");
  private final Item key = Item.of(Map.of("id", AttributeValue.fromS(name)));

  private static IdempotencyRepository repository(Instant time) {
    return new IdempotencyRepository(
        LocalDynamoDb.dynamoDb(), LocalDynamoDb.transactions(), Clock.fixed(time, ZoneOffset.UTC));
  }

  private static Idempotency at(Instant time) {
    return new Idempotency(repository(time), TestConfig.of(SYSTEM_TABLE));
  }

  private Write put(String text, Condition condition) {
    return Write.put("items", key, key.with("text", text), condition);
  }

  private Optional<String> stored() {
    return Optional.ofNullable(
            LocalDynamoDb.local()
                .client()
                .getItem(get -> get.tableName("items").key(key.attributes()).consistentRead(true))
                .item()
                .get("text"))
        .map(AttributeValue::s);
  }

  private static StoredResponse answer(int status) {
    return new StoredResponse(
        status, Map.of("ETag", "\"a\""), "body".getBytes(StandardCharsets.UTF_8));
  }

  private static void assertReplayOf(StoredResponse first, StoredResponse repeat) {
    Map<String, String> headers = new HashMap<>(first.headers());
    headers.put("Idempotency-Replayed", "true");
    assertEquals(headers, repeat.headers());
    assertEquals(first.status(), repeat.status());
    assertArrayEquals(first.body(), repeat.body());
  }

  private ItemCommits commits(Instant time) {
    return TestItems.commits(at(time));
  }

  private StoredResponse repeat(Instant time) {
    return at(time).executeOnce(Optional.of(request), () -> fail("it is done again"));
  }

  @Test
  void aRepeatGetsTheAnswerAndWritesNothing() {
    StoredResponse first = answer(201);
    assertSame(
        first, commits(NOW).commit(put("first", Condition.ALWAYS), Optional.of(request), first));
    assertEquals(Optional.of("first"), stored());
    assertReplayOf(first, repeat(NOW));
  }

  @Test
  void aRequestWithoutARecordIsDone() {
    StoredResponse done = answer(200);
    assertSame(done, at(NOW).executeOnce(Optional.of(request), () -> done));
    assertSame(done, at(NOW).executeOnce(Optional.empty(), () -> done));
  }

  /** As where an eventually consistent read is too early. */
  private Idempotency behind() {
    IdempotencyRepository late =
        new IdempotencyRepository(
            LocalDynamoDb.dynamoDb(),
            LocalDynamoDb.transactions(),
            Clock.fixed(NOW, ZoneOffset.UTC)) {
          @Override
          Optional<Answered> find(String table, String id, boolean consistent) {
            return consistent ? super.find(table, id, consistent) : Optional.empty();
          }
        };
    return new Idempotency(late, TestConfig.of(SYSTEM_TABLE));
  }

  /** A request whose first read is too early, and whose write fails. */
  private StoredResponse failing(IdempotentRequest request, ProblemException failure) {
    return behind()
        .executeOnce(
            Optional.of(request),
            () -> {
              throw failure;
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = ProblemType.class,
      names = {"ITEM_NOT_FOUND", "PATCH_CONFLICT", "PRECONDITION_FAILED", "OUTCOME_UNKNOWN"})
  void aRecordThatTheFirstReadMissedIsFoundBeforeAFailureIsTold(ProblemType type) {
    StoredResponse first = answer(201);
    commits(NOW).commit(put("first", Condition.ALWAYS), Optional.of(request), first);
    ProblemException failure = new ProblemException(type, "As the item is now.");
    assertReplayOf(first, failing(request, failure));
    IdempotentRequest other = new IdempotentRequest(name + "other", "print");
    assertSame(failure, assertThrows(ProblemException.class, () -> failing(other, failure)));
  }

  @Test
  void aFailureThatSaysNothingAboutTheItemIsToldAtOnce() {
    commits(NOW).commit(put("first", Condition.ALWAYS), Optional.of(request), answer(201));
    ProblemException failure = new ProblemException(ProblemType.THROTTLED, "Not now.");
    assertSame(failure, assertThrows(ProblemException.class, () -> failing(request, failure)));
  }

  @Test
  void ofTwoAtATimeTheSecondGetsTheAnswerOfTheFirst() {
    StoredResponse first = answer(201);
    commits(NOW).commit(put("first", Condition.ALWAYS), Optional.of(request), first);
    assertReplayOf(
        first,
        commits(NOW).commit(put("second", Condition.ALWAYS), Optional.of(request), answer(200)));
    assertEquals(Optional.of("first"), stored());
  }

  @Test
  void anotherBodyIsRefusedAndWritesNothing() {
    commits(NOW).commit(put("first", Condition.ALWAYS), Optional.of(request), answer(201));
    IdempotentRequest other = new IdempotentRequest(name, "other");
    for (ProblemException problem :
        List.of(
            assertThrows(
                ProblemException.class,
                () -> at(NOW).executeOnce(Optional.of(other), () -> fail("it is done"))),
            assertThrows(
                ProblemException.class,
                () ->
                    commits(NOW)
                        .commit(
                            put("second", Condition.ALWAYS), Optional.of(other), answer(200))))) {
      assertEquals(ProblemType.IDEMPOTENCY_KEY_REUSED, problem.type());
    }
    assertEquals(Optional.of("first"), stored());
  }

  @Test
  void aRecordCountsToTheEndOfItsLastSecond() {
    StoredResponse first = answer(201);
    commits(NOW).commit(put("first", Condition.ALWAYS), Optional.of(request), first);
    Instant last = NOW.plus(Duration.ofHours(24));
    assertReplayOf(first, repeat(last));
    assertReplayOf(
        first,
        commits(last).commit(put("second", Condition.ALWAYS), Optional.of(request), answer(200)));

    Instant after = last.plusSeconds(1);
    StoredResponse second = answer(200);
    assertSame(second, at(after).executeOnce(Optional.of(request), () -> second));
    assertSame(
        second,
        commits(after).commit(put("second", Condition.ALWAYS), Optional.of(request), second));
    assertEquals(Optional.of("second"), stored());
    assertReplayOf(second, repeat(after));
  }

  @Test
  void whereTheConditionFailsThereIsNoRecord() {
    LocalDynamoDb.local()
        .client()
        .putItem(put -> put.tableName("items").item(key.with("text", "x").attributes()));
    ConditionFailedException failure =
        assertThrows(
            ConditionFailedException.class,
            () ->
                commits(NOW)
                    .commit(
                        put("first", Condition.absent("id")), Optional.of(request), answer(201)));
    assertEquals(Optional.of(key.with("text", "x")), failure.current());
    assertEquals(
        Optional.empty(), repository(NOW).find(TestDynamoDb.SYSTEM_TABLE, request.id(), true));
  }

  @Test
  void ofSeveralWritesTheOneThatFailsIsNamed() {
    Item other = Item.of(Map.of("id", AttributeValue.fromS(name + "other")));
    TransactionFailedException failure =
        assertThrows(
            TransactionFailedException.class,
            () ->
                at(NOW)
                    .commit(
                        request,
                        List.of(
                            put("first", Condition.ALWAYS),
                            Write.put("items", other, other, Condition.exists("id"))),
                        answer(200)));
    assertEquals(
        List.of(Kind.NONE, Kind.CONDITION),
        failure.reasons().stream().map(TransactionFailedException.Reason::kind).toList());
    assertEquals(Optional.empty(), stored());
  }

  @Test
  void theAnswerOfWhatHadNothingToWriteIsKeptToo() {
    StoredResponse first = new StoredResponse(204, Map.of(), null);
    assertSame(first, at(NOW).storeResponse(request, first));
    assertReplayOf(first, repeat(NOW));
    assertReplayOf(first, at(NOW).storeResponse(request, answer(200)));
  }

  @Test
  void withoutASystemTableAKeyIsRefused() {
    Idempotency none = new Idempotency(repository(NOW), TestConfig.of(Map.of()));
    StoredResponse done = answer(200);
    assertSame(done, none.executeOnce(Optional.empty(), () -> done));
    for (ProblemException problem :
        List.of(
            assertThrows(ProblemException.class, none::requireAvailable),
            assertThrows(
                ProblemException.class, () -> none.executeOnce(Optional.of(request), () -> done)),
            assertThrows(ProblemException.class, () -> none.storeResponse(request, done)))) {
      assertEquals(ProblemType.IDEMPOTENCY_UNAVAILABLE, problem.type());
      assertTrue(problem.getMessage().contains("larder.system-table"), problem::getMessage);
    }
    at(NOW).requireAvailable();
  }
}
