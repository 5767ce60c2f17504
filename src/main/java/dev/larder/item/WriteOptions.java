package dev.larder.item;

import dev.larder.http.EntityTagList;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.Preconditions;
import dev.larder.http.StoredResponse;
import java.util.Optional;
import java.util.function.Function;

/**
 * The preconditions of a write, its idempotency, and its response.
 *
 * @param request the request's idempotency key; empty if it has none
 * @param response makes the response from the result of the write
 */
public record WriteOptions(
    Preconditions preconditions,
    Optional<IdempotentRequest> request,
    Function<WriteResult, StoredResponse> response) {

  boolean isIdempotent() {
    return request.isPresent();
  }

  /** Whether the write creates an item only ({@code If-None-Match: *}). */
  boolean isForNew() {
    return preconditions.ifNoneMatch().filter(EntityTagList::any).isPresent();
  }
}
