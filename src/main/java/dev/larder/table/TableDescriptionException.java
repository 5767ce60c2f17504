package dev.larder.table;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;

/**
 * DynamoDB refused to describe a table, and will until somebody changes the setting, the table or
 * the function's role.
 */
final class TableDescriptionException extends ProblemException {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final String why;
  private final boolean denied;

  /**
   * @param why the rest of a sentence that begins with the table's name
   * @param denied whether the function's role lacks the permission to describe the table
   */
  TableDescriptionException(String table, String why, boolean denied, Throwable cause) {
    super(ProblemType.INTERNAL, INTERNAL_DETAIL, cause);
    this.table = table;
    this.why = why;
    this.denied = denied;
  }

  /** A sentence that begins with the setting that names the table. */
  String finding(String setting) {
    return setting + " is " + table + ", " + why + ".";
  }

  boolean denied() {
    return denied;
  }
}
