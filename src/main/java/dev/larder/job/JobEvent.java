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
 * The event that makes an invocation carry out a job: {@code {"job": "...", "created":
 * 1767225600000, "request": {"method": "PUT", "path": "/items/a", "headers": {...}, "body":
 * "..."}}}. The time is in milliseconds since the epoch. The body is gzip data in base64, and
 * absent if the request has none. The caller is in the job's record, not in the event.
 *
 * @param id the job's id
 * @param created when the request arrived or, of a later step, the one before it ended
 * @param request without its caller if it was read from an event
 */
record JobEvent(String id, Instant created, ApiRequest request) {
  /**
   * The most bytes of an event that Lambda accepts ("Lambda quotas" of the Lambda developer guide).
   */
  static final int MAX_BYTES = 1_000_000;

  private static final Set<String> MEMBERS = Set.of("job", "created", "request");
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether an event has the members of a job's event and no others. */
  static boolean matches(Event event) {
    return event.names().equals(MEMBERS)
        && event.member("job").isTextual()
        && event.member("created").isIntegralNumber()
        && event.isContainer("request")
        && event.member("request").path("method").isTextual()
        && event.member("request").path("path").isTextual();
  }

  /**
   * Reads an event of which {@link #matches} is true.
   *
   * @throws UnsupportedEventException if its body is not what {@link #toJson} writes
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
      return Gzip.decompress(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UnsupportedEventException(
          "It is the event of a job, but the body of its request is not gzip data in base64.");
    }
  }

  /** Returns the request, with the caller from the job's record. */
  ApiRequest requestOf(Identity caller) {
    return new ApiRequest(
        request.method(), request.path(), request.headers(), request.body(), caller);
  }

  /** Returns the event that begins the next step of the job. */
  JobEvent at(Instant time) {
    return new JobEvent(id, time, request);
  }

  /** Returns the event in UTF-8. */
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
            "body", Base64.getEncoder().encodeToString(Gzip.compress(request.body())));
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
