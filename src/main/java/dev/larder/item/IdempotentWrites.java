package dev.larder.item;

import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Write;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the write of a request with an Idempotency-Key once, however often the request is sent. */
public interface IdempotentWrites {
  /** The header field that marks a repeated response. */
  String REPLAYED = "Idempotency-Replayed";

  /**
   * Checks before the first write that repeats can be recognised.
   *
   * @throws ProblemException {@code idempotency-unavailable}
   */
  void requireAvailable();

  /**
   * Returns the stored response if the request came before; else makes the write and returns its
   * response.
   *
   * @param request empty if the request has no Idempotency-Key; the write is then made every time
   * @param write makes the write, and {@link #commit commits} or {@link #storeResponse keeps} its
   *     response
   * @throws ProblemException {@code idempotency-key-reused} if the key came before with another
   *     body; {@code idempotency-unavailable}
   */
  StoredResponse executeOnce(Optional<IdempotentRequest> request, Supplier<StoredResponse> write);

  /**
   * Finds the stored response to a request that came before.
   *
   * @param consistent whether to find one that was stored just now
   * @throws ProblemException as {@link #executeOnce}
   */
  Optional<StoredResponse> find(IdempotentRequest request, boolean consistent);

  /**
   * Makes the writes and stores their response, all or nothing.
   *
   * @param writes at most one less than a DynamoDB transaction allows
   * @return the response to send: this one, or that of a concurrent repeat which was faster
   * @throws TransactionFailedException if a write failed, with a reason for each write
   * @throws ProblemException {@code idempotency-key-in-use} while a repeat or another write of the
   *     item is under way; else as {@link #executeOnce} and as for the DynamoDB call
   */
  StoredResponse commit(IdempotentRequest request, List<Write> writes, StoredResponse response);

  /**
   * Stores the response of a request that changed nothing.
   *
   * @return as for {@link #commit}
   */
  StoredResponse storeResponse(IdempotentRequest request, StoredResponse response);
}
