package dev.larder.transaction;

import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemSize;
import dev.larder.item.PreconditionFailures;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The answers to transactions that did not happen, with the operations that are to blame. */
final class TransactionFailures {
  private TransactionFailures() {}

  /**
   * @param steps what was tried, each with its reason
   * @param now by which an item counts as absent
   * @return {@code transaction-failed}; {@code throttled} where that is all; or, where an operation
   *     can never be done, its own problem
   */
  static ProblemException of(
      List<TransactionStep> steps, TransactionFailedException failed, Instant now) {
    Map<Integer, ProblemException> problems = new TreeMap<>();
    for (int i = 0; i < steps.size(); i++) {
      TransactionStep step = steps.get(i);
      TransactionFailedException.Reason reason = failed.reasons().get(i);
      if (reason.kind() == TransactionFailedException.Kind.REFUSED && !reason.isTransient()) {
        return reason.problem().orElseThrow().with("operation", step.operation());
      }
      problem(step, reason, now).ifPresent(problem -> problems.put(step.operation(), problem));
    }
    if (problems.values().stream().allMatch(each -> each.type() == ProblemType.THROTTLED)) {
      return problems.values().iterator().next();
    }
    ProblemException problem = of(problems);
    return failed.isTransient() ? problem.retryAfterSeconds(1) : problem;
  }

  private static Optional<ProblemException> problem(
      TransactionStep step, TransactionFailedException.Reason reason, Instant now) {
    return switch (reason.kind()) {
      case NONE -> Optional.empty();
      case CONDITION -> Optional.of(conditionFailed(step, reason.current(), now));
      case CONFLICT ->
          Optional.of(
              new ProblemException(
                  ProblemType.WRITE_CONFLICT,
                  "Another write of this item was in progress. Send the transaction again."));
      case REFUSED -> reason.problem();
    };
  }

  private static ProblemException conditionFailed(
      TransactionStep step, Optional<Item> current, Instant now) {
    return step.creates()
        ? PreconditionFailures.exists(
            step.collection(),
            step.write().item().orElseThrow(),
            current.filter(item -> step.collection().isPresent(item, now)))
        : PreconditionFailures.of(step.collection(), current, now);
  }

  /**
   * @param problems what stands in the way, by the index of the operation, in their order
   */
  static ProblemException of(Map<Integer, ProblemException> problems) {
    List<Map<String, Object>> operations =
        problems.entrySet().stream()
            .map(
                problem -> {
                  Map<String, Object> described = new LinkedHashMap<>();
                  described.put("operation", problem.getKey());
                  described.putAll(problem.getValue().described());
                  return described;
                })
            .toList();
    return new ProblemException(
            ProblemType.TRANSACTION_FAILED,
            "Nothing was written, because "
                + (operations.size() == 1 ? "an operation" : operations.size() + " operations")
                + " failed. See operations.")
        .with("operations", operations);
  }

  /** DynamoDB does not say which item of a transaction is too large; the largest one is. */
  static ProblemException blamed(List<TransactionStep> steps, ProblemException problem) {
    if (problem.type() != ProblemType.ITEM_TOO_LARGE) {
      return problem;
    }
    TransactionStep largest =
        Collections.max(steps, Comparator.comparingLong(TransactionFailures::size));
    return problem.with("operation", largest.operation());
  }

  private static long size(TransactionStep step) {
    return step.write().item().map(ItemSize::of).orElse(0L);
  }
}
