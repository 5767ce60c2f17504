package dev.larder.event;

import dev.larder.runtime.ResponseSize;
import dev.larder.text.Texts;
import java.nio.charset.StandardCharsets;

/**
 * The invocation fails. The class is what Lambda calls {@code errorType}, by which Step Functions
 * and others choose what to do; the message is its {@code errorMessage}, cut where it is long,
 * since a failure destination keeps no more.
 */
public abstract class InvocationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Bytes of a message as JSON carries it. Lambda sends it and writes it into the log, twice. */
  static final int MAX_BYTES = 32 * 1024;

  InvocationFailedException(String message) {
    // Lambda would send causes and stacks too, of any size; they are logged where they are found.
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
    return Texts.first(most, text) + "... (truncated from " + text.length() + " characters)";
  }

  private static int bytes(String text, int most) {
    return most > MAX_BYTES
        ? most
        : ResponseSize.carriedBytes(text.substring(0, most).getBytes(StandardCharsets.UTF_8));
  }
}
