package dev.larder.dev;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.table.config.LarderConfig;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Serves the function in dev mode. Its port stays open during live reloads, because server and
 * router are not classes of the application: each start of the application adds a route, and
 * removes the route of the start before.
 */
@IfBuildProfile("dev")
@Singleton
class DevServer {
  private static final Logger LOG = Logger.getLogger("dev.larder.dev");

  private static final String SERVER = "larder-dev-server";
  private static final String ROUTER = "larder-dev-router";
  private static final String ROUTE = "larder-dev-route";

  private static final String QUARKUS = "/q/";

  private final Vertx vertx;
  private final Router quarkus;
  private final LocalGateway gateway;
  private final String host;
  private final int port;

  DevServer(
      Vertx vertx,
      Router quarkus,
      Instance<RequestStreamHandler> function,
      LarderConfig larder,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.vertx = vertx;
    this.quarkus = quarkus;
    this.host = host;
    this.port = port;
    gateway =
        new LocalGateway(
            vertx,
            event -> InvokeEndpoint.invoke(function.get(), event),
            larder.access() == LarderConfig.Access.AUTHORIZER);
  }

  /** Ends dev mode before anything else is started if another process has the port. */
  void check(@Observes @Priority(0) StartupEvent event) {
    if (DevConsoleManager.getGlobal(SERVER) != null || isPortFree()) {
      return;
    }
    closeErrorPage();
    if (!isPortFree()) {
      LOG.errorf(
          "Port %d is in use. Use another one: ./mvnw quarkus:dev -Dquarkus.http.port=%d",
          port, port + 1);
      // An orderly exit would wait for the end of this start.
      Runtime.getRuntime().halt(1);
    }
  }

  private boolean isPortFree() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** After a failed first start, verticles of Quarkus serve a page about it on the same port. */
  private void closeErrorPage() {
    for (String verticle : vertx.deploymentIDs()) {
      vertx.undeploy(verticle).toCompletionStage().toCompletableFuture().join();
    }
  }

  void serve(
      @Observes @Priority(Integer.MAX_VALUE) StartupEvent event,
      LarderConfig larder,
      Config config) {
    if (DevConsoleManager.getGlobal(SERVER) == null) {
      Router router = Router.router(vertx);
      HttpServer server =
          vertx
              .createHttpServer(LocalGateway.options())
              .requestHandler(router)
              .listen(port, host)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      DevConsoleManager.setGlobal(ROUTER, router);
      DevConsoleManager.setGlobal(SERVER, server);
      announceWhenStarted(addresses(server.actualPort(), larder, config));
    }
    Router router = DevConsoleManager.getGlobal(ROUTER);
    LiveReload reload = new LiveReload(router);
    Route previous = DevConsoleManager.getGlobal(ROUTE);
    DevConsoleManager.setGlobal(ROUTE, router.route().handler(reload).handler(this::handle));
    if (previous != null) {
      previous.remove();
    }
    reload.start();
  }

  private static String addresses(int port, LarderConfig larder, Config config) {
    String collections =
        larder.collections().entrySet().stream()
            .filter(collection -> collection.getValue().table().isPresent())
            .map(collection -> '/' + collection.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
    String server = "http://localhost:" + port;
    return String.join(
        "\n  ",
        "Larder is ready:",
        "Console     " + server + '/',
        "API         " + server + collections,
        "Swagger UI  " + server + "/q/swagger-ui/",
        "DynamoDB    " + DevDynamoDb.endpoint(config).orElse("AWS"));
  }

  /** Logs the addresses below Quarkus's own lines, which are the last of the start. */
  private static void announceWhenStarted(String addresses) {
    Thread thread =
        new Thread(
            () -> {
              awaitStart();
              LOG.info(addresses);
            },
            "addresses");
    thread.setDaemon(true);
    thread.start();
  }

  private static void awaitStart() {
    try {
      while (Application.currentApplication() == null
          || !Application.currentApplication().isStarted()) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.path().startsWith(QUARKUS)) {
      quarkus.handle(request);
    } else {
      gateway.handle(request);
    }
  }
}
