package dev.larder.bench;

/** Ends the bench, with what was wrong and what to do about it. */
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchException(String message) {
    super(message);
  }

  /** What went wrong with a contestant, whose log has more. */
  static BenchException of(Contestant contestant, RuntimeException cause) {
    return new BenchException(contestant.name() + ": " + cause.getMessage(), cause);
  }

  BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
