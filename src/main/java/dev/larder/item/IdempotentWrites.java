package dev.larder.item;

import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Write;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the write of a request once, however often the request is sent. */
public interface IdempotentWrites {
  /** The header field of a response that was given before. */
  String REPLAYED = "Idempotency-Replayed";

  /**
   * Checks before anything is written that repeats can be recognised.
   *
   * @throws ProblemException {@code idempotency-unavailable}
   */
  void requireAvailable();

  /**
   * The response that a request got when it came before; else that of the write, which is made now.
   *
   * @param request empty if its repeats cannot be recognised
   * @param write {@link #commit commits} or {@link #keep keeps} its response
   * @throws ProblemException {@code idempotency-key-reused} if another body came with its key;
   *     {@code idempotency-unavailable}
   */
  StoredResponse once(Optional<IdempotentRequest> request, Supplier<StoredResponse> write);

  /**
   * Makes the write and keeps its response, both or neither.
   *
   * @return the response to give: this one, or that of a repeat which was faster
   * @throws ConditionFailedException if the condition of the write does not hold
   * @throws ProblemException {@code idempotency-key-in-use} while a repeat or another write of the
   *     item is under way; else as {@link #once} and as DynamoDB has it
   */
  StoredResponse commit(IdempotentRequest request, Write write, StoredResponse response);

  /**
   * Makes the writes and keeps their response, all or nothing.
   *
   * @param writes one less than a transaction takes
   * @return as for one write
   * @throws TransactionFailedException if one of the writes could not be made, with a reason for
   *     each of them
   * @throws ProblemException as for one write
   */
  StoredResponse commit(IdempotentRequest request, List<Write> writes, StoredResponse response);

  /**
   * Keeps the response of a request that had nothing to write.
   *
   * @return as for {@link #commit(IdempotentRequest, Write, StoredResponse)}
   */
  StoredResponse keep(IdempotentRequest request, StoredResponse response);
}
