package dev.larder.lambda;

import dev.larder.net.Connection;
import dev.larder.net.Connection.Origin;
import dev.larder.runtime.InvocationContext;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * A client of Lambda's Runtime API, for one thread. It keeps one connection, which may be idle
 * while the environment is frozen, and opens another if the API has closed it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a>
 */
final class RuntimeApiClient implements Closeable {
  /** The header field of an event that contains the X-Ray tracing header. */
  static final String TRACE = "lambda-runtime-trace-id";

  private static final String PREFIX = "/2018-06-01/runtime/";
  private static final byte[] NOTHING = {};

  private final Origin origin;
  private final String fields;
  private Connection connection;

  /**
   * @param address host and port, the value of the environment variable {@code
   *     AWS_LAMBDA_RUNTIME_API}
   */
  RuntimeApiClient(String address) {
    int colon = address.lastIndexOf(':');
    this.origin =
        colon < 0
            ? new Origin("http", address, 80)
            : new Origin(
                "http",
                address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1)));
    this.fields = " HTTP/1.1\r\nHost: " + address + "\r\nUser-Agent: larder\r\n";
  }

  /**
   * Waits for the next event.
   *
   * @throws IOException if the connection fails or the status is not 200
   */
  Connection.Response next() throws IOException {
    Connection.Response event = exchange("GET " + PREFIX + "invocation/next" + fields, NOTHING);
    if (event.status() != 200) {
      throw new IOException(
          "Lambda did not return the next event, but the status " + event.status());
    }
    return event;
  }

  /** Reads the context of an invocation from the header fields of its event. */
  static InvocationContext context(Connection.Response event, Map<String, String> environment) {
    String deadline = event.field("lambda-runtime-deadline-ms");
    return new InvocationContext(
        event.field("lambda-runtime-aws-request-id"),
        event.field("lambda-runtime-invoked-function-arn"),
        deadline == null ? 0 : Long.parseLong(deadline),
        environment);
  }

  /** Sends the response to an event. Lambda rejected it if the returned status is 400 or above. */
  Connection.Response respond(String requestId, byte[] response) throws IOException {
    return post("invocation/" + requestId + "/response", "", response);
  }

  /**
   * Reports that an invocation failed.
   *
   * @param type Lambda's error type, such as {@code Runtime.UserCodeException}
   * @param error JSON with {@code errorType} and {@code errorMessage}
   */
  void reportError(String requestId, String type, byte[] error) throws IOException {
    post("invocation/" + requestId + "/error", type(type), error);
  }

  /** Reports that the function cannot start; parameters as for {@link #reportError}. */
  void reportInitError(String type, byte[] error) throws IOException {
    post("init/error", type(type), error);
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private static String type(String type) {
    return "Lambda-Runtime-Function-Error-Type: " + type + "\r\n";
  }

  private Connection.Response post(String path, String more, byte[] body) throws IOException {
    return exchange(
        "POST "
            + PREFIX
            + path
            + fields
            + more
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n",
        body);
  }

  private Connection.Response exchange(String head, byte[] body) throws IOException {
    boolean reused = connection != null;
    try {
      return attempt(head, body);
    } catch (IOException e) {
      close();
      if (!reused) {
        throw e;
      }
      // The API closed the connection while it was idle. Sending again is safe: Lambda accepts one
      // response per event.
      return attempt(head, body);
    }
  }

  private Connection.Response attempt(String head, byte[] body) throws IOException {
    if (connection == null) {
      connection = Connection.open(origin, 0, 0);
    }
    connection.send(head, body);
    Connection.Response response = connection.read(false);
    if (!response.keepsConnection()) {
      close();
    }
    return response;
  }
}
