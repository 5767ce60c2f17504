package dev.larder.bench;

import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.time.Duration;

/** One process of a contestant that stays, and what has been measured of it. */
final class WarmRun implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final double MIB = 1024 * 1024;

  private final Contestant contestant;
  private final Workload workload;
  private final DeployedFunction function;
  private Samples samples = new Samples();
  private double cpuBefore;
  private double seconds;

  /** Takes over the function. */
  WarmRun(Contestant contestant, Workload workload, DeployedFunction function) {
    this.contestant = contestant;
    this.workload = workload;
    this.function = function;
  }

  /**
   * Invokes the function and measures it.
   *
   * @throws BenchException if it answers wrongly or not at all
   */
  void invoke(int times) {
    try {
      for (int n = 0; n < times; n++) {
        invokeOnce(n);
      }
      ResidentMemory.requireOneProcess(function);
    } catch (RuntimeException e) {
      throw BenchException.of(contestant, e);
    }
  }

  /** Makes the request once more, and returns what DynamoDB charged for it. */
  String units() {
    function.awaitNext(READY);
    return Workload.units(function.invoke(workload.event(0)));
  }

  /** Drops what has been measured so far. */
  void reset() {
    samples = new Samples();
    seconds = 0;
    cpuBefore = function.process().cpuSeconds();
  }

  /** Returns what has been measured, its cold starts included. */
  Measurement result(Samples coldStarts) {
    double cpu = function.process().cpuSeconds() - cpuBefore;
    return new Measurement(
        coldStarts.percentileMillis(0.5),
        samples.percentileMillis(0.5),
        samples.percentileMillis(0.99),
        samples.count() / seconds,
        cpu * 1000 / samples.count(),
        function.process().peakRssBytes() / MIB,
        contestant.packageBytes() / MIB);
  }

  @Override
  public void close() {
    function.close();
  }

  private void invokeOnce(int n) {
    long turn = System.nanoTime();
    // What a function does between an answer and its next request for an event counts for the
    // throughput, but nobody waits for it.
    function.awaitNext(READY);
    long start = System.nanoTime();
    Outcome answer = function.invoke(workload.event(n));
    long end = System.nanoTime();
    samples.add(end - start);
    seconds += (end - turn) / 1e9;
    workload.check(n, answer);
  }
}
