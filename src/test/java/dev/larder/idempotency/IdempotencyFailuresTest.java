package dev.larder.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.TestConfig;
import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.TransactionFailedException.Kind;
import dev.larder.dynamo.TransactionFailedException.Reason;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.item.TestItems;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.LarderConfig;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What an engine that is never busy does not show. */
class IdempotencyFailuresTest {
  private static final Reason NONE = new Reason(Kind.NONE, Optional.empty(), Optional.empty());
  private static final Reason CONFLICT =
      new Reason(Kind.CONFLICT, Optional.empty(), Optional.empty());
  private static final Reason FAILED =
      new Reason(Kind.CONDITION, Optional.empty(), Optional.empty());
  private static final ProblemException PROBLEM =
      new ProblemException(ProblemType.THROTTLED, "Not now.");
  private static final Reason REFUSED =
      new Reason(Kind.REFUSED, Optional.empty(), Optional.of(PROBLEM));

  private static final Write WRITE = Write.delete("items", Item.of(Map.of()), Condition.ALWAYS);
  private static final IdempotentRequest REQUEST = new IdempotentRequest("id", "print");
  private static final StoredResponse ANSWER = new StoredResponse(204, Map.of(), null);

  private static final LarderConfig CONFIG = TestConfig.of(Map.of("larder.system-table", "larder"));

  /** The reasons start with that of the record. */
  private static Idempotency failing(Reason... reasons) {
    return new Idempotency(
        new IdempotencyRepository(null, null, Clock.systemUTC()) {
          @Override
          void commit(List<Write> writes) {
            assertEquals(reasons.length, writes.size());
            throw new TransactionFailedException(List.of(reasons));
          }
        },
        CONFIG);
  }

  private static ProblemException problemOfOne(Reason... reasons) {
    return assertThrows(
        ProblemException.class,
        () -> TestItems.commits(failing(reasons)).commit(WRITE, Optional.of(REQUEST), ANSWER));
  }

  private static ProblemException problemOfTwo(Reason... reasons) {
    return assertThrows(
        ProblemException.class,
        () -> failing(reasons).commit(REQUEST, List.of(WRITE, WRITE), ANSWER));
  }

  private static List<Reason> failureOfTwo(Reason... reasons) {
    return assertThrows(
            TransactionFailedException.class,
            () -> failing(reasons).commit(REQUEST, List.of(WRITE, WRITE), ANSWER))
        .reasons();
  }

  @Test
  void aRecordThatIsBeingWrittenIsARequestUnderWay() {
    assertEquals(ProblemType.IDEMPOTENCY_KEY_IN_USE, problemOfOne(CONFLICT, NONE).type());
    assertEquals(ProblemType.IDEMPOTENCY_KEY_IN_USE, problemOfOne(CONFLICT, CONFLICT).type());
    assertEquals(ProblemType.IDEMPOTENCY_KEY_IN_USE, problemOfTwo(CONFLICT, NONE, CONFLICT).type());
  }

  @Test
  void aRequestUnderWayIsSaidToBeRepeatedInASecond() {
    assertEquals(OptionalInt.of(1), problemOfOne(CONFLICT, NONE).retryAfterSeconds());
  }

  @Test
  void anItemThatIsBeingWrittenIsNamedAmongSeveral() {
    assertEquals(ProblemType.IDEMPOTENCY_KEY_IN_USE, problemOfOne(NONE, CONFLICT).type());
    assertEquals(List.of(NONE, CONFLICT), failureOfTwo(NONE, NONE, CONFLICT));
  }

  @Test
  void aConditionThatFailsIsTheWritesOwn() {
    assertThrows(
        ConditionFailedException.class,
        () -> TestItems.commits(failing(NONE, FAILED)).commit(WRITE, Optional.of(REQUEST), ANSWER));
    assertEquals(List.of(FAILED, NONE), failureOfTwo(NONE, FAILED, NONE));
    assertEquals(List.of(NONE, FAILED), failureOfTwo(CONFLICT, NONE, FAILED));
  }

  @Test
  void whatIsRefusedIsTold() {
    assertSame(PROBLEM, problemOfOne(REFUSED, NONE));
    assertSame(PROBLEM, problemOfOne(NONE, REFUSED));
    assertSame(PROBLEM, problemOfTwo(REFUSED, NONE, NONE));
    assertEquals(List.of(REFUSED, NONE), failureOfTwo(NONE, REFUSED, NONE));
  }
}
