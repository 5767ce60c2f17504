package dev.larder.lambda.gateway;

import java.util.regex.Pattern;

/**
 * The base path under which a gateway serves the API and which it includes in the path of every
 * request.
 */
final class BasePath {
  /**
   * Segments of the characters that API Gateway allows in a base path, none of which clients
   * percent-encode.
   */
  private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9$_.+!*'()~-]+)+");

  private BasePath() {}

  /**
   * Checks the setting {@code larder.base-path}.
   *
   * @throws IllegalArgumentException if it is not valid; the message says what is
   */
  static String of(String setting) {
    if (!SEGMENTS.matcher(setting).matches()) {
      throw new IllegalArgumentException(
          "larder.base-path (LARDER_BASE_PATH) is "
              + setting
              + "; it must begin with a slash, must not end with one, and can otherwise have"
              + " letters, digits and $-_.+!*'()~ between slashes, as in /v1 or /api/v1");
    }
    return setting;
  }
}
