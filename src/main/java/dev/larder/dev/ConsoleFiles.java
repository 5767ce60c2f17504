package dev.larder.dev;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;

/** Serves the console, a page without a build of its own, below {@code /console/}. */
final class ConsoleFiles {
  static final String PATH = "/console/";

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

  private ConsoleFiles() {}

  /** Whether a browser that opens this address is to see the console. */
  static boolean isEntrance(HttpServerRequest request) {
    boolean page =
        request.path().equals("/")
            && String.join(",", request.headers().getAll("Accept")).contains("text/html");
    return isRead(request) && (page || request.path().equals("/console"));
  }

  static boolean isFile(HttpServerRequest request) {
    return isRead(request) && request.path().startsWith(PATH);
  }

  private static boolean isRead(HttpServerRequest request) {
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
  }

  static void redirect(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(302)
        .putHeader("Location", PATH)
        .putHeader("Cache-Control", "no-store")
        .putHeader("Vary", "Accept")
        .end();
  }

  static void send(HttpServerRequest request) {
    String name = request.path().substring(PATH.length());
    name = name.isEmpty() ? "index.html" : name;
    HttpServerResponse response = request.response().putHeader("Cache-Control", "no-store");
    byte[] content = FILE.matcher(name).matches() ? content(name) : null;
    if (content == null) {
      response.setStatusCode(404).putHeader("Content-Type", "text/plain");
      response.end("The console has no file " + name + "\n");
      return;
    }
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    response.putHeader("Content-Type", type == null ? "application/octet-stream" : type);
    if (request.method() == HttpMethod.HEAD) {
      response.putHeader("Content-Length", String.valueOf(content.length)).end();
    } else {
      response.end(Buffer.buffer(content));
    }
  }

  private static byte[] content(String name) {
    try (InputStream file = ConsoleFiles.class.getResourceAsStream(FOLDER + name)) {
      return file == null ? null : file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
