package dev.larder.idempotency;

import dev.larder.dynamo.ConditionFailed;
import dev.larder.dynamo.TransactionFailed;
import dev.larder.dynamo.Write;
import dev.larder.http.ProblemException;
import dev.larder.http.ProblemType;
import dev.larder.table.LarderConfig;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * The answer that a request got when it came before.
   *
   * @throws ProblemException {@code idempotency-key-reused} where another body came with its key;
   *     {@code idempotency-unavailable} where there is no system table
   */
  public Optional<Answer> earlier(IdempotentRequest request) {
    return repository.find(table(), request.id()).map(answered -> replay(request, answered));
  }

  /**
   * Makes the write and keeps its answer, both or neither.
   *
   * @return the answer to give: this one, or that of a repeat which was faster
   * @throws ConditionFailed where the condition of the write does not hold
   * @throws ProblemException {@code idempotency-key-in-use} while a repeat is under way; else as
   *     {@link #earlier} and as DynamoDB has it
   */
  public Answer commit(IdempotentRequest request, Write write, Answer answer) {
    return commit(request, answer, List.of(repository.record(table(), request, answer), write));
  }

  /**
   * Keeps the answer of a request that had nothing to write.
   *
   * @return as for {@link #commit}
   */
  public Answer keep(IdempotentRequest request, Answer answer) {
    return commit(request, answer, List.of(repository.record(table(), request, answer)));
  }

  /**
   * @param writes the record's, and what it covers
   */
  private Answer commit(IdempotentRequest request, Answer answer, List<Write> writes) {
    try {
      repository.commit(writes);
      return answer;
    } catch (TransactionFailed e) {
      TransactionFailed.Reason recorded = e.reasons().get(0);
      if (recorded.kind() == TransactionFailed.Kind.CONDITION) {
        return recorded
            .current()
            .flatMap(repository::read)
            .map(answered -> replay(request, answered))
            .orElseThrow(Idempotency::inUse);
      }
      for (TransactionFailed.Reason reason : e.reasons()) {
        if (reason.kind() == TransactionFailed.Kind.CONDITION) {
          throw new ConditionFailed(reason.current().orElse(null));
        }
        if (reason.problem().isPresent()) {
          throw reason.problem().get();
        }
      }
      throw inUse();
    }
  }

  private static Answer replay(IdempotentRequest request, IdempotencyRepository.Answered answered) {
    if (!answered.fingerprint().equals(request.fingerprint())) {
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_REUSED,
          "This "
              + IdempotentRequest.FIELD
              + " came before with another body; a new request takes a new key.");
    }
    Map<String, String> headers = new HashMap<>(answered.answer().headers());
    headers.put(REPLAYED, "true");
    return new Answer(answered.answer().status(), headers, answered.answer().body());
  }

  private static ProblemException inUse() {
    return new ProblemException(
            ProblemType.IDEMPOTENCY_KEY_IN_USE,
            "A write of the same item or with the same "
                + IdempotentRequest.FIELD
                + " is under way, and nothing was written by this one; repeat it.")
        .withHeader("Retry-After", "1");
  }

  private String table() {
    return table.orElseThrow(
        () ->
            new ProblemException(
                ProblemType.IDEMPOTENCY_UNAVAILABLE,
                IdempotentRequest.FIELD
                    + " needs a system table, and none is configured (larder.system-table);"
                    + " nothing was written."));
  }
}
