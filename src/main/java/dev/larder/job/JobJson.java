package dev.larder.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.larder.event.ApiResponse;
import dev.larder.http.ProblemJson;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes jobs and their problems as JSON. */
final class JobJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The members of a problem to store. Others can have any size; the response has them. */
  private static final List<String> MEMBERS =
      List.of("type", "title", "status", "detail", "instance", "key", "etag");

  private static final List<String> TRANSIENT =
      Arrays.stream(ProblemType.values())
          .filter(ProblemType::isTransient)
          .map(ProblemType::uri)
          .toList();

  private JobJson() {}

  /** Returns the representation of a job that callers read. */
  static String of(Job job) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", job.id())
            .put("state", job.state().name().toLowerCase(Locale.ROOT))
            .put("method", job.origin().method())
            .put("path", job.origin().path())
            .put("created", job.origin().created().toString())
            .put("attempts", job.attempts());
    job.progress()
        .ifPresent(progress -> json.putRawValue("progress", new RawValue(progress.shown())));
    job.problem().ifPresent(problem -> json.putRawValue("problem", new RawValue(problem)));
    if (job.bodyOmitted()) {
      json.put("bodyOmitted", true);
    }
    return json.toString();
  }

  /**
   * Returns why a request should be repeated, as a JSON object of RFC 9457.
   *
   * @param answer has problem details, or the results of a bulk request, of which the first
   *     temporary failure counts
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
      return ProblemJson.write(
          new ProblemException(
              ProblemType.UNAVAILABLE,
              "Part of the request failed temporarily. A repeat may complete it."));
    }
    ObjectNode kept = JSON.createObjectNode();
    for (String member : MEMBERS) {
      if (problem.has(member)) {
        kept.set(member, problem.path(member));
      }
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
