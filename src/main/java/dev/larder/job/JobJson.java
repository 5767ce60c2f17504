package dev.larder.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.ApiResponse;
import dev.larder.http.ProblemJson;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Jobs, and what went wrong with them, as JSON. */
final class JobJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFactory FACTORY = JSON.getFactory();

  /** Of a problem; more would not be bounded, and is in the answer. */
  private static final List<String> MEMBERS = List.of("type", "title", "status", "detail");

  private static final List<String> TRANSIENT =
      Arrays.stream(ProblemType.values())
          .filter(ProblemType::isTransient)
          .map(ProblemType::uri)
          .toList();

  private JobJson() {}

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static String write(Content content) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** What callers are told of a job. */
  static String of(Job job) {
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", job.id());
          json.writeStringField("state", job.state().name().toLowerCase(Locale.ROOT));
          json.writeStringField("method", job.origin().method());
          json.writeStringField("path", job.origin().path());
          json.writeStringField("created", job.origin().created().toString());
          json.writeNumberField("attempts", job.attempts());
          if (job.problem().isPresent()) {
            json.writeFieldName("problem");
            json.writeRawValue(job.problem().get());
          }
          if (job.bodyOmitted()) {
            json.writeBooleanField("bodyOmitted", true);
          }
          json.writeEndObject();
        });
  }

  static String problem(ProblemException problem) {
    return write(json -> ProblemJson.write(problem, json));
  }

  /**
   * Why a request is to be repeated.
   *
   * @param answer problem details, or the results of a bulk request's entries, of which the first
   *     counts that a repeat may mend
   */
  static String problem(ApiResponse answer) {
    JsonNode body = tree(answer.body());
    JsonNode problem =
        body.path("results")
            .valueStream()
            .map(result -> result.path("problem"))
            .filter(each -> TRANSIENT.contains(each.path("type").asText()))
            .findFirst()
            .orElse(body);
    if (!problem.has("type")) {
      return problem(
          new ProblemException(
              ProblemType.UNAVAILABLE,
              "Part of the request failed temporarily. A repeat may complete it."));
    }
    ObjectNode kept = JSON.createObjectNode();
    for (String member : MEMBERS) {
      kept.set(member, problem.path(member));
    }
    return kept.toString();
  }

  private static JsonNode tree(byte[] body) {
    try {
      return body == null ? JSON.missingNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
