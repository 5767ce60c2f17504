package dev.larder.lambda;

import dev.larder.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Answers requests that were refused before they were put through, in the form of all others. */
@Singleton
class RefusalFilter {

  /**
   * @throws ProblemException the refusal
   */
  @ServerRequestFilter(preMatching = true)
  public void refuse(HttpServerRequest request) {
    Optional<ProblemException> refusal = Inbound.of(request).refusal();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }
}
