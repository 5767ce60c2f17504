package dev.larder.lambda;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import dev.larder.text.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
      request.setBody(event.json("body"));
      return;
    }
    JsonNode body = event.member("body");
    // A load balancer's requests without one have an empty text.
    if (body.isMissingNode() || body.isNull() || body.asText().isEmpty()) {
      return;
    }
    if (event.member("isBase64Encoded").asBoolean()) {
      try {
        request.setBody(Base64.getDecoder().decode(body.asText()));
      } catch (IllegalArgumentException e) {
        request.setDefect("The body is marked as base64 and is none.");
      }
    } else if (Texts.isUnicode(body.asText())) {
      request.setBody(body.asText().getBytes(StandardCharsets.UTF_8));
    } else {
      request.setDefect("The body has half of a surrogate pair, which is no character.");
    }
  }

  /** Header fields, each with a list of its values. */
  static void writeMultiValueHeaders(Outbound answer, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("multiValueHeaders");
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      writeTexts(header.getKey(), List.of(header.getValue()), json);
    }
    if (!answer.cookies().isEmpty()) {
      writeTexts("Set-Cookie", answer.cookies(), json);
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
  static void writeBody(Outbound answer, JsonGenerator json) throws IOException {
    byte[] body = answer.body();
    boolean base64 = body != null && !answer.isText();
    if (body != null) {
      json.writeFieldName("body");
      if (base64) {
        json.writeString(Base64.getEncoder().encodeToString(body));
      } else {
        json.writeUTF8String(body, 0, body.length);
      }
    }
    json.writeBooleanField("isBase64Encoded", base64);
  }
}
