package dev.larder.dynamo;

import dev.larder.problem.ProblemException;

/**
 * DynamoDB rejected a read of an index as invalid. That index may have been deleted, or be under
 * construction again, since its table was described.
 */
public class IndexRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ProblemException problem;

  IndexRejectedException(ProblemException problem) {
    super("DynamoDB rejected a read of an index", problem, false, false);
    this.problem = problem;
  }

  /** The problem to report if the indexes are as they were. */
  public ProblemException problem() {
    return problem;
  }
}
