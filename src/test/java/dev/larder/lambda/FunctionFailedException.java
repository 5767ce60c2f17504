package dev.larder.lambda;

/**
 * Says that a function under test cannot answer any more: its process has ended, its initialization
 * has failed, or the emulator has been closed. The message carries the function's own words where
 * there are any.
 */
public final class FunctionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
