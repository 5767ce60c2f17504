package dev.larder.table;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;

/** DynamoDB does not describe a table, and will not as long as nothing is changed. */
final class RefusedTableException extends ProblemException {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final String why;
  private final boolean denied;

  /**
   * @param why goes on from the table's name
   * @param denied whether the function may not ask
   */
  RefusedTableException(String table, String why, boolean denied, Throwable cause) {
    super(ProblemType.INTERNAL, INTERNAL_DETAIL, cause);
    this.table = table;
    this.why = why;
    this.denied = denied;
  }

  /** A sentence of the setting that names the table. */
  String finding(String setting) {
    return setting + " is " + table + ", " + why + ".";
  }

  boolean denied() {
    return denied;
  }
}
