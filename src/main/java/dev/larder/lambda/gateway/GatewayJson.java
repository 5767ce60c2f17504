package dev.larder.lambda.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import dev.larder.text.Unicode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes JSON that the payload formats share. */
final class GatewayJson {
  private static final String COOKIE = "cookie";

  private GatewayJson() {}

  /** Reads header fields, parameters and body, whose members have the same names in all formats. */
  static void read(Event event, GatewayRequest request) {
    request.setHeaders(readHeaders(event));
    request.setPathParameters(RequestContexts.texts(event.member("pathParameters")));
    request.setStageVariables(RequestContexts.texts(event.member("stageVariables")));
    readBody(event, request);
  }

  /**
   * Reads the header fields, with case-insensitive names. Events have one or several values for
   * each name; several become one.
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
      // Joined as in RFC 9110, section 5.3; Cookie as in RFC 9113, section 8.2.3.
      String separator = name.equalsIgnoreCase(COOKIE) ? "; " : ", ";
      fields.merge(name, value.asText(), (first, next) -> first + separator + next);
    }
  }

  /** Reads the body. Gateways send a string; handwritten events may have JSON. */
  private static void readBody(Event event, GatewayRequest request) {
    if (event.isContainer("body")) {
      request.setBody(event.json("body"));
      return;
    }
    JsonNode body = event.member("body");
    // A load balancer sends an empty string if a request has no body.
    if (body.isMissingNode() || body.isNull() || body.asText().isEmpty()) {
      return;
    }
    if (!event.member("isBase64Encoded").asBoolean()) {
      if (Unicode.isUnicode(body.asText())) {
        request.setTextBody(body.asText());
      } else {
        request.setSyntaxError("The body has an unpaired surrogate, which is not valid Unicode.");
      }
      return;
    }
    try {
      request.setBase64Body(body.asText());
    } catch (IllegalArgumentException e) {
      request.setSyntaxError("isBase64Encoded is true, but the body is not valid base64.");
    }
  }

  /** Writes header fields, each with a list of its values. */
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

  /** Writes the body, if any, and its encoding. */
  static void writeBody(GatewayResponse response, JsonGenerator json) throws IOException {
    if (response.hasBody()) {
      json.writeFieldName("body");
      response.writeBody(json);
    }
    json.writeBooleanField("isBase64Encoded", response.base64());
  }
}
