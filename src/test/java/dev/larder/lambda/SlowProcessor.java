package dev.larder.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Holds a process to a seventh of one processor, as Lambda does with a function of 256 MB: it runs
 * for 10 of each 70 ms, on one processor. Linux only.
 */
final class SlowProcessor {
  private static final String LOOP =
      "taskset -acp 0 $0 >/dev/null 2>&1;"
          + " while kill -STOP $0; do sleep 0.06; kill -CONT $0 && sleep 0.01; done 2>/dev/null";

  private SlowProcessor() {}

  /** Holds the process while something is done. */
  static void during(FunctionProcess process, Runnable work) {
    String pid = Long.toString(process.pid());
    try {
      Process loop = new ProcessBuilder("sh", "-c", LOOP, pid).inheritIO().start();
      try {
        work.run();
      } finally {
        loop.destroyForcibly().waitFor();
        new ProcessBuilder("kill", "-CONT", pid).start().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
