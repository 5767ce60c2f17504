package dev.larder.table.jsonschema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.annotation.Annotation;
import com.networknt.schema.annotation.Annotations;
import com.networknt.schema.path.NodePath;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  private static final int STEPS_BETWEEN_CHECKS = 1 << 10;

  /** What one annotation costs where it is looked through, in steps. */
  private static final int STEPS_OF_ANNOTATION = 8;

  private final Runnable check;
  private final Annotations annotations = new CountedAnnotations();
  private int steps;
  private int nextCheck = STEPS_BETWEEN_CHECKS;

  /**
   * @param check is called again and again; throws to end the evaluation
   */
  BoundedEvaluation(ExecutionContext created, Runnable check) {
    super(created.getExecutionConfig());
    this.check = check;
  }

  @Override
  public void evaluationPathAddLast(String segment) {
    super.evaluationPathAddLast(segment);
    count(1);
  }

  @Override
  public void evaluationPathAddLast(int segment) {
    super.evaluationPathAddLast(segment);
    count(1);
  }

  @Override
  public Annotations getAnnotations() {
    return annotations;
  }

  private void count(int more) {
    steps += more;
    if (steps > MAX_STEPS) {
      throw new ProblemException(
          ProblemType.SCHEMA_VIOLATION,
          "The item cannot be evaluated against the collection's schema: that takes more than "
              + MAX_STEPS
              + " steps. Nest the item less deeply, or change the schema so that its alternatives"
              + " do not refer to the same schema.");
    }
    if (steps >= nextCheck) {
      nextCheck = steps + STEPS_BETWEEN_CHECKS;
      check.run();
    }
  }

  /**
   * The results that {@code unevaluatedProperties} and {@code unevaluatedItems} look through. Each
   * of these keywords goes through all results at its place, also those of other branches.
   */
  private final class CountedAnnotations extends Annotations {
    private final Map<NodePath, List<Annotation>> counted =
        new AbstractMap<>() {
          @Override
          public List<Annotation> getOrDefault(Object place, List<Annotation> absent) {
            List<Annotation> found = CountedAnnotations.super.asMap().getOrDefault(place, absent);
            count(Math.min(found.size(), MAX_STEPS) * STEPS_OF_ANNOTATION);
            return found;
          }

          @Override
          public Set<Entry<NodePath, List<Annotation>>> entrySet() {
            return CountedAnnotations.super.asMap().entrySet();
          }
        };

    @Override
    public Map<NodePath, List<Annotation>> asMap() {
      return counted;
    }
  }
}
