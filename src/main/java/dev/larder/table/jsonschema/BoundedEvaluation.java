package dev.larder.table.jsonschema;

import com.networknt.schema.ExecutionContext;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;

/**
 * An evaluation of a schema that always ends. Where references lead from alternatives back to the
 * same schema, a small item with deep nesting would otherwise take exponential time.
 */
final class BoundedEvaluation extends ExecutionContext {
  /**
   * Steps from schemas to their subschemas for one item; about one second. The largest item has
   * some 200,000 values, each of which takes a few steps.
   */
  static final int MAX_STEPS = 2_000_000;

  /** A power of two. */
  private static final int STEPS_BETWEEN_CHECKS = 1 << 12;

  private final Runnable check;
  private int steps;

  /**
   * @param check is called again and again; throws to end the evaluation
   */
  BoundedEvaluation(ExecutionContext created, Runnable check) {
    super(created.getExecutionConfig());
    this.check = check;
  }

  @Override
  public void evaluationPathAddLast(String segment) {
    count();
    super.evaluationPathAddLast(segment);
  }

  @Override
  public void evaluationPathAddLast(int segment) {
    count();
    super.evaluationPathAddLast(segment);
  }

  private void count() {
    if (++steps > MAX_STEPS) {
      throw new ProblemException(
          ProblemType.SCHEMA_VIOLATION,
          "The item cannot be evaluated against the collection's schema: that takes more than "
              + MAX_STEPS
              + " steps. Nest the item less deeply, or change the schema so that its alternatives"
              + " do not refer to the same schema.");
    }
    if (steps % STEPS_BETWEEN_CHECKS == 0) {
      check.run();
    }
  }
}
