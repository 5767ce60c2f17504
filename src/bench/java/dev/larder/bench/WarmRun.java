package dev.larder.bench;

import dev.larder.Progress;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** One process of a contestant that stays, and what has been measured of it. */
final class WarmRun implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final int TURN = 500;
  private static final double MIB = 1024 * 1024;

  private final Contestant contestant;
  private final Requests requests;
  private final DeployedFunction function;
  private final List<Turn> turns = new ArrayList<>();
  private double cpuBefore;

  /**
   * @param seconds of all its invocations, without the checks of the answers
   */
  private record Turn(Samples samples, double seconds) {
    static final Turn NONE = new Turn(new Samples(), 0);
  }

  /**
   * Has processes take turns, in an order that turns round each time: what else the machine does
   * meanwhile falls on all of them. What each did in its turn is a round.
   *
   * @param measured the invocations of each
   */
  static void takeTurns(Collection<WarmRun> runs, int measured) {
    takeTurns(runs, measured, TURN);
  }

  /**
   * Else as {@link #takeTurns(Collection, int)}.
   *
   * @param turn the invocations of a turn
   */
  static void takeTurns(Collection<WarmRun> runs, int measured, int turn) {
    Progress progress = new Progress("invocations of each", measured);
    List<WarmRun> order = new ArrayList<>(runs);
    for (int done = 0; done < measured; done += turn) {
      int times = Math.min(turn, measured - done);
      order.forEach(run -> run.invoke(times));
      Collections.reverse(order);
      progress.at(done + times);
    }
  }

  /** Takes over the function. */
  WarmRun(Contestant contestant, Requests requests, DeployedFunction function) {
    this.contestant = contestant;
    this.requests = requests;
    this.function = function;
  }

  /**
   * Invokes the function and measures it, as one turn.
   *
   * @throws BenchException if it answers wrongly or not at all
   */
  void invoke(int times) {
    try {
      Samples samples = new Samples();
      double seconds = 0;
      for (int n = 0; n < times; n++) {
        seconds += invokeOnce(n, samples);
      }
      turns.add(new Turn(samples, seconds));
      ResidentMemory.requireOneProcess(function);
    } catch (RuntimeException e) {
      throw BenchException.of(contestant, e);
    }
  }

  /** Makes the request once more, and returns what DynamoDB charged for it. */
  String units() {
    function.awaitNext(READY);
    return Workload.units(function.invoke(requests.event(0)));
  }

  /** Drops what has been measured so far. */
  void reset() {
    turns.clear();
    cpuBefore = function.process().cpuSeconds();
  }

  /** Returns what has been measured in each round, with a cold start as long as there are some. */
  List<Measurement> rounds(Samples coldStarts) {
    double cpu = function.process().cpuSeconds() - cpuBefore;
    int count = turns.stream().mapToInt(turn -> turn.samples().count()).sum();
    double peakRss = function.process().peakRssBytes() / MIB;
    return IntStream.range(0, Math.max(turns.size(), coldStarts.count()))
        .mapToObj(
            n -> {
              Turn turn = n < turns.size() ? turns.get(n) : Turn.NONE;
              return new Measurement(
                  coldStarts.only(n).percentileMillis(0.5),
                  turn.samples().percentileMillis(0.5),
                  turn.samples().percentileMillis(0.99),
                  turn.samples().count() / turn.seconds(),
                  cpu * 1000 / count,
                  peakRss,
                  contestant.packageBytes() / MIB);
            })
        .toList();
  }

  @Override
  public void close() {
    function.close();
  }

  /** Returns the seconds that it took with the time until the function asked for the event. */
  private double invokeOnce(int n, Samples samples) {
    long turn = System.nanoTime();
    // What a function does between an answer and its next request for an event counts for the
    // throughput, but nobody waits for it.
    function.awaitNext(READY);
    long start = System.nanoTime();
    Outcome answer = function.invoke(requests.event(n));
    long end = System.nanoTime();
    samples.add(end - start);
    requests.check(n, answer);
    return (end - turn) / 1e9;
  }
}
