package dev.larder.idempotency;

import dev.larder.api.Problem;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.LarderConfig;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Recognises repeats of a request by the record of its Idempotency-Key. One transaction stores the
 * record and makes the write, so neither exists without the other.
 */
@Singleton
class Idempotency implements IdempotentWrites {
  private final IdempotencyRepository repository;
  private final Optional<String> table;

  Idempotency(IdempotencyRepository repository, LarderConfig config) {
    this.repository = repository;
    this.table = config.systemTable();
  }

  @Override
  public void requireAvailable() {
    table();
  }

  @Override
  public StoredResponse executeOnce(
      Optional<IdempotentRequest> request, Supplier<StoredResponse> write) {
    return request.isPresent() ? executeOnce(request.get(), write) : write.get();
  }

  /**
   * Looks for the record with an eventually consistent read, for half a unit: the transaction of a
   * write finds a record that this read missed. A write that ends without its transaction, or whose
   * outcome is unknown, looks for it again, consistently.
   */
  private StoredResponse executeOnce(IdempotentRequest request, Supplier<StoredResponse> write) {
    Optional<StoredResponse> earlier = find(request, false);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try {
      return write.get();
    } catch (Problem e) {
      if (!mayHaveRecord(e)) {
        throw e;
      }
      return afterFailure(request, e).orElseThrow(() -> e);
    }
  }

  /** Other failures of the function or of DynamoDB say nothing about the item. */
  private static boolean mayHaveRecord(Problem problem) {
    return problem.status() < 500 || isDoubt(problem);
  }

  private static boolean isDoubt(Problem problem) {
    return problem.uri().equals(ProblemType.OUTCOME_UNKNOWN.uri());
  }

  private Optional<StoredResponse> afterFailure(IdempotentRequest request, Problem e) {
    try {
      return find(request, true);
    } catch (ProblemException unread) {
      throw isDoubt(e) && unread.type().isTransient() ? e : unread;
    }
  }

  @Override
  public Optional<StoredResponse> find(IdempotentRequest request, boolean consistent) {
    return repository
        .find(table(), request.id(), consistent)
        .map(answered -> replay(request, answered));
  }

  @Override
  public StoredResponse commit(
      IdempotentRequest request, List<Write> writes, StoredResponse answer) {
    List<Write> all = new ArrayList<>();
    all.add(repository.record(table(), request, answer));
    all.addAll(writes);
    if (all.size() > Transactions.MAX_WRITES) {
      throw tooMany();
    }
    try {
      repository.commit(all);
      return answer;
    } catch (TransactionFailedException e) {
      TransactionFailedException.Reason recorded = e.reasons().get(0);
      if (recorded.kind() == TransactionFailedException.Kind.CONDITION) {
        return recorded
            .current()
            .flatMap(repository::read)
            .map(answered -> replay(request, answered))
            .orElseThrow(IdempotentRequest::keyInUse);
      }
      if (recorded.problem().isPresent()) {
        throw recorded.problem().get();
      }
      TransactionFailedException failed =
          new TransactionFailedException(e.reasons().subList(1, e.reasons().size()));
      if (recorded.kind() == TransactionFailedException.Kind.CONFLICT && failed.isTransient()) {
        throw IdempotentRequest.keyInUse();
      }
      throw failed;
    }
  }

  @Override
  public StoredResponse storeResponse(IdempotentRequest request, StoredResponse answer) {
    return commit(request, List.of(), answer);
  }

  private static ProblemException tooMany() {
    int most = Transactions.MAX_WRITES - 1;
    return new ProblemException(
            ProblemType.LIMIT_EXCEEDED,
            "With an "
                + IdempotentRequest.HEADER
                + ", a request can read and write at most "
                + most
                + " items in one transaction, those of hooks included; nothing was written.")
        .with("limit", most);
  }

  private static StoredResponse replay(
      IdempotentRequest request, IdempotencyRepository.Answered answered) {
    if (!answered.fingerprint().equals(request.fingerprint())) {
      throw IdempotentRequest.keyReused();
    }
    Map<String, String> headers = new HashMap<>(answered.answer().headers());
    headers.put(REPLAYED, "true");
    return new StoredResponse(answered.answer().status(), headers, answered.answer().body());
  }

  private String table() {
    return table.orElseThrow(
        () ->
            new ProblemException(
                ProblemType.IDEMPOTENCY_UNAVAILABLE,
                IdempotentRequest.HEADER
                    + " needs a system table, but larder.system-table is not set, so nothing was"
                    + " written. Writes by direct invocation and from queues always have a key."));
  }
}
