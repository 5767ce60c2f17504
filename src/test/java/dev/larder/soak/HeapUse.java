package dev.larder.soak;

import dev.larder.lambda.Jcmd;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap holds after a full collection, as the JDK's {@code jcmd} tells. */
final class HeapUse {
  /**
   * The old generation of the serial collector, whither a full collection moves all that is left;
   * the young one is in use again before it can be asked for.
   */
  private static final Pattern OLD =
      Pattern.compile("tenured generation +total [^\\[]*?used (\\d+)K");

  private HeapUse() {}

  /** In MiB; empty where it cannot be asked, as of what is no JVM, or has another collector. */
  static Optional<Double> mibAfterCollection(long pid) throws InterruptedException {
    ask(pid, "GC.run");
    Matcher old = OLD.matcher(ask(pid, "GC.heap_info"));
    return old.find() ? Optional.of(Long.parseLong(old.group(1)) / 1024.0) : Optional.empty();
  }

  private static String ask(long pid, String question) throws InterruptedException {
    try {
      return Jcmd.ask(pid, question).output();
    } catch (IOException e) {
      return "";
    }
  }
}
