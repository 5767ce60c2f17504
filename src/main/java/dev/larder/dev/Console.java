package dev.larder.dev;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** The console: a page of files on the class path, for browsers that open the API's address. */
final class Console {
  private static final String PATH = "/console/";

  private static final String FOLDER = "/dev/larder/dev/console/";

  private static final Pattern FILE = Pattern.compile("(?:[\\w-][\\w.-]*/)*[\\w-][\\w.-]*");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon");

  private Console() {}

  /** Whether the console responds to a request, and not the function. */
  static boolean serves(HttpServerRequest request) {
    boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    return reads && (request.path().startsWith(PATH) || isEntrance(request));
  }

  private static boolean isEntrance(HttpServerRequest request) {
    return request.path().equals("/console")
        || request.path().equals("/")
            && String.join(",", request.headers().getAll("Accept")).contains("text/html");
  }

  static void respond(HttpServerRequest request) {
    HttpServerResponse response = request.response().putHeader("Cache-Control", "no-store");
    if (!request.path().startsWith(PATH)) {
      response.setStatusCode(302).putHeader("Location", PATH).putHeader("Vary", "Accept").end();
      return;
    }
    String file = request.path().substring(PATH.length());
    send(file.isEmpty() ? "index.html" : file, request, response);
  }

  private static void send(String file, HttpServerRequest request, HttpServerResponse response) {
    byte[] content = FILE.matcher(file).matches() ? content(file) : null;
    String extension = file.substring(file.lastIndexOf('.') + 1);
    if (content == null) {
      response.setStatusCode(404).putHeader("Content-Type", "text/plain; charset=utf-8");
      content = "The console has no such file.\n".getBytes(StandardCharsets.UTF_8);
    } else {
      response.putHeader("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"));
    }
    if (request.method() == HttpMethod.HEAD) {
      response.putHeader("Content-Length", String.valueOf(content.length)).end();
    } else {
      response.end(Buffer.buffer(content));
    }
  }

  private static byte[] content(String file) {
    try (InputStream stream = Console.class.getResourceAsStream(FOLDER + file)) {
      return stream == null ? null : stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
