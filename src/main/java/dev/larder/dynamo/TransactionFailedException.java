package dev.larder.dynamo;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Optional;

/** A transaction did not happen; nothing was written. */
public class TransactionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Reason> reasons;

  /**
   * @param reasons one for each write, in their order
   */
  public TransactionFailedException(List<Reason> reasons) {
    super("DynamoDB canceled the transaction", null, false, false);
    this.reasons = List.copyOf(reasons);
  }

  /** Why a write kept its transaction from happening, if it did. */
  public enum Kind {
    /** This write would have happened. */
    NONE,
    /** Its condition did not hold. */
    CONDITION,
    /** Another write of the same item was under way. */
    CONFLICT,
    /** DynamoDB refused it, for now or for what is in it. */
    REFUSED
  }

  /**
   * @param current the item as the transaction found it, where its condition did not hold
   * @param problem what to tell the caller of a write that was refused
   */
  public record Reason(Kind kind, Optional<Item> current, Optional<ProblemException> problem) {

    /** Whether it can be gone a moment later. */
    public boolean isTransient() {
      return kind == Kind.CONFLICT
          || problem.filter(refused -> refused.type() == ProblemType.THROTTLED).isPresent();
    }
  }

  /** A reason for each write, in their order. */
  public List<Reason> reasons() {
    return reasons;
  }

  /** Whether the same transaction can happen a moment later. */
  public boolean isTransient() {
    return reasons.stream().allMatch(reason -> reason.kind() == Kind.NONE || reason.isTransient());
  }
}
