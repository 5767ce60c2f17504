package dev.larder.lambda;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Where functions with SnapStart get their credentials: others before and after a restore.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">Container
 *     credentials</a>
 */
final class ContainerCredentials implements AutoCloseable {
  private final HttpServer server;
  private volatile String accessKey;

  private ContainerCredentials(HttpServer server, String accessKey) {
    this.server = server;
    this.accessKey = accessKey;
  }

  /**
   * @param accessKey the id of the key that it gives
   */
  static ContainerCredentials start(String accessKey) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ContainerCredentials credentials = new ContainerCredentials(server, accessKey);
      server.createContext(
          "/",
          exchange -> {
            byte[] body = credentials.json().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return credentials;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String json() {
    return """
        {"AccessKeyId": "%s", "SecretAccessKey": "secret", "Token": "token", "Expiration": "%s"}
        """
        .formatted(accessKey, Instant.now().plus(6, ChronoUnit.HOURS));
  }

  /** Gives another key from now on. */
  void change(String accessKey) {
    this.accessKey = accessKey;
  }

  /** The environment of a function that gets its credentials here alone. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        "",
        "AWS_SECRET_ACCESS_KEY",
        "",
        "AWS_SESSION_TOKEN",
        "",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "token");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
