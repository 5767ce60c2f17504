package dev.larder.table.model;

/** A model with mistakes. It has no stack trace, since only the mistakes' places matter. */
final class BrokenModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param lines one for each mistake
   */
  BrokenModelException(String lines) {
    super(lines);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
