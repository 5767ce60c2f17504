package dev.larder.lambda.gateway;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import dev.larder.text.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What the shapes of HTTP events have in common. */
public final class GatewayJson {
  private static final JsonFactory JSON = new JsonFactory();

  private GatewayJson() {}

  public interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** An object with these members, in UTF-8. */
  public static byte[] write(Members members) {
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
  static void readBody(Event event, GatewayRequest request) {
    if (event.isContainer("body")) {
      request.setBody(event.json("body"));
      return;
    }
    JsonNode body = event.member("body");
    // A load balancer's requests without one have an empty text.
    if (body.isMissingNode() || body.isNull() || body.asText().isEmpty()) {
      return;
    }
    boolean base64 = event.member("isBase64Encoded").asBoolean();
    if (base64 && !isBase64(body.asText())) {
      request.setDefect("isBase64Encoded is true, but the body is not valid base64.");
    } else if (!base64 && !Texts.isUnicode(body.asText())) {
      request.setDefect("The body has an unpaired surrogate, which is not valid Unicode.");
    } else {
      request.setBody(body.asText(), base64);
    }
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Header fields, each with a list of its values. */
  static void writeMultiValueHeaders(GatewayResponse response, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("multiValueHeaders");
    for (Map.Entry<String, String> header : response.headers().entrySet()) {
      writeTexts(header.getKey(), List.of(header.getValue()), json);
    }
    if (!response.cookies().isEmpty()) {
      writeTexts("Set-Cookie", response.cookies(), json);
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
  static void writeBody(GatewayResponse response, JsonGenerator json) throws IOException {
    if (response.body() != null) {
      json.writeStringField("body", response.body());
    }
    json.writeBooleanField("isBase64Encoded", response.base64());
  }
}
