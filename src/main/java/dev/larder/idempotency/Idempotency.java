package dev.larder.idempotency;

import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Write;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
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
 * Makes a write once, however often it is sent: the record of a request's key and the write that it
 * covers are one transaction, so there is never one without the other.
 */
@Singleton
public class Idempotency {
  /** The header field of an answer that was given before. */
  public static final String REPLAYED = "Idempotency-Replayed";

  private final IdempotencyRepository repository;
  private final Optional<String> table;

  Idempotency(IdempotencyRepository repository, LarderConfig config) {
    this.repository = repository;
    this.table = config.systemTable();
  }

  /**
   * Checks before anything is written that repeats can be made known.
   *
   * @throws ProblemException {@code idempotency-unavailable} where there is no system table
   */
  public void requireTable() {
    table();
  }

  /**
   * The answer that a request got when it came before; else what is done now.
   *
   * @param request empty where nothing makes its repeats known
   * @param write {@link #commit commits} or {@link #keep keeps} its answer
   * @throws ProblemException {@code idempotency-key-reused} where another body came with its key;
   *     {@code idempotency-unavailable} where there is no system table
   */
  public StoredResponse once(Optional<IdempotentRequest> request, Supplier<StoredResponse> write) {
    return request.flatMap(this::earlier).orElseGet(write);
  }

  private Optional<StoredResponse> earlier(IdempotentRequest request) {
    return repository.find(table(), request.id()).map(answered -> replay(request, answered));
  }

  /**
   * Makes the write and keeps its answer, both or neither.
   *
   * @return the answer to give: this one, or that of a repeat which was faster
   * @throws ConditionFailedException where the condition of the write does not hold
   * @throws ProblemException {@code idempotency-key-in-use} while a repeat or another write of the
   *     item is under way; else as {@link #once} and as DynamoDB has it
   */
  public StoredResponse commit(IdempotentRequest request, Write write, StoredResponse answer) {
    try {
      return commit(request, List.of(write), answer);
    } catch (TransactionFailedException e) {
      TransactionFailedException.Reason reason = e.reasons().get(0);
      if (reason.kind() == TransactionFailedException.Kind.CONDITION) {
        throw new ConditionFailedException(reason.current().orElse(null));
      }
      throw reason.problem().orElseGet(Idempotency::inUse);
    }
  }

  /**
   * Makes the writes and keeps their answer, all or nothing.
   *
   * @param writes one less than a transaction takes
   * @return as for one write
   * @throws TransactionFailedException where one of the writes could not be made, with a reason for
   *     each of them
   * @throws ProblemException as for one write
   */
  public StoredResponse commit(
      IdempotentRequest request, List<Write> writes, StoredResponse answer) {
    List<Write> all = new ArrayList<>();
    all.add(repository.record(table(), request, answer));
    all.addAll(writes);
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
            .orElseThrow(Idempotency::inUse);
      }
      if (recorded.problem().isPresent()) {
        throw recorded.problem().get();
      }
      TransactionFailedException failed =
          new TransactionFailedException(e.reasons().subList(1, e.reasons().size()));
      if (recorded.kind() == TransactionFailedException.Kind.CONFLICT && failed.isTransient()) {
        throw inUse();
      }
      throw failed;
    }
  }

  /**
   * Keeps the answer of a request that had nothing to write.
   *
   * @return as for {@link #commit(IdempotentRequest, Write, StoredResponse)}
   */
  public StoredResponse keep(IdempotentRequest request, StoredResponse answer) {
    return commit(request, List.of(), answer);
  }

  private static StoredResponse replay(
      IdempotentRequest request, IdempotencyRepository.Answered answered) {
    if (!answered.fingerprint().equals(request.fingerprint())) {
      throw IdempotentRequest.reused();
    }
    Map<String, String> headers = new HashMap<>(answered.answer().headers());
    headers.put(REPLAYED, "true");
    return new StoredResponse(answered.answer().status(), headers, answered.answer().body());
  }

  private static ProblemException inUse() {
    return new ProblemException(
            ProblemType.IDEMPOTENCY_KEY_IN_USE,
            "Another write of the same item or with the same "
                + IdempotentRequest.FIELD
                + " is in progress, so this request wrote nothing. Send it again.")
        .retryAfterSeconds(1);
  }

  private String table() {
    return table.orElseThrow(
        () ->
            new ProblemException(
                ProblemType.IDEMPOTENCY_UNAVAILABLE,
                IdempotentRequest.FIELD
                    + " needs a system table, but larder.system-table is not set, so nothing was"
                    + " written. Writes by direct invocation and from queues always have a key."));
  }
}
