package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the shapes of HTTP events have in common. */
final class HttpJson {
  private static final JsonFactory JSON = new JsonFactory();

  private HttpJson() {}

  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** An object with these members, in UTF-8. */
  static byte[] write(Members members) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(JSON._getBufferRecycler());
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.getClearAndRelease();
  }

  /** The body: a string in all of the shapes, but handwritten events have it as JSON. */
  static void readBody(Event event, Inbound request) {
    if (event.isContainer("body")) {
      request.setBody(new String(event.json("body"), StandardCharsets.UTF_8));
      return;
    }
    JsonNode body = event.member("body");
    // A load balancer's requests without one have an empty text.
    if (!body.isMissingNode() && !body.isNull() && !body.asText().isEmpty()) {
      request.setBody(body.asText());
      request.setIsBase64Encoded(event.member("isBase64Encoded").asBoolean());
    }
  }

  /** Header fields, each with a list of its values. */
  static void writeMultiValueHeaders(APIGatewayV2HTTPResponse answer, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("multiValueHeaders");
    for (Map.Entry<String, String> header : answer.getHeaders().entrySet()) {
      writeTexts(header.getKey(), List.of(header.getValue()), json);
    }
    if (answer.getCookies() != null) {
      writeTexts("Set-Cookie", answer.getCookies(), json);
    }
    json.writeEndObject();
  }

  static void writeTexts(String name, List<String> texts, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** Body, if there is one, and its encoding. */
  static void writeBody(APIGatewayV2HTTPResponse answer, JsonGenerator json) throws IOException {
    if (answer.getBody() != null) {
      json.writeStringField("body", answer.getBody());
    }
    json.writeBooleanField("isBase64Encoded", answer.getIsBase64Encoded());
  }
}
