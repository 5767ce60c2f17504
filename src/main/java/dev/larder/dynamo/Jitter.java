package dev.larder.dynamo;

import java.security.SecureRandom;

/** Random lengths of pauses, so that those who failed together do not come back together. */
final class Jitter {
  private Jitter() {}

  /**
   * Any number of milliseconds from 0 to the most. It is read from the operating system: generators
   * of the JVM's own would give the same to all that are restored from one snapshot.
   */
  static long upTo(long mostMillis) {
    return new SecureRandom().nextLong(mostMillis + 1);
  }
}
