package dev.larder.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), question)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException e) {
      return "";
    }
  }
}
