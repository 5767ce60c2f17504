package dev.larder.item;

import dev.larder.dynamo.Write;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Rejects requests with an Idempotency-Key in a function that was built without idempotency. */
@DefaultBean
@Singleton
class NoIdempotentWrites implements IdempotentWrites {

  @Override
  public void requireAvailable() {
    throw unavailable();
  }

  @Override
  public StoredResponse executeOnce(
      Optional<IdempotentRequest> request, Supplier<StoredResponse> write) {
    if (request.isPresent()) {
      throw unavailable();
    }
    return write.get();
  }

  @Override
  public Optional<StoredResponse> find(IdempotentRequest request, boolean consistent) {
    throw unavailable();
  }

  @Override
  public StoredResponse commit(
      IdempotentRequest request, List<Write> writes, StoredResponse response) {
    throw unavailable();
  }

  @Override
  public StoredResponse storeResponse(IdempotentRequest request, StoredResponse response) {
    throw unavailable();
  }

  private static ProblemException unavailable() {
    return new ProblemException(
        ProblemType.IDEMPOTENCY_UNAVAILABLE,
        "This function was built without support of "
            + IdempotentRequest.HEADER
            + ", which writes by direct invocation and by queues have too; nothing was written.");
  }
}
