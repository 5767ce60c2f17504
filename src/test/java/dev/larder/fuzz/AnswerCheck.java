package dev.larder.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.http.ProblemJson;
import dev.larder.lambda.HttpEvent;
import dev.larder.problem.ProblemType;
import dev.larder.sample.HookedFunction;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What holds for every answer, whatever was asked. */
final class AnswerCheck {
  private static final Map<String, ProblemType> TYPES =
      Arrays.stream(ProblemType.values())
          .collect(Collectors.toMap(ProblemType::uri, Function.identity()));

  /** What tells of the function's own code; no text that is sent has it. */
  private static final Pattern OWN_TERMS =
      Pattern.compile(
          "Exception|StackOverflow|OutOfMemory|\\tat "
              + "|\\b(?:java|javax|jakarta|sun|jdk|io|com|org|dev|software)\\.[a-z]+\\.[A-Za-z]");

  private AnswerCheck() {}

  static String mediaType(HttpEvent.Answer answer) {
    return answer.headers().getOrDefault("Content-Type", "").split(";")[0].strip();
  }

  static boolean isJson(String mediaType) {
    return mediaType.matches("application/(.+[+])?json");
  }

  /** Of an answer to a request. */
  static void http(HttpEvent.Answer answer, String requestId) {
    assertTrue(answer.status() >= 200 && answer.status() < 500, "status " + answer.status());
    if (answer.status() == 204 || answer.status() == 304) {
      assertNull(answer.body());
    }
    answer.headers().forEach((name, value) -> header(name, value));
    String type = mediaType(answer);
    if (answer.body() == null) {
      return;
    }
    assertFalse(type.isEmpty(), "A body has a media type");
    if (answer.status() >= 400) {
      assertEquals(ProblemJson.MEDIA_TYPE, type);
    }
    if (type.equals(ProblemJson.MEDIA_TYPE)) {
      JsonNode problem = Json.read(answer.body());
      assertEquals(answer.status(), problem.path("status").asInt());
      // The answer that a job has got is of the job's invocation.
      String told = problem.path("requestId").asText();
      assertTrue(told.equals(requestId) || told.startsWith("job-"), told);
      problem(problem);
    } else if (isJson(type)) {
      results(Json.read(answer.body()));
    }
  }

  private static void header(String name, String value) {
    assertTrue(name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"), name);
    assertTrue(
        value != null && value.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7F),
        () -> name + " has control characters");
  }

  /** Of the entries of a bulk request, if it is the answer to one. */
  static void results(JsonNode body) {
    for (JsonNode result : body.path("results")) {
      if (result.has("problem")) {
        problem(result.path("problem"));
      }
    }
  }

  static void problem(JsonNode problem) {
    if (HookedFunction.isOwnProblem(problem.path("type").asText())) {
      assertTrue(problem.path("status").asInt() < 500, problem::toString);
      return;
    }
    ProblemType type = TYPES.get(problem.path("type").asText());
    assertTrue(type != null, () -> "It is none of the catalogue: " + problem);
    assertEquals(type.status(), problem.path("status").asInt());
    assertEquals(type.title(), problem.path("title").textValue());
    text(problem.path("detail").asText());
    assertTrue(type.status() < 500, problem::toString);
    problem.path("operations").forEach(AnswerCheck::problem);
  }

  /** Of what is said to whoever sent a request. */
  static void text(String text) {
    assertFalse(text.isBlank(), "Nothing is said");
    assertFalse(OWN_TERMS.matcher(text).find(), text);
  }
}
