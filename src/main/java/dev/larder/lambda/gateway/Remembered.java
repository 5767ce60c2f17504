package dev.larder.lambda.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A function of texts that remembers its results for the first short texts that it gets. */
final class Remembered {
  static final int MAX_TEXTS = 64;
  static final int MAX_LENGTH = 256;

  private final UnaryOperator<String> function;
  private final Map<String, Optional<String>> results = new ConcurrentHashMap<>();

  /**
   * @param function may return null
   */
  Remembered(UnaryOperator<String> function) {
    this.function = function;
  }

  /** The function's result, which may be null. */
  String of(String text) {
    Optional<String> known = results.get(text);
    if (known != null) {
      return known.orElse(null);
    }
    String result = function.apply(text);
    if (text.length() <= MAX_LENGTH && results.size() < MAX_TEXTS) {
      results.put(text, Optional.ofNullable(result));
    }
    return result;
  }
}
