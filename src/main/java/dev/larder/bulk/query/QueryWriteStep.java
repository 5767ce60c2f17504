package dev.larder.bulk.query;

import dev.larder.api.Problem;
import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.OutdatedWriteException;
import dev.larder.dynamo.RequestCost;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.ItemDigest;
import dev.larder.event.JobProgress;
import dev.larder.event.JobStep;
import dev.larder.item.ItemCommits;
import dev.larder.item.WriteUnit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.query.SelectedKeys;
import dev.larder.query.SelectedKeys.SelectedKey;
import dev.larder.table.Collection;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.KeyAttribute;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Writes the items that a query finds, as long as the invocation has time. The writes of some items
 * and the position behind them are one transaction, so each item is written once, wherever a step
 * ends, and the next one begins behind it.
 */
final class QueryWriteStep {
  private static final Logger LOG = Logger.getLogger(QueryWriteStep.class);

  /** With less time left, no further transaction begins: its outcome could remain unknown. */
  private static final Duration LEAST = Duration.ofSeconds(2);

  /** The most items of a transaction, which may need a record beside each. */
  private static final int MOST_TOGETHER = JobStep.MAX_WRITES / 2;

  /** How many items to read at once that are written one by one. */
  private static final int MOST_READ = 25;

  /** The problems of an item that the query would not find any more. */
  private static final Set<ProblemType> NOT_FOUND =
      Set.of(ProblemType.ITEM_NOT_FOUND, ProblemType.CONDITION_FAILED, ProblemType.FORBIDDEN);

  /** The position behind the last item. */
  private static final String END = "";

  private final JobStep step;
  private final Collection collection;
  private final QueryWriteKind kind;
  private final BiFunction<Optional<String>, Integer, SelectedKeys> query;
  private final boolean hooked;
  private final RequestCost cost;
  private final Deadline deadline;
  private final Clock clock;
  private QueryWriteResult result;

  /** Whether this step has stored progress, so that it makes sense to go on in another one. */
  private boolean advanced;

  /**
   * @param query reads the next items behind a position, or the first, but no more than a number
   * @param hooked whether hooks see the writes, which then are made one by one, since hooks may
   *     write the same other item for each
   */
  QueryWriteStep(
      JobStep step,
      Collection collection,
      QueryWriteKind kind,
      BiFunction<Optional<String>, Integer, SelectedKeys> query,
      boolean hooked,
      RequestCost cost,
      Deadline deadline,
      Clock clock) {
    this.step = step;
    this.collection = collection;
    this.kind = kind;
    this.query = query;
    this.hooked = hooked;
    this.cost = cost;
    this.deadline = deadline;
    this.clock = clock;
    this.result =
        step.progress()
            .map(progress -> QueryWriteResult.of(progress.shown(), kind.done()))
            .orElse(QueryWriteResult.NOTHING);
  }

  /**
   * Writes items.
   *
   * @return whether the job is done; if not, another step goes on
   * @throws ProblemException if nothing could be done
   */
  boolean run() {
    try {
      Optional<String> after = step.progress().map(JobProgress::position);
      while (!after.equals(Optional.of(END))) {
        if (!hasTime()) {
          return false;
        }
        after = Optional.of(writeNext(after));
      }
      return true;
    } catch (ProblemException e) {
      if (advanced && e.type().isTransient() && e.type() != ProblemType.OUTCOME_UNKNOWN) {
        return false;
      }
      throw e;
    }
  }

  private boolean hasTime() {
    return !advanced || deadline.remaining().compareTo(LEAST) >= 0;
  }

  /** What the job has done so far, as JSON. */
  String json() {
    return consumed(result).toJson(kind.done());
  }

  /** Adds what this step has consumed to what the steps before have. */
  private QueryWriteResult consumed(QueryWriteResult result) {
    return result.withConsumed(cost.read(), cost.write());
  }

  /** Writes the items behind a position, or the first of them. Returns the position reached. */
  private String writeNext(Optional<String> after) {
    SelectedKeys selected = query.apply(after, hooked ? MOST_READ : MOST_TOGETHER);
    String end = selected.next().orElse(END);
    if (selected.keys().isEmpty()) {
      commit(List.of(), result, end);
      return end;
    }
    Condition stillFound = stillFound(selected.filters());
    boolean once = selected.index().filter(index -> kind.mayMove(collection, index)).isPresent();
    Batch batch = new Batch(stillFound, once);
    int together = hooked ? 1 : MOST_TOGETHER;
    int size = selected.keys().size();
    for (int from = 0; from < size; from += together) {
      int to = Math.min(size, from + together);
      String position = to == size ? end : selected.keys().get(to - 1).after();
      batch.write(selected.keys().subList(from, to), position);
      if (to < size && !hasTime()) {
        return position;
      }
    }
    return end;
  }

  /** Holds for an item as long as the query finds it; its key cannot change. */
  private Condition stillFound(List<Filter> filters) {
    Set<String> key =
        collection.schema().key().stream().map(KeyAttribute::name).collect(Collectors.toSet());
    return Filter.all(filters.stream().filter(each -> !key.contains(each.attribute())).toList())
        .and(collection.presentCondition(clock.instant()));
  }

  private void commit(List<Write> writes, QueryWriteResult reached, String position) {
    step.commit(writes, new JobProgress(consumed(reached).toJson(kind.done()), position));
    result = reached;
    advanced = true;
  }

  /** Writes some of the items that were read together. */
  private final class Batch {
    private final Condition stillFound;
    private final boolean once;

