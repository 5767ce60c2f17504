package dev.larder.dev;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.http.ProblemJson;
import dev.larder.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Stands before the function as API Gateway does before a deployed one: it turns each HTTP request
 * into an event of payload format 2.0, and the payload that the function returns into the response.
 * It also serves the {@link Console}.
 */
public final class LocalGateway implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LocalGateway.class);

  /** More than a URL, or a header, of any client has. */
  private static final int LONGEST_LINE = 1 << 20;

  /** Returns the payload with which the function responds to an event. */
  @FunctionalInterface
  public interface Function {
    byte[] invoke(byte[] event) throws Exception;
  }

  private final Vertx vertx;
  private final Function function;
  private final boolean addsCaller;
  private final ClassLoader application = Thread.currentThread().getContextClassLoader();
  private final ExecutorService invocations = Executors.newCachedThreadPool(this::thread);

  /**
   * @param addsCaller whether requests can name a {@link DevCaller}
   */
  LocalGateway(Vertx vertx, Function function, boolean addsCaller) {
    this.vertx = vertx;
    this.function = function;
    this.addsCaller = addsCaller;
  }

  /**
   * Starts a gateway on the loopback interface. Closing it ends everything that it started.
   *
   * @param port 0 for a free one
   * @param addsCaller whether requests can name their caller, as in dev mode with {@code
   *     larder.access=authorizer}
   */
  public static Started start(int port, Function function, boolean addsCaller) {
    Vertx vertx = Vertx.vertx();
    LocalGateway gateway = new LocalGateway(vertx, function, addsCaller);
    HttpServer server =
        vertx
            .createHttpServer(options())
            .requestHandler(gateway::handle)
            .listen(port, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return new Started(gateway, server);
  }

  /** A gateway that listens. */
  public record Started(LocalGateway gateway, HttpServer server) implements AutoCloseable {
    public int port() {
      return server.actualPort();
    }

    @Override
    public void close() {
      gateway.vertx.close().toCompletionStage().toCompletableFuture().join();
      gateway.close();
    }
  }

  /** The options of a server that hands every request on as it came. */
  static HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LONGEST_LINE)
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(true);
  }

  /** Responds to a request whose body nobody has read yet. */
  void handle(HttpServerRequest request) {
    if (Console.serves(request)) {
      Console.respond(request);
    } else {
      invoke(request);
    }
  }

  private void invoke(HttpServerRequest request) {
    Context context = vertx.getOrCreateContext();
    Optional<ObjectNode> claims;
    try {
      claims = addsCaller ? DevCaller.claims(request.headers()) : Optional.empty();
    } catch (IllegalArgumentException e) {
      request.resume();
      String problem =
          ProblemJson.write(
              ProblemType.INVALID_HEADER,
              400,
              e.getMessage(),
              request.path(),
              UUID.randomUUID().toString(),
              Map.of());
      fail(request, 400, ProblemJson.MEDIA_TYPE, problem);
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              byte[] event = HttpApiEvent.of(request, body, claims);
              invocations.execute(
                  () -> {
                    Runnable response = response(request, event);
                    context.runOnContext(ready -> response.run());
                  });
            });
    request.resume();
  }

  private Runnable response(HttpServerRequest request, byte[] event) {
    try {
      HttpApiResponse response = HttpApiResponse.of(function.invoke(event));
      return () -> response.writeTo(request);
    } catch (Exception e) {
      LOG.debug("The invocation failed", e);
      ObjectNode error =
          JsonNodeFactory.instance
              .objectNode()
              .put("message", "Internal Server Error")
              .put("errorType", e.getClass().getName())
              .put("errorMessage", e.getMessage());
      return () -> fail(request, 500, "application/json", error.toString());
    }
  }

  private static void fail(HttpServerRequest request, int status, String type, String body) {
    HttpServerResponse response = request.response();
    if (!response.closed()) {
      response.setStatusCode(status).putHeader("Content-Type", type);
      response.end(Buffer.buffer(body));
    }
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "invocation");
    // Not that of the event loop, which a live reload does not change
    thread.setContextClassLoader(application);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    invocations.shutdown();
  }
}
