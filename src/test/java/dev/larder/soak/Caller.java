package dev.larder.soak;

import dev.larder.FakeLambda;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.HttpEvent.Answer;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;

/** Sends one function its events, measures the answers and checks them. */
final class Caller {
  /** What stops a run that has gone wrong from filling the memory. */
  private static final int MOST_UNEXPECTED = 100;

  private final DeployedFunction function;
  private final FakeLambda lambda;
  private final Latencies latencies;
  private final Queue<String> unexpected;
  private String kind;

  /**
   * @param unexpected gets what no answer should have been
   */
  Caller(
      DeployedFunction function, FakeLambda lambda, Latencies latencies, Queue<String> unexpected) {
    this.function = function;
    this.lambda = lambda;
    this.latencies = latencies;
    this.unexpected = unexpected;
  }

  void isOf(String kind) {
    this.kind = kind;
  }

  /**
   * Sends a request, whose answer has one of these statuses, or says that DynamoDB was not to be
   * had.
   */
  Answer http(HttpEvent event, Integer... statuses) {
    long start = System.nanoTime();
    Outcome outcome = function.invoke(event.toString());
    double millis = millisSince(start);
    if (outcome.failed()) {
      latencies.add(kind, millis, true);
      expect(false, event + " failed: " + outcome.text());
      return new Answer(0, null, Map.of(), "{}");
    }
    Answer answer = Answer.of(outcome);
    boolean unavailable = answer.status() == 503 || answer.status() == 504;
    latencies.add(kind, millis, !unavailable);
    expect(
        unavailable || Arrays.asList(statuses).contains(answer.status()),
        event + " was answered " + answer.status() + ": " + answer.body());
    return answer;
  }

  /**
   * Invokes the function directly, which fails, if at all, with one of these types of error.
   *
   * @return whether it succeeded
   */
  boolean direct(String event, String... errors) {
    long start = System.nanoTime();
    Outcome outcome = function.invoke(event);
    latencies.add(kind, millisSince(start), true);
    expect(
        !outcome.failed() || Arrays.stream(errors).anyMatch(outcome.text()::contains),
        event + " failed: " + outcome.text());
    return !outcome.failed();
  }

  /** Makes the invocations that wait, as Lambda does: three attempts each. */
  void deliver() throws InterruptedException {
    while (!lambda.isEmpty()) {
      FakeLambda.Invocation invocation = lambda.next();
      boolean done = false;
      for (int attempt = 0; !done && attempt < 3; attempt++) {
        long start = System.nanoTime();
        Outcome outcome = invocation.attempt(function.api());
        latencies.add(kind, millisSince(start), true);
        done = !outcome.failed();
        expect(done || outcome.text().contains("RequestFailedException"), outcome.text());
      }
    }
  }

  private void expect(boolean met, String what) {
    if (!met && unexpected.size() < MOST_UNEXPECTED) {
      unexpected.add(kind + ": " + what);
    }
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
