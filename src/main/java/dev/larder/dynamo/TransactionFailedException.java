package dev.larder.dynamo;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Optional;

/** DynamoDB cancelled a transaction. Nothing was written. */
public class TransactionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Reason> reasons;

  /**
   * @param reasons one for each write, in order
   */
  public TransactionFailedException(List<Reason> reasons) {
    super("DynamoDB canceled the transaction", null, false, false);
    this.reasons = List.copyOf(reasons);
  }

  /** Whether and why a write made its transaction fail. */
  public enum Kind {
    /** This write did not fail. */
    NONE,
    /** The condition did not hold. */
    CONDITION,
    /** The condition did not hold, and DynamoDB did not return the items of all that failed. */
    CONDITION_WITHOUT_ITEM,
    /** Another write of the same item was in progress. */
    CONFLICT,
    /** DynamoDB throttled the write or rejected its item. */
    REFUSED
  }

  /**
   * Why one write failed.
   *
   * @param current the item that the transaction found, if its condition failed and the item exists
   * @param problem the problem to report for a refused write; empty for every other kind
   */
  public record Reason(Kind kind, Optional<Item> current, Optional<ProblemException> problem) {

    /** Whether the cause may disappear within moments. */
    public boolean isTransient() {
      return kind == Kind.CONFLICT
          || problem.filter(refused -> refused.type() == ProblemType.THROTTLED).isPresent();
    }
  }

  /** One reason for each write, in order. */
  public List<Reason> reasons() {
    return reasons;
  }

  /** Whether the same transaction may succeed a moment later. */
  public boolean isTransient() {
    return reasons.stream().allMatch(reason -> reason.kind() == Kind.NONE || reason.isTransient());
  }
}
