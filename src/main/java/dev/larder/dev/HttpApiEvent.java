package dev.larder.dev;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.text.Unicode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes events of payload format 2.0. It delivers paths as they were sent, as function URLs do, and
 * has no domain, by which the function knows that.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Payload
 *     format</a>
 */
final class HttpApiEvent {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

  private HttpApiEvent() {}

  /**
   * Makes the event of a request.
   *
   * @param claims those of the caller's token; empty for an anonymous request
   */
  static byte[] of(HttpServerRequest request, Buffer body, Optional<ObjectNode> claims) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event
        .put("version", "2.0")
        .put("routeKey", "$default")
        .put("rawPath", request.path())
        .put("rawQueryString", request.query() == null ? "" : request.query());
    headers(event, request);
    ObjectNode context = event.putObject("requestContext");
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    context
        .put("requestId", UUID.randomUUID().toString())
        .put("routeKey", "$default")
        .put("stage", "$default")
        .put("time", TIME.format(now))
        .put("timeEpoch", now.toInstant().toEpochMilli());
    context
        .putObject("http")
        .put("method", request.method().name())
        .put("path", request.path())
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", request.remoteAddress().hostAddress())
        .put("userAgent", request.getHeader("User-Agent"));
    claims.ifPresent(told -> context.putObject("authorizer").putObject("jwt").set("claims", told));
    body(event, body.getBytes());
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void headers(ObjectNode event, HttpServerRequest request) {
    ObjectNode headers = event.putObject("headers");
    for (String name : request.headers().names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.equals("cookie")) {
        request.headers().getAll(name).forEach(event.withArrayProperty("cookies")::add);
      } else {
        headers.put(lower, String.join(",", request.headers().getAll(name)));
      }
    }
    headers
        .put("x-forwarded-for", request.remoteAddress().hostAddress())
        .put("x-forwarded-port", String.valueOf(request.localAddress().port()))
        .put("x-forwarded-proto", "http");
  }

  /** Sends text as it is and other bodies in base64, so that none is changed. */
  private static void body(ObjectNode event, byte[] body) {
    if (body.length == 0) {
      event.put("isBase64Encoded", false);
      return;
    }
    boolean isText = Unicode.isUtf8Text(body);
    event
        .put(
            "body",
            isText
                ? new String(body, StandardCharsets.UTF_8)
                : Base64.getEncoder().encodeToString(body))
        .put("isBase64Encoded", !isText);
  }
}
