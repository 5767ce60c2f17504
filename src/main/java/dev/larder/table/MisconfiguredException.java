package dev.larder.table;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;

/**
 * A setting does not fit the table that it names, so requests fail until one of them is changed.
 * They are told nothing of it; the log is, by the cause.
 */
public final class MisconfiguredException extends ProblemException {
  private static final long serialVersionUID = 1L;

  MisconfiguredException(String finding, Throwable cause) {
    super(ProblemType.INTERNAL, INTERNAL_DETAIL, new IllegalStateException(finding, cause));
  }

  /** The sentence that names the setting, and says what is and what should be. */
  public String finding() {
    return getCause().getMessage();
  }
}
