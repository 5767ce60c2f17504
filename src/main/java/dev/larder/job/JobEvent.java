package dev.larder.job;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.dynamo.Gzip;
import dev.larder.event.ApiRequest;
import dev.larder.event.Event;
import dev.larder.event.UnsupportedEventException;
import dev.larder.http.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The event that has a job done: {@code {"job": "...", "created": 1767225600000, "request":
 * {"method": "PUT", "path": "/items/a", "headers": {...}, "body": "..."}}}, the time in
 * milliseconds of the epoch, the body as base64 of gzip, and absent where there is none. For whom
 * the request is made is not in it, but in the job's record.
 *
 * @param id the job's
 * @param created when the request came
 * @param request without its caller, where it was read
 */
record JobEvent(String id, Instant created, ApiRequest request) {
  /** Bytes of an event that Lambda takes; "Lambda quotas" of the Lambda developer guide. */
  static final int MAX_BYTES = 1_000_000;

  private static final Set<String> MEMBERS = Set.of("job", "created", "request");
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether an event is one, and nothing else. */
  static boolean isOne(Event event) {
    return event.names().equals(MEMBERS)
        && event.member("job").isTextual()
        && event.member("created").isIntegralNumber()
        && event.isContainer("request")
        && event.member("request").path("method").isTextual()
        && event.member("request").path("path").isTextual();
  }

  /**
   * What an event holds that is one.
   *
   * @throws UnsupportedEventException where its body is not what {@link #toJson} makes
   */
  static JobEvent of(Event event) {
    JsonNode request = event.member("request");
    Map<String, String> headers = new HashMap<>();
    request
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new JobEvent(
        event.member("job").textValue(),
        Instant.ofEpochMilli(event.member("created").longValue()),
        new ApiRequest(
            request.path("method").textValue(),
            request.path("path").textValue(),
            headers,
            request.has("body") ? body(request.path("body").asText()) : null,
            Identity.NOBODY));
  }

  private static byte[] body(String text) {
    try {
      return Gzip.unzipped(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UnsupportedEventException(
          "It is the event of a job, but the body of its request is not gzip data in base64.");
    }
  }

  /**
   * The request.
   *
   * @param caller for whom it is made
   */
  ApiRequest requestOf(Identity caller) {
    return new ApiRequest(
        request.method(), request.path(), request.headers(), request.body(), caller);
  }

  /** The event, in UTF-8. */
  byte[] toJson() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("job", id);
      json.writeNumberField("created", created.toEpochMilli());
      json.writeObjectFieldStart("request");
      json.writeStringField("method", request.method());
      json.writeStringField("path", request.path());
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : request.headers().entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      if (request.body() != null) {
        json.writeStringField(
            "body", Base64.getEncoder().encodeToString(Gzip.zipped(request.body())));
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
