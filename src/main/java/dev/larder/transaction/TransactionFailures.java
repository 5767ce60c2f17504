package dev.larder.transaction;

import dev.larder.api.Problem;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.item.Item;
import dev.larder.item.ItemCommits;
import dev.larder.item.PreconditionFailures;
import dev.larder.item.UnknownOutcome;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Converts failures of transactions into problems that name the failed operations. */
final class TransactionFailures {
  private TransactionFailures() {}

  /**
   * @param steps the operations, in the order of the reasons of {@code failed}
   * @param now items that expired before this time count as absent
   * @return {@code transaction-failed}; {@code throttled} if throttling is the only reason; or, if
   *     an operation can never succeed, its own problem
   */
  static ProblemException of(
      List<PlannedWrite> steps, TransactionFailedException failed, Instant now) {
    Map<Integer, ProblemException> problems = new TreeMap<>();
    for (int i = 0; i < steps.size(); i++) {
      PlannedWrite step = steps.get(i);
      TransactionFailedException.Reason reason = failed.reasons().get(i);
      if (reason.kind() == TransactionFailedException.Kind.REFUSED && !reason.isTransient()) {
        return reason.problem().orElseThrow().with("operation", step.operation());
      }
      problem(step, reason, now).ifPresent(problem -> problems.put(step.operation(), problem));
    }
    if (problems.isEmpty()) {
      return ItemCommits.ofCompanions(failed);
    }
    if (problems.values().stream().allMatch(each -> each.type() == ProblemType.THROTTLED)) {
      return problems.values().iterator().next();
    }
    ProblemException problem = of(problems);
    return failed.isTransient() ? problem.retryAfterSeconds(1) : problem;
  }

  private static Optional<ProblemException> problem(
      PlannedWrite step, TransactionFailedException.Reason reason, Instant now) {
    return switch (reason.kind()) {
      case NONE -> Optional.empty();
      case CONDITION -> Optional.of(conditionFailed(step, reason.current(), now));
      case CONDITION_WITHOUT_ITEM ->
          Optional.of(
              new ProblemException(
                  ProblemType.PRECONDITION_FAILED,
                  "The item does not match the conditions of the operation. The items of this"
                      + " transaction are too large for DynamoDB to return them all, so read the"
                      + " item for its current ETag."));
      case CONFLICT ->
          Optional.of(
              new ProblemException(
                  ProblemType.WRITE_CONFLICT,
                  "Another write of this item was in progress. Send the transaction again."));
      case REFUSED -> reason.problem();
    };
  }

  private static ProblemException conditionFailed(
      PlannedWrite step, Optional<Item> current, Instant now) {
    if (current.isEmpty() && step.collection().isOfOthers(step.write().key())) {
      return step.collection().itemNotFound();
    }
    return step.creates()
        ? PreconditionFailures.exists(
            step.collection(),
            step.write().item().orElseThrow(),
            current.filter(item -> step.collection().isUnexpired(item, now)))
        : PreconditionFailures.explained(
            PreconditionFailures.of(step.collection(), current, now), step.preconditions());
  }

  /**
   * @param problems the problem of each failed operation, by its index, in ascending order
   */
  static ProblemException of(Map<Integer, ? extends Problem> problems) {
    List<Map<String, Object>> operations =
        problems.entrySet().stream()
            .map(
                problem -> {
                  Map<String, Object> described = new LinkedHashMap<>();
                  described.put("operation", problem.getKey());
                  described.putAll(ProblemException.membersOf(problem.getValue()));
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

  /**
   * A problem of the whole transaction, which names the items if its outcome is unknown.
   *
   * @param idempotent whether the request has an Idempotency-Key
   */
  static ProblemException explained(
      List<PlannedWrite> steps, boolean idempotent, ProblemException problem) {
    if (problem.type() != ProblemType.OUTCOME_UNKNOWN) {
      return problem;
    }
    boolean writes = idempotent || steps.stream().anyMatch(TransactionFailures::writes);
    return writes
        ? withWrites(steps, idempotent, problem)
        : new ProblemException(
                ProblemType.UNAVAILABLE,
                "DynamoDB did not respond, and the transaction writes nothing. Try again.",
                problem.getCause())
            .retryAfterSeconds(1);
  }

  private static boolean writes(PlannedWrite step) {
    return step.write().action() != Write.Action.CHECK;
  }

  /** Names the items that the transaction writes if it takes effect. */
  private static ProblemException withWrites(
      List<PlannedWrite> steps, boolean idempotent, ProblemException problem) {
    return UnknownOutcome.explained(
            problem,
            " Read an item in writes: if it has the entity tag in etag, the whole transaction took"
                + " effect.",
            repeatOf(steps, idempotent))
        .with(
            "writes",
            steps.stream()
                .filter(TransactionFailures::writes)
                .map(TransactionFailures::named)
                .toList());
  }

  private static UnknownOutcome.Repeat repeatOf(List<PlannedWrite> steps, boolean idempotent) {
    if (idempotent) {
      return UnknownOutcome.Repeat.NOTHING;
    }
    if (!steps.stream().allMatch(PlannedWrite::repeatable)) {
      return UnknownOutcome.Repeat.UNKNOWN_EFFECT;
    }
    return steps.stream().anyMatch(step -> step.write().hasNewKey())
        ? UnknownOutcome.Repeat.OTHER_ITEMS
        : UnknownOutcome.Repeat.SAME_EFFECT;
  }

  private static Map<String, Object> named(PlannedWrite step) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("operation", step.operation());
    named.put("location", step.collection().pathOf(step.write().key()));
    named.putAll(UnknownOutcome.members(step.write()));
    return named;
  }
}
