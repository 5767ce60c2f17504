package dev.larder.bench;

import dev.larder.Progress;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** One process of a contestant that stays, and what has been measured of it. */
final class WarmRun implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final int TURN = 500;
  private static final double MIB = 1024 * 1024;

  private final Contestant contestant;
  private final Workload workload;
  private final DeployedFunction function;
  private Samples samples = new Samples();
  private double cpuBefore;
  private double seconds;

  /**
   * Has processes take turns, in an order that turns round each time: what else the machine does
   * meanwhile falls on all of them.
   *
   * @param measured the invocations of each
   */
  static void takeTurns(Collection<WarmRun> runs, int measured) {
    Progress progress = new Progress("invocations of each", measured);
    List<WarmRun> order = new ArrayList<>(runs);
    for (int done = 0; done < measured; done += TURN) {
      int times = Math.min(TURN, measured - done);
      order.forEach(run -> run.invoke(times));
      Collections.reverse(order);
      progress.at(done + times);
    }
  }

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
