package dev.larder.event;

import dev.larder.runtime.ResponseSize;
import dev.larder.text.Unicode;
import java.nio.charset.StandardCharsets;

/**
 * Fails the invocation. Lambda reports the class as {@code errorType}, by which Step Functions and
 * others select what to do, and the message as {@code errorMessage}. Long messages are truncated,
 * because a failure destination keeps no more.
 */
public abstract class InvocationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The longest message in bytes, encoded as a JSON string. Lambda sends the message and also
   * writes it to the log.
   */
  static final int MAX_BYTES = 32 * 1024;

  InvocationFailedException(String message) {
    // No cause and no stack trace: Lambda would send both, in any size. The code that detects an
    // error logs it.
    super(bounded(message), null, false, false);
  }

  static String bounded(String message) {
    String text = String.valueOf(message);
    int most = text.length();
    while (bytes(text, most) > MAX_BYTES) {
      most = Math.min(most, MAX_BYTES * 2) / 2;
    }
    if (most == text.length()) {
      return text;
    }
    return Unicode.truncate(most, text) + "... (truncated from " + text.length() + " characters)";
  }

  private static int bytes(String text, int most) {
    return most > MAX_BYTES
        ? most
        : ResponseSize.jsonStringBytes(text.substring(0, most).getBytes(StandardCharsets.UTF_8));
  }
}
