package dev.larder.custom;

import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/**
 * The Idempotency-Key of the current request to a resource method that is {@link
 * dev.larder.api.Idempotent}, for the transaction that the method makes.
 */
@RequestScoped
public class IdempotentCall {
  private IdempotentRequest request;
  private StoredResponse response;

  void begin(IdempotentRequest request) {
    this.request = request;
  }

  /** The request to record with its response; empty if it has no Idempotency-Key. */
  public Optional<IdempotentRequest> request() {
    return Optional.ofNullable(request);
  }

  /**
   * Sets the response that the request gets, whatever the method returns: the one that was stored
   * with its writes, or that of a concurrent repeat which was faster.
   */
  public void respond(StoredResponse stored) {
    response = stored;
  }

  /** The stored response; empty if the method made no transaction. */
  public Optional<StoredResponse> response() {
    return Optional.ofNullable(response);
  }
}
