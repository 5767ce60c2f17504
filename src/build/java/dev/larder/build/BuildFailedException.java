package dev.larder.build;

/** Ends the build; its message says what was wrong. */
final class BuildFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BuildFailedException(String message) {
    super(message);
  }

  BuildFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
