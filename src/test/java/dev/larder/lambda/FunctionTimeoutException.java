package dev.larder.lambda;

/**
 * Says that a function under test did not do within its time what was waited for. Lambda would stop
 * its execution environment at this point; the emulator leaves that to the caller.
 */
public final class FunctionTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionTimeoutException(String message) {
    super(message);
  }
}
