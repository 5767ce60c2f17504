package dev.larder.lambda.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import dev.larder.text.Texts;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the payload formats have in common. */
final class GatewayJson {
  private static final String COOKIE = "cookie";

  private GatewayJson() {}

  /** Reads header fields, parameters and body, which all formats have under the same names. */
  static void read(Event event, GatewayRequest request) {
    request.setHeaders(readHeaders(event));
    request.setPathParameters(RequestContexts.texts(event.member("pathParameters")));
    request.setStageVariables(RequestContexts.texts(event.member("stageVariables")));
    readBody(event, request);
  }

  /**
   * The header fields, whatever the case of their names, each with one value: events have one value
   * or several under each name.
   */
  private static Map<String, String> readHeaders(Event event) {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    JsonNode several = event.member("multiValueHeaders");
    (several.isEmpty() ? event.member("headers") : several)
        .properties()
        .forEach(field -> add(fields, field.getKey(), field.getValue()));
    add(fields, COOKIE, event.member("cookies"));
    return fields;
  }

  private static void add(Map<String, String> fields, String name, JsonNode value) {
    if (value.isArray()) {
      value.forEach(each -> add(fields, name, each));
    } else if (value.isValueNode() && !value.isNull()) {
      // RFC 9110, section 5.3, and RFC 9113, section 8.2.3, for Cookie alone.
      String separator = name.equalsIgnoreCase(COOKIE) ? "; " : ", ";
      fields.merge(name, value.asText(), (first, next) -> first + separator + next);
    }
  }

  /** The body: a string in all formats, but handwritten events have it as JSON. */
  private static void readBody(Event event, GatewayRequest request) {
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
