package dev.larder.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap holds after a full collection, as the JDK's {@code jcmd} tells. */
final class HeapUse {
  /** A generation, or a heap that has none; not the Metaspace, which has no total. */
  private static final Pattern USED = Pattern.compile("total [^\\[]*?used (\\d+)K");

  private HeapUse() {}

  /**
   * Has a JVM collect its garbage, and returns the bytes that are left; not a number where there is
   * no {@code jcmd} to ask.
   *
   * @param java the {@code java} executable that {@code jcmd} is beside
   */
  static double bytesAfterCollection(Path java, long pid) {
    Path jcmd = java.resolveSibling("jcmd");
    if (!Files.isExecutable(jcmd)) {
      return Double.NaN;
    }
    ask(jcmd, pid, "GC.run");
    String info = ask(jcmd, pid, "GC.heap_info");
    Matcher used = USED.matcher(info);
    if (!used.find()) {
      throw new BenchException("jcmd GC.heap_info tells no use of the heap: " + info);
    }
    return used.reset().results().mapToLong(found -> Long.parseLong(found.group(1))).sum() * 1024.0;
  }

  private static String ask(Path jcmd, long pid, String question) {
    return Command.run(Path.of("."), jcmd.toString(), Long.toString(pid), question);
  }
}
