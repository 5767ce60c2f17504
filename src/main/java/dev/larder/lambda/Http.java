package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.ApiAnswer;
import dev.larder.event.ApiRequest;
import dev.larder.event.Requests;
import dev.larder.http.CacheFilter;
import dev.larder.http.ProblemJson;
import dev.larder.http.Problems;
import dev.larder.http.Route;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Puts requests through the server: mends what it would not take, and gives its own errors the form
 * of all others. Whoever has sent the answer logs its line.
 */
@Singleton
class Http implements Requests {
  private static final Logger LOG = Logger.getLogger("dev.larder.request");

  private static final List<String> OF_THE_GATEWAY =
      List.of("Expect", "Transfer-Encoding", "Content-Length", "Connection", "X-Forwarded-Port");

  private final VirtualHttp server;
  private final Limit bodySize;

  Http(VirtualHttp server, @ConfigProperty(name = "larder.limits.body-size") int bodySize) {
    this.server = server;
    this.bodySize = new Limit("body-size", bodySize);
  }

  @Override
  public ApiAnswer send(ApiRequest request, Context context) {
    Inbound inbound = new Inbound(request.method());
    int question = request.path().indexOf('?');
    inbound.setPath(question < 0 ? request.path() : request.path().substring(0, question));
    inbound.setQuery(question < 0 ? null : request.path().substring(question + 1));
    inbound.setHeaders(request.headers());
    inbound.setCaller(request.caller());
    inbound.setCarrier(Carrier.LAMBDA.withBody(request.mostBytes()));
    inbound.setBody(request.body());
    long start = System.nanoTime();
    Outbound answer = answer(inbound, context);
    log(inbound, answer, start);
    return new ApiAnswer(answer.status(), answer.headers(), answer.body());
  }

  /** The answer to a request. */
  Outbound answer(Inbound request, Context context) {
    request.setPath(RequestTarget.path(request.path()));
    request.setQuery(RequestTarget.query(request.query()));
    request.setHeaders(acceptable(request.headers()));
    int bytes = request.body() == null ? 0 : request.body().length;
    if (bytes > bodySize.most()) {
      request.refuse(
          bodySize.exceeded(
              ProblemType.CONTENT_TOO_LARGE,
              "The body has "
                  + bytes
                  + " bytes; at most "
                  + bodySize.most()
                  + " are taken. Send it in parts."));
    }
    return Malformed.in(request)
        .map(
            detail ->
                problem(
                    ProblemType.BAD_REQUEST,
                    400,
                    detail,
                    request,
                    context,
                    ofAnotherOrigin(request, context)))
        .orElseGet(() -> mended(request, context));
  }

  /**
   * Logs that a request was answered.
   *
   * @param start when it came, as {@link System#nanoTime} has it
   */
  static void log(Inbound request, Outbound answer, long start) {
    LOG.infof(
        "%s",
        new RequestLine(
            request.method(),
            Route.of(request.path()).map(Route::template).orElse("none"),
            answer.status(),
            System.nanoTime() - start,
            answer.header("Larder-Consumed-Capacity"),
            CurrentInvocation.get().takeColdStart()));
  }

  /** What the CORS filter gives answers to the origin of a request that does not come to it. */
  private Map<String, String> ofAnotherOrigin(Inbound malformed, Context context) {
    String origin = malformed.headers().get("Origin");
    if (origin == null) {
      return Map.of();
    }
    Inbound options = new Inbound("OPTIONS");
    options.setPath("/");
    options.setHeaders(Map.of("Origin", origin));
    return Malformed.in(options).isPresent() ? Map.of() : mended(options, context).headers();
  }

  /** As the server takes them: without those between the client and the gateway, for one thing. */
  private static Map<String, String> acceptable(Map<String, String> headers) {
    Map<String, String> acceptable = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    acceptable.putAll(headers);
    OF_THE_GATEWAY.forEach(acceptable::remove);
    acceptable.computeIfPresent("Accept", (name, value) -> withoutEmptyElements(value));
    return acceptable;
  }

  /** RFC 9110, section 5.6.1.2; JAX-RS takes them for media types. Null where nothing is left. */
  private static String withoutEmptyElements(String list) {
    String elements =
        Arrays.stream(list.split(","))
            .filter(element -> !element.isBlank())
            .collect(Collectors.joining(","));
    return elements.isEmpty() ? null : elements;
  }

  private Outbound mended(Inbound request, Context context) {
    Outbound answer = sent(request, context);
    if (answer.status() < 400 || isProblem(answer)) {
      return answer;
    }
    ProblemType type = ProblemType.ofStatus(answer.status());
    String detail = Problems.detail(type, null);
    return problem(type, answer.status(), detail, request, context, answer.headers());
  }

  private Outbound sent(Inbound request, Context context) {
    try {
      return server.send(request, context);
    } catch (ExecutionException | RuntimeException e) {
      LOG.error("The request got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error("The request was interrupted", e);
    }
    return new Outbound(500, Map.of(), List.of(), null);
  }

  /**
   * A problem that no resource has found.
   *
   * @param replaced header fields of the answer whose place it takes: it keeps those by which a
   *     browser lets scripts read it, and what that answer took
   */
  static Outbound problem(
      ProblemType type,
      int status,
      String detail,
      Inbound request,
      Context context,
      Map<String, String> replaced) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(replaced);
    headers.keySet().removeIf(name -> !isKept(name.toLowerCase(Locale.ROOT)));
    headers.put("Content-Type", ProblemJson.MEDIA_TYPE);
    headers.put("Cache-Control", CacheFilter.ASK_AGAIN);
    if (request.method().equals("HEAD")) {
      return new Outbound(status, headers, List.of(), null);
    }
    String body =
        ProblemJson.write(
            type, status, detail, request.path(), context.getAwsRequestId(), Map.of());
    return new Outbound(status, headers, List.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isKept(String name) {
    return name.startsWith("access-control-")
        || name.equals("vary")
        || name.equals("larder-consumed-capacity")
        || name.equals("server-timing");
  }

  private static boolean isProblem(Outbound answer) {
    return answer
        .header("Content-Type")
        .filter(type -> type.startsWith(ProblemJson.MEDIA_TYPE))
        .isPresent();
  }
}
