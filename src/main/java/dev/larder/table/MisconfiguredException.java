package dev.larder.table;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;

/**
 * A setting does not fit its table, so requests fail until one of them changes. Callers get only an
 * {@code internal} problem; the log has the finding as its cause.
 */
public final class MisconfiguredException extends ProblemException {
  private static final long serialVersionUID = 1L;

  MisconfiguredException(String finding, Throwable cause) {
    super(ProblemType.INTERNAL, INTERNAL_DETAIL, new IllegalStateException(finding, cause));
  }

  /** A sentence that names the setting and says what is wrong and how to correct it. */
  public String finding() {
    return getCause().getMessage();
  }
}
