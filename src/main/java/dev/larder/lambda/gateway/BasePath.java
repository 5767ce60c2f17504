package dev.larder.lambda.gateway;

import java.util.regex.Pattern;

/** The path under which a gateway has the API, where it delivers that with every request. */
final class BasePath {
  /** Segments of the characters that API Gateway allows there, which nobody percent-encodes. */
  private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9$_.+!*'()~-]+)+");

  private BasePath() {}

  /**
   * The setting, if it is a base path.
   *
   * @throws IllegalArgumentException saying what is
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
