package dev.larder.lambda.log;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The stacks that a container has logged, by their frames and the classes of what was thrown. */
final class LoggedStacks {
  /** Far more than there are ways in which a function fails. */
  static final int MOST = 200;

  /** Causes can go round in a circle. */
  private static final int MOST_CAUSES = 50;

  private static final String OWN = "dev.larder.";

  /** Hashes, since the frames would be kept for as long as the container lives. */
  private final Set<Integer> logged = new HashSet<>();

  /** Whether this one was not there yet. */
  synchronized boolean add(Throwable thrown) {
    if (logged.size() == MOST) {
      logged.clear();
    }
    return logged.add(hash(thrown));
  }

  synchronized void forget() {
    logged.clear();
  }

  private static int hash(Throwable thrown) {
    int hash = 0;
    Throwable each = thrown;
    for (int i = 0; each != null && i < MOST_CAUSES; i++) {
      hash = 31 * hash + each.getClass().hashCode();
      hash = 31 * hash + own(each.getStackTrace()).hashCode();
      each = each.getCause();
    }
    return hash;
  }

  /**
   * Down to the application's own last frame: how the server got there differs from time to time.
   */
  private static List<StackTraceElement> own(StackTraceElement[] stack) {
    int end = stack.length;
    while (end > 0 && !stack[end - 1].getClassName().startsWith(OWN)) {
      end--;
    }
    return Arrays.asList(stack).subList(0, end == 0 ? stack.length : end);
  }
}
