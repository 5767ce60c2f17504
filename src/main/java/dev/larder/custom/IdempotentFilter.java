package dev.larder.custom;

import dev.larder.http.Caller;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.RequestBody;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers a repeat of a request with the stored response, and otherwise keeps the key for the
 * transaction that the method makes. The response is then the one that the transaction stored.
 */
@ApplicationScoped
class IdempotentFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private final IdempotentWrites writes;
  private final IdempotentCall call;
  private final Caller caller;
  private final RequestBody body;

  IdempotentFilter(IdempotentWrites writes, IdempotentCall call, Caller caller, RequestBody body) {
    this.writes = writes;
    this.call = call;
    this.caller = caller;
    this.body = body;
  }

  /**
   * @throws dev.larder.problem.ProblemException {@code invalid-header}, {@code
   *     idempotency-key-reused} or {@code idempotency-unavailable}
   */
  @Override
  public void filter(ContainerRequestContext request) {
    String key = request.getHeaderString(IdempotentRequest.HEADER);
    if (key == null) {
      return;
    }
    URI uri = request.getUriInfo().getRequestUri();
    IdempotentRequest identified =
        IdempotentRequest.of(
            key,
            caller.id() + '\n' + request.getMethod() + '\n' + uri.getRawPath(),
            fingerprint(uri.getRawQuery()));
    Optional<StoredResponse> earlier = writes.find(identified, false);
    if (earlier.isPresent()) {
      request.abortWith(earlier.get().toResponse());
      return;
    }
    call.begin(identified);
  }

  private String fingerprint(String query) {
    byte[] parameters = String.valueOf(query).getBytes(StandardCharsets.UTF_8);
    return IdempotentRequest.fingerprint(parameters) + IdempotentRequest.fingerprint(body.bytes());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    call.request()
        .flatMap(
            identified ->
                call.response()
                    .or(
                        () ->
                            isRefused(response) ? writes.find(identified, true) : Optional.empty()))
        .ifPresent(stored -> replace(response, stored));
  }

  /** A repeat may be refused because of what the first request did, which {@code find} missed. */
  private static boolean isRefused(ContainerResponseContext response) {
    return response.getStatusInfo().getFamily() == Response.Status.Family.CLIENT_ERROR;
  }

  private static void replace(ContainerResponseContext response, StoredResponse stored) {
    response.setStatus(stored.status());
    response.getHeaders().remove("Content-Type");
    stored.headers().forEach((name, value) -> response.getHeaders().putSingle(name, value));
    response.setEntity(stored.body());
  }
}
