package dev.larder.table.config;

import io.smallrye.config.EnvConfigSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Environment variables that have other characters than ASCII. Java 17 decodes them by the locale,
 * which is POSIX where the system has no other; Lambda encodes them in UTF-8.
 */
public final class EnvironmentInUtf8 implements ConfigSourceProvider {
  private static final Path BLOCK = Path.of("/proc/self/environ");

  /** The character for octets that Java cannot decode. */
  private static final char REPLACEMENT = '\uFFFD';

  @Override
  public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
    Map<String, String> damaged = new HashMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (value.indexOf(REPLACEMENT) >= 0) {
                damaged.put(name, value);
              }
            });
    if (damaged.isEmpty() || !Files.isReadable(BLOCK)) {
      return List.of();
    }
    try {
      return List.of(
          new EnvConfigSource(
              corrected(damaged, Files.readAllBytes(BLOCK)), EnvConfigSource.ORDINAL + 1));
    } catch (IOException e) {
      throw new IllegalArgumentException("The environment variables cannot be read", e);
    }
  }

  /**
   * Decodes variables.
   *
   * @param damaged the variables as Java decodes them
   * @param block the variables, each as {@code name=value} and with the octet 0 after it
   * @throws IllegalArgumentException naming a variable that is not in UTF-8, if it is one of
   *     Larder's
   */
  static Map<String, String> corrected(Map<String, String> damaged, byte[] block) {
    Map<String, String> corrected = new HashMap<>();
    int start = 0;
    for (int end = 0; end < block.length; end++) {
      if (block[end] == 0) {
        String name = name(block, start, end);
        if (damaged.containsKey(name)) {
          int value = start + name.length() + 1;
          corrected.put(name, decoded(name, ByteBuffer.wrap(block, value, end - value)));
        }
        start = end + 1;
      }
    }
    return corrected;
  }

  private static String name(byte[] block, int start, int end) {
    int equals = start;
    while (equals < end && block[equals] != '=') {
      equals++;
    }
    return new String(block, start, equals - start, StandardCharsets.ISO_8859_1);
  }

  private static String decoded(String name, ByteBuffer value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          name + " is not encoded in UTF-8; encode the value of the environment variable in it", e);
    }
  }
}
