package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

  @ParameterizedTest
  @ValueSource(ints = {3_000, 30_000, 900_000})
  void itLeavesTimeToAnswer(int millis) {
    assertLeft(Duration.ofMillis(millis).minus(Deadline.RESERVE), new Deadline(millis));
  }

  /** Without a deadline from Lambda the context subtracts the date from nothing, cut to 32 bits. */
  @ParameterizedTest
  @ValueSource(ints = {-900_001, Integer.MIN_VALUE, 900_001, Integer.MAX_VALUE})
  void whatLambdaCannotHaveSaidIsNotKnown(int millis) {
    assertLeft(Deadline.UNKNOWN.minus(Deadline.RESERVE), new Deadline(millis));
  }

  @Test
  void itIsOverWhenOnlyTheReserveIsLeft() {
    assertTrue(new Deadline((int) Deadline.RESERVE.toMillis()).isOver());
    assertTrue(new Deadline(1).remaining().isNegative());
    assertFalse(new Deadline(30_000).isOver());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, -43_000})
  void anInvocationThatIsLateHasNoTime(int millis) {
    Deadline deadline = new Deadline(millis);
    assertTrue(deadline.isOver());
    assertFalse(deadline.allowsCall());
    ProblemException e = assertThrows(ProblemException.class, deadline::requireTime);
    assertEquals(ProblemType.DEADLINE, e.type());
  }

  /** A megabyte takes 40 ms of a processor, of which 256 MB are a seventh. */
  @ParameterizedTest
  @CsvSource({"256,276", "1769,40", "10240,40", "0,40"})
  void aLargeResponseNeedsMoreTimeTheLessProcessorTheFunctionHas(int memory, int millis) {
    Deadline deadline = new Deadline(30_000, Duration.ofSeconds(29), memory);
    Duration before = deadline.remaining();
    deadline.reserveFor(500_000);
    deadline.reserveFor(1_000_000);
    Duration reserved = before.minus(deadline.remaining());
    assertTrue(
        reserved.toMillis() >= millis && reserved.toMillis() < millis + 1000, reserved::toString);
  }

  private static void assertLeft(Duration expected, Deadline deadline) {
    Duration left = deadline.remaining();
    assertTrue(
        left.compareTo(expected) <= 0 && left.compareTo(expected.minusSeconds(1)) > 0,
        () -> left + " of " + expected);
  }
}
