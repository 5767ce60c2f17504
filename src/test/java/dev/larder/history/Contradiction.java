package dev.larder.history;

/** Why a history cannot have happened. */
final class Contradiction extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Contradiction(String message) {
    super(message);
  }
}