    /**
     * @param once whether an item could come again after it was written
     */
    Batch(Condition stillFound, boolean once) {
      this.stillFound = stillFound;
      this.once = once;
    }

    /**
     * Writes items, in parts if they cannot be written together.
     *
     * @param position behind the last of them
     */
    void write(List<SelectedKey> keys, String position) {
      Attempt attempt = new Attempt(stillFound, once, keys, result);
      int failures = 0;
      while (failures < ItemCommits.MAX_TRIES) {
        try {
          commit(attempt.writes(), attempt.successful(), position);
          return;
        } catch (TransactionFailedException e) {
          Attempt next = attempt.anew(e);
          boolean same = next.size() == attempt.size();
          if (same && !attempt.mayBeRepeated(e)) {
            writeParts(keys, position, ItemCommits.ofCompanions(e));
            return;
          }
          failures = same ? failures + 1 : 0;
          attempt = next;
        } catch (ProblemException e) {
          if (e.type().isTransient()) {
            throw e;
          }
          writeParts(keys, position, e);
          return;
        }
      }
      writeParts(keys, position, ItemCommits.conflict());
    }

    /**
     * @param problem why the items cannot be written together
     */
    private void writeParts(List<SelectedKey> keys, String position, ProblemException problem) {
      if (keys.size() == 1) {
        commit(List.of(), failed(result, keys.get(0), problem), position);
        return;
      }
      int half = keys.size() / 2;
      write(keys.subList(0, half), keys.get(half - 1).after());
      write(keys.subList(half, keys.size()), position);
    }
  }

  /** Counts an item that cannot be written. The first failure of the function is logged. */
  private QueryWriteResult failed(QueryWriteResult reached, SelectedKey key, Problem problem) {
    if (problem.status() >= 500 && reached.failed() == 0) {
      LOG.error(problem.uri(), problem.getCause() == null ? problem : problem.getCause());
    }
    return reached.withFailed(collection.pathOf(key.key()), problem);
  }

  /** One attempt to write items together. */
  private final class Attempt {
    private final Condition stillFound;
    private final boolean once;
    private final List<SelectedKey> keys = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final WriteUnit unit = new WriteUnit();
    private final List<Write> made = new ArrayList<>();
    private QueryWriteResult reached;

    /**
     * @param reached the result with what is known of other items
     */
    Attempt(Condition stillFound, boolean once, List<SelectedKey> keys, QueryWriteResult reached) {
      this.stillFound = stillFound;
      this.once = once;
      this.reached = reached;
      for (SelectedKey key : keys) {
        try {
          writes.add(kind.of(collection, key.key(), stillFound, unit));
          this.keys.add(key);
        } catch (RuntimeException e) {
          note(key, ProblemException.of(e));
        }
      }
    }

    /** Counts an item that is not written. */
    private void note(SelectedKey key, Problem problem) {
      if (ProblemException.isTransient(problem)) {
        throw problem;
      }
      reached =
          problem instanceof ProblemException own && NOT_FOUND.contains(own.type())
              ? reached.withSkipped()
              : failed(reached, key, problem);
    }

    int size() {
      return keys.size();
    }

    /** The result if the attempt succeeds. */
    QueryWriteResult successful() {
      return reached.withWritten(keys.size());
    }

    /** The writes of the items, those that hooks have added, then the records of the items. */
    List<Write> writes() {
      if (keys.isEmpty()) {
        return List.of();
      }
      made.clear();
      writes.forEach(write -> made.add(unit.completed(write)));
      made.addAll(unit.all());
      if (once) {
        keys.forEach(key -> made.add(step.once(ItemDigest.of(key.key()))));
      }
      if (made.size() > JobStep.MAX_WRITES) {
        throw new ProblemException(
                ProblemType.LIMIT_EXCEEDED,
                "Hooks read or write too many items with this one for one transaction.")
            .with("limit", JobStep.MAX_WRITES);
      }
      return made;
    }

    /** An attempt with the items that the failure of this one leaves. */
    Attempt anew(TransactionFailedException failed) {
      List<TransactionFailedException.Reason> reasons = failed.reasons();
      List<SelectedKey> left = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        boolean written =
            once
                && reasons.get(reasons.size() - keys.size() + i).kind()
                    == TransactionFailedException.Kind.CONDITION;
        if (!written && mayBeWritten(keys.get(i), made.get(i), reasons.get(i))) {
          left.add(keys.get(i));
        }
      }
      return new Attempt(stillFound, once, left, reached);
    }

    /** Whether an item can be written by another attempt; counts it otherwise. */
    private boolean mayBeWritten(
        SelectedKey key, Write write, TransactionFailedException.Reason reason) {
      switch (reason.kind()) {
        case CONDITION -> {
          boolean outdated = write.isOutdated(reason.current());
          reached = outdated ? reached : reached.withSkipped();
          return outdated;
        }
        case CONDITION_WITHOUT_ITEM -> {
          // An attempt that reads the item finds out.
          boolean read = !write.unchanged().isAlways();
          reached = read ? reached : reached.withSkipped();
          return read;
        }
        case REFUSED -> {
          if (!reason.isTransient()) {
            note(key, reason.problem().orElseThrow());
          }
          return reason.isTransient();
        }
        default -> {
          return true;
        }
      }
    }

    /** Whether the same writes, made from what is stored by then, may succeed. */
    boolean mayBeRepeated(TransactionFailedException failed) {
      try {
        OutdatedWriteException.throwIfReasonOf(failed, made);
        return failed.isTransient();
      } catch (OutdatedWriteException e) {
        return true;
      }
    }
  }
}
