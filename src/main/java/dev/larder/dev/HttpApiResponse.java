package dev.larder.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Base64;

/** A response of payload format 2.0. */
final class HttpApiResponse {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode payload;
  private final Buffer body;

  private HttpApiResponse(JsonNode payload, Buffer body) {
    this.payload = payload;
    this.body = body;
  }

  /**
   * Reads what the function returned.
   *
   * @throws IOException if it is not a response of that format
   */
  static HttpApiResponse of(byte[] bytes) throws IOException {
    JsonNode payload = JSON.readTree(bytes);
    if (!payload.path("statusCode").isInt()) {
      throw new IOException("The function returned no response: " + payload);
    }
    String body = payload.path("body").asText("");
    return new HttpApiResponse(
        payload,
        payload.path("isBase64Encoded").asBoolean()
            ? Buffer.buffer(Base64.getDecoder().decode(body))
            : Buffer.buffer(body));
  }

  /** Writes the response, unless the client has gone. */
  void writeTo(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(payload.path("statusCode").intValue());
    payload
        .path("headers")
        .properties()
        .forEach(header -> response.putHeader(header.getKey(), header.getValue().asText()));
    for (JsonNode cookie : payload.path("cookies")) {
      response.headers().add(HttpHeaders.SET_COOKIE, cookie.asText());
    }
    if (request.method() == HttpMethod.HEAD || response.getStatusCode() == 204) {
      response.end();
      return;
    }
    response.headers().remove(HttpHeaders.CONTENT_LENGTH);
    response.end(body);
  }
}
