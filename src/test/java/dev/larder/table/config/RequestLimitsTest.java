package dev.larder.table.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.TestConfig;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLimitsTest {

  private static RequestLimits with(String name, String value) {
    return new RequestLimits(TestConfig.of(Map.of("larder.limits." + name, value)));
  }

  @Test
  void everyLimitHasADefault() {
    RequestLimits limits = new RequestLimits(TestConfig.of(Map.of()));
    assertEquals(new Limit("depth", 32), limits.depth());
    assertEquals(new Limit("entries", 10_000), limits.entries());
    assertEquals(new Limit("operators", 50), limits.operators());
    assertEquals(new Limit("operations", 1000), limits.operations());
    assertEquals(new Limit("page-size", 1000), limits.pageSize());
    assertEquals(new Limit("batch-size", 100), limits.batchSize());
    assertEquals(6 * 1024 * 1024, TestConfig.of(Map.of()).limits().bodySize());
  }

  @ParameterizedTest
  @CsvSource({
    "body-size, 6291456",
    "depth, 32",
    "entries, 1000000",
    "operators, 50",
    "operations, 10000",
    "page-size, 10000",
    "batch-size, 100"
  })
  void aLimitIsTakenFromOneToWhatIsSensible(String name, long most) {
    with(name, "1");
    with(name, String.valueOf(most));
    for (long value : new long[] {0, -1, most + 1, 10_000_000_000L}) {
      assertEquals(
          "larder.limits."
              + name
              + " is "
              + value
              + "; it must be a whole number from 1 to "
              + most,
          assertThrows(IllegalArgumentException.class, () -> with(name, String.valueOf(value)))
              .getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "read-units, 0, 0.0; it must be a number of read units above 0",
    "read-units, -1, -1.0; it must be a number of read units above 0",
    "read-units, NaN, NaN; it must be a number of read units above 0",
    "page-time, PT0S, 'PT0S; it must be a duration above 0 and up to PT15M, as in 5S'",
    "page-time, PT-1S, 'PT-1S; it must be a duration above 0 and up to PT15M, as in 5S'",
    "page-time, PT16M, 'PT16M; it must be a duration above 0 and up to PT15M, as in 5S'"
  })
  void whatAPageMayTakeIsMoreThanNothing(String name, String value, String complaint) {
    assertEquals(
        "larder.limits." + name + " is " + complaint,
        assertThrows(IllegalArgumentException.class, () -> with(name, value)).getMessage());
  }

  @Test
  void theBudgetOfACollectionIsMoreThanNothing() {
    assertEquals(
        "larder.collections.films.read-units is 0.0; it must be a number of read units above 0",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new RequestLimits(
                        TestConfig.of(Map.of("larder.collections.films.read-units", "0"))))
            .getMessage());
  }

  @Test
  void whatExceedsALimitIsAnsweredWithItAndItsSetting() {
    Limit limit = with("depth", "5").depth();
    ProblemException e = limit.exceeded("Too deep.");
    assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
    assertEquals("Too deep.", e.getMessage());
    assertEquals(Map.of("limit", 5, "setting", "larder.limits.depth"), e.members());
    assertEquals(
        ProblemType.CONTENT_TOO_LARGE, limit.exceeded(ProblemType.CONTENT_TOO_LARGE, "x").type());
    assertEquals(3, limit.cappedAt(3).max());
    assertEquals(5, limit.cappedAt(9).max());
  }
}
