package dev.larder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the verdict of a soak can be that something grows. */
class LevelTest {
  private static final int HOUR = 3600;

  private static final Level MEMORY = new Level(0.5, 1.1, 0);
  private static final Level COUNT = new Level(0.5, 1, 3);

  private static Level.Verdict hour(Level level, DoubleUnaryOperator valueAt) {
    List<Level.Point> points =
        IntStream.range(0, HOUR / 10)
            .mapToObj(i -> new Level.Point(i * 10, valueAt.applyAsDouble(i * 10)))
            .toList();
    return level.of(points, HOUR).orElseThrow();
  }

  @Test
  void whatStaysAsItIsIsLevel() {
    Random random = new Random(20260131);
    assertTrue(hour(MEMORY, second -> 240).holds());
    assertTrue(hour(MEMORY, second -> 240 + random.nextInt(40)).holds());
    assertTrue(hour(COUNT, second -> 12 + random.nextInt(6)).holds());
  }

  @Test
  void whatGrowsOnlyAtTheBeginningIsLevel() {
    assertTrue(hour(MEMORY, second -> second < 1000 ? second / 5 : 200).holds());
  }

  @Test
  void whatFallsIsLevel() {
    assertTrue(hour(MEMORY, second -> 1000 - second / 5).holds());
  }

  @Test
  void singleSamplesAreNotHeard() {
    assertTrue(hour(COUNT, second -> second % 100 == 0 ? 500 : 12).holds());
  }

  @Test
  void aLeakIsFound() {
    assertFalse(hour(MEMORY, second -> 200 + second / 40).holds(), "90 in an hour");
    assertTrue(hour(MEMORY, second -> 200 + second / 80).holds(), "within the bound");
    assertFalse(hour(COUNT, second -> 12 + (int) (second / 200)).holds(), "one in 200 seconds");
  }

  @Test
  void aStepIsFoundWhereItCameBeforeTheLastThirdOrInIt() {
    assertFalse(hour(MEMORY, second -> second < 2400 ? 200 : 230).holds());
    assertFalse(hour(COUNT, second -> second < 2900 ? 12 : 20).holds());
  }

  @Test
  void aLowQuantileHearsWhatRaisesAllSamples() {
    Level latency = new Level(0.25, 1.5, 0);
    assertTrue(hour(latency, second -> second > 2400 && second % 20 == 0 ? 9 : 2).holds());
    assertFalse(hour(latency, second -> second > 2400 ? 3.1 : 2).holds());
  }

  @Test
  void whatIsFoundIsSaidInNumbers() {
    Level.Verdict verdict = hour(MEMORY, second -> second < 2400 ? 200 : 230.5);
    assertEquals(
        "NOT LEVEL: middle third 200.00, last third 230.50, at most 220.00", verdict.toString());
  }

  @Test
  void ofTooFewSamplesNothingIsSaid() {
    List<Level.Point> points =
        List.of(
            new Level.Point(20, 1),
            new Level.Point(25, 1),
            new Level.Point(30, 1),
            new Level.Point(45, 9),
            new Level.Point(50, 9));
    assertEquals(Optional.empty(), MEMORY.of(points, 60));
  }

  @Test
  void aQuantileIsOneOfTheValues() {
    double[] values = {5, 1, 4, 2, 3};
    assertEquals(3, Level.quantile(values, 0.5));
    assertEquals(5, Level.quantile(values, 0.99));
    assertEquals(1, Level.quantile(values, 0));
    assertTrue(Double.isNaN(Level.quantile(new double[0], 0.5)));
  }
}
