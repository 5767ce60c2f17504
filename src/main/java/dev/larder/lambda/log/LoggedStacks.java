package dev.larder.lambda.log;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The stack traces that a container has logged, identified by their frames and the classes of the
 * exceptions.
 */
final class LoggedStacks {
  /** The most stack traces to remember, far more than a function has different failures. */
  static final int MAX_STACKS = 200;

  /** Limits the chain of causes, which can be circular. */
  private static final int MAX_CAUSES = 50;

  private static final String OWN = "dev.larder.";

  /**
   * Passes connections on among the frames of the server, on one of its ways and not on another.
   */
  private static final String SERVER = OWN + "lambda.gateway.UnreadMessages";

  /** Hashes, because the set would hold the frames in memory as long as the container lives. */
  private final Set<Integer> logged = new HashSet<>();

  /** Remembers a stack trace; returns whether it is new. */
  synchronized boolean add(Throwable thrown) {
    if (logged.size() == MAX_STACKS) {
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
    for (int i = 0; each != null && i < MAX_CAUSES; i++) {
      hash = 31 * hash + each.getClass().hashCode();
      hash = 31 * hash + ownFrames(each.getStackTrace()).hashCode();
      each = each.getCause();
    }
    return hash;
  }

  /** The frames down to the application's outermost one; the server's frames below it vary. */
  private static List<StackTraceElement> ownFrames(StackTraceElement[] stack) {
    int end = stack.length;
    while (end > 0 && !isOwn(stack[end - 1].getClassName())) {
      end--;
    }
    return Arrays.asList(stack).subList(0, end == 0 ? stack.length : end);
  }

  private static boolean isOwn(String className) {
    return className.startsWith(OWN) && !className.startsWith(SERVER);
  }
}
