package dev.larder.lambda;

import java.io.IOException;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the threads of a JVM have allocated since they started, as {@code jcmd} tells: to the
 * kilobyte, and for a thread with more than 100 MB to the megabyte. Neither collections nor other
 * processes change it.
 *
 * @param threads bytes by the addresses of the threads
 */
record AllocatedBytes(Map<String, Long> threads) {
  private static final Pattern THREAD =
      Pattern.compile("^\".*? allocated=(\\d+)([BKMG]) .*? tid=(\\w+) ", Pattern.MULTILINE);

  static AllocatedBytes of(long pid) throws IOException, InterruptedException {
    Jcmd threads = Jcmd.ask(pid, "Thread.print -e");
    Matcher each = THREAD.matcher(threads.output());
    Map<String, Long> bytes =
        each.results().collect(Collectors.toMap(thread -> thread.group(3), AllocatedBytes::bytes));
    if (threads.status() != 0 || bytes.isEmpty()) {
      throw new IllegalStateException("jcmd tells no allocations: " + threads.output());
    }
    return new AllocatedBytes(bytes);
  }

  /** What the threads that there are now have allocated since. */
  long since(AllocatedBytes before) {
    return threads.entrySet().stream()
        .mapToLong(thread -> thread.getValue() - before.threads.getOrDefault(thread.getKey(), 0L))
        .sum();
  }

  private static long bytes(MatchResult thread) {
    return Long.parseLong(thread.group(1)) << 10 * "BKMG".indexOf(thread.group(2));
  }
}
