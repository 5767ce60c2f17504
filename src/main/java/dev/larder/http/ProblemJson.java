package dev.larder.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.api.Problem;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.JsonObject;
import dev.larder.text.Unicode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes problem details as JSON, RFC 9457, section 3. */
public final class ProblemJson {
  /** The media type of every error response. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The most characters of a string; a detail may quote input that is too long for a response. */
  static final int MAX_TEXT = 4096;

  private static final JsonFactory JSON = new JsonFactory();

  private ProblemJson() {}

  /**
   * @param detail what is wrong and how to correct it
   * @param instance the path of the resource that the problem is about; null to omit it
   * @param requestId the Lambda request id, which log entries have too
   * @param members further members of the problem
   */
  public static String write(
      ProblemType type,
      int status,
      String detail,
      String instance,
      String requestId,
      Map<String, Object> members) {
    return write(type.uri(), type.title(), status, detail, instance, requestId, members);
  }

  /**
   * Writes a problem as the whole response.
   *
   * @param instance the path of the resource that the problem is about
   * @param requestId the Lambda request id, which log entries have too
   */
  static String write(Problem problem, String instance, String requestId) {
    return write(
        problem.uri(),
        problem.title(),
        problem.status(),
        problem.detail(),
        instance,
        requestId,
        problem.members());
  }

  private static String write(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      String requestId,
      Map<String, Object> members) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", type);
          json.writeStringField("title", title);
          json.writeNumberField("status", status);
          json.writeStringField("detail", cut(detail));
          if (instance != null) {
            json.writeStringField("instance", instance);
          }
          json.writeStringField("requestId", requestId);
          for (Map.Entry<String, Object> member : members.entrySet()) {
            json.writeFieldName(member.getKey());
            value(json, member.getValue());
          }
          json.writeEndObject();
        });
  }

  /** Writes a problem as a JSON object without path and request id. */
  public static String write(Problem problem) {
    return text(json -> write(problem, json));
  }

  /**
   * Writes a problem into a larger response, which has one path and one request id for all its
   * problems.
   */
  public static void write(Problem problem, JsonGenerator json) throws IOException {
    value(json, ProblemException.membersOf(problem));
  }

  private static String text(JsonObject.Members content) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof List<?> elements) {
      json.writeStartArray();
      for (Object element : elements) {
        value(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> members) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : members.entrySet()) {
        json.writeFieldName(member.getKey().toString());
        value(json, member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof String text) {
      json.writeString(cut(text));
    } else {
      json.writeObject(value);
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : Unicode.truncate(MAX_TEXT, text) + "…";
  }
}
