package dev.larder.runtime;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/**
 * Time-ordered UUIDs (RFC 9562, section 5.7), for item versions, generated keys and job ids. A
 * native executable initializes this class at run time; otherwise all its processes would continue
 * from the same random state.
 */
public final class UuidV7 {
  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private UuidV7() {}

  /** A new UUID as text. It sorts after all earlier ones of this container. */
  public static String next() {
    return GENERATOR.generate().toString();
  }
}
