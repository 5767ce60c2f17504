package dev.larder.job;

import dev.larder.event.ApiRequest;
import dev.larder.http.Caller;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.MayRespondAsync;
import dev.larder.http.Preferences;
import dev.larder.http.RequestBody;
import dev.larder.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Accepts writes that prefer {@code respond-async} (RFC 7240, section 4.1) as jobs. It runs only
 * for requests that match a resource.
 */
@Singleton
public class RespondAsyncFilter {
  private static final String PREFER = "Prefer";

  /** The header fields that affect a write. */
  private static final List<String> FIELDS =
      List.of(
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.ACCEPT,
          HttpHeaders.IF_MATCH,
          HttpHeaders.IF_NONE_MATCH,
          HttpHeaders.IF_UNMODIFIED_SINCE,
          "Content-Range");

  private static final List<String> PREFERENCES =
      Stream.concat(Preferences.OF_WRITE.stream(), Stream.of(Preferences.RESPOND_ASYNC)).toList();

  private final JobService jobs;
  private final Caller caller;
  private final RequestBody sent;

  RespondAsyncFilter(JobService jobs, Caller caller, RequestBody sent) {
    this.jobs = jobs;
    this.caller = caller;
    this.sent = sent;
  }

  /**
   * @return 202 with the job; null if the request must be processed at once
   * @throws ProblemException {@code invalid-header} and {@code idempotency-key-reused}, as without
   *     the preference
   */
  @MayRespondAsync
  @ServerRequestFilter
  public Response filter(HttpHeaders headers, HttpServerRequest request) {
    if (!prefersAsync(headers)) {
      return null;
    }
    Preferences preferences = Preferences.of(headers, PREFERENCES);
    if (!preferences.async()) {
      return null;
    }
    byte[] body = sent.bytes();
    ApiRequest later =
        new ApiRequest(
            request.method().name(),
            request.uri(),
            fields(headers, preferences),
            body.length == 0 ? null : body,
            caller.identity());
    return jobs.submit(
            later, Optional.ofNullable(headers.getHeaderString(IdempotentRequest.HEADER)))
        .map(job -> accepted(job, preferences))
        .orElse(null);
  }

  private static boolean prefersAsync(HttpHeaders headers) {
    String preferences = headers.getHeaderString(PREFER);
    return preferences != null
        && preferences.toLowerCase(Locale.ROOT).contains(Preferences.RESPOND_ASYNC);
  }

  /**
   * Returns the fields that affect the request once it is a job, so without {@code respond-async}.
   */
  private static Map<String, String> fields(HttpHeaders headers, Preferences preferences) {
    Map<String, String> fields = new HashMap<>();
    for (String name : FIELDS) {
      String value = headers.getHeaderString(name);
      if (value != null) {
        fields.put(name, value);
      }
    }
    if (!preferences.applied().isEmpty()) {
      fields.put(PREFER, String.join(", ", preferences.applied()));
    }
    return fields;
  }

  private static Response accepted(Job job, Preferences preferences) {
    List<String> applied = new ArrayList<>(preferences.applied());
    applied.add(0, Preferences.RESPOND_ASYNC);
    return Response.accepted(JobJson.of(job))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.LOCATION, job.location())
        .header(HttpHeaders.RETRY_AFTER, "1")
        .header("Preference-Applied", String.join(", ", applied))
        .build();
  }
}
