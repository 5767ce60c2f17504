package dev.larder;

import dev.larder.dynamo.Deadlines;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work in many threads that start together, each in a request of its own. */
public final class Race {
  /** More than any needs; a request has not as much. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private Race() {}

  /** Work that knows the number of its thread, from 0. */
  public interface Runner<T> {
    T run(int number) throws Exception;
  }

  /** The results in the order of the threads. */
  public static <T> List<T> of(int threads, Runner<T> runner) throws Exception {
    Deadlines.leave(LONG);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Callable<T>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        work.add(
            () -> {
              ManagedContext request = Arc.container().requestContext();
              request.activate();
              try {
                start.await();
                return runner.run(number);
              } finally {
                request.terminate();
              }
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : executor.invokeAll(work)) {
        results.add(result.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
