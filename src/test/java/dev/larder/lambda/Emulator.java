package dev.larder.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * AWS's Runtime Interface Emulator, which starts a function and invokes it in place of {@link
 * RuntimeApi}.
 *
 * <p>It responds with what the function says, and does not tell a response from an error. So what
 * looks like Lambda's error object is taken for one.
 *
 * @see <a href="https://github.com/aws/aws-lambda-runtime-interface-emulator">Its repository</a>
 */
final class Emulator implements Environment {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path executable;
  private final int port = freePort();
  private final int runtimePort = freePort();
  private volatile Throwable failure;
  private boolean listening;

  Emulator(Path executable) {
    this.executable = executable;
  }

  /**
   * Returns the command that starts it.
   *
   * @param function the command that it is to start the function by
   * @param bootstrap the file into which that command goes, since the emulator would take its flags
   *     for its own
   */
  List<String> command(List<String> function, Path bootstrap) {
    try {
      Files.writeString(
          bootstrap,
          function.stream()
              .map(argument -> "'" + argument.replace("'", "'\\''") + "'")
              .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", "\n")));
      Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        executable.toAbsolutePath().toString(),
        "--runtime-interface-emulator-address=127.0.0.1:" + port,
        "--runtime-api-address=127.0.0.1:" + runtimePort,
        bootstrap.toAbsolutePath().toString());
  }

  /** The emulator has one timeout for all invocations, {@link RuntimeApi#DEFAULT_TIMEOUT} here. */
  @Override
  public synchronized RuntimeApi.Outcome invoke(String requestId, byte[] event, Duration timeout) {
    if (!timeout.equals(RuntimeApi.DEFAULT_TIMEOUT)) {
      throw new IllegalArgumentException("The emulator cannot give an event a time of " + timeout);
    }
    try {
      awaitListening();
      HttpRequest request =
          HttpRequest.newBuilder(uri())
              .header("X-Amzn-RequestId", requestId)
              .timeout(timeout.plus(START_LIMIT))
              .POST(BodyPublishers.ofByteArray(event))
              .build();
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new FunctionFailedException(
            "The emulator responds with the status " + response.statusCode(), failure);
      }
      return outcome(requestId, response.body());
    } catch (IOException e) {
      throw new FunctionFailedException("The emulator does not respond: " + e, failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void fail(Throwable cause) {
    failure = cause;
  }

  /** Its process belongs to {@link DeployedFunction}. */
  @Override
  public void close() {
    fail(new IllegalStateException("The emulator has been closed"));
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/2015-03-31/functions/function/invocations");
  }

  private void awaitListening() throws InterruptedException {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!listening) {
      if (failure != null) {
        throw new FunctionFailedException(failure.getMessage(), failure);
      }
      if (System.nanoTime() > limit) {
        throw new FunctionTimeoutException("The emulator does not listen");
      }
      try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
        listening = connected.isConnected();
      } catch (IOException e) {
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  private static RuntimeApi.Outcome outcome(String requestId, byte[] payload) {
    String text = new String(payload, StandardCharsets.UTF_8);
    if (text.startsWith("Task timed out")) {
      throw new FunctionTimeoutException(text);
    }
    JsonNode error = Direct.read(text);
    boolean failed = error.has("errorMessage") && error.has("errorType");
    return new RuntimeApi.Outcome(
        requestId, failed, failed ? error.get("errorType").asText() : null, payload);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
