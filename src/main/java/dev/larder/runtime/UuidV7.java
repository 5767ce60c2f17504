package dev.larder.runtime;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/**
 * UUIDs that begin with the time, RFC 9562, section 5.7: for the versions of items, and for keys
 * and ids that nobody has given. In a native executable this class is initialized when it runs,
 * else all copies of the executable would go on from one random state.
 */
public final class UuidV7 {
  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private UuidV7() {}

  /** A UUID that nobody had before, as text greater than all others of this container. */
  public static String next() {
    return GENERATOR.generate().toString();
  }
}
