package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.TestDynamoDb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A function with a seventh of a processor and three seconds answers before it is ended, however
 * much it is sent, and what it has written is in the answer.
 *
 * <p>Not in {@code verify}, since on a busy machine the function would have less than a seventh:
 * {@code -Pslow}.
 */
@EnabledIfSystemProperty(named = "larder.slow.rounds", matches = "[1-9][0-9]*")
class SlowProcessorIT {
  private static final int ROUNDS = Integer.getInteger("larder.slow.rounds", 0);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256",
          "LARDER_LIMITS_ENTRIES", "300000",
          "LARDER_LIMITS_PAGE_SIZE", "10000");
  private static final String NDJSON = "application/x-ndjson";
  private static final String NOTE = "x".repeat(520);

  private static final String LARGE =
      lines(10_000, "{\"id\":\"k%1$07d\",\"note\":\"" + NOTE + "\"}");
  private static final String SMALL = lines(60_000, "{\"id\":\"k%1$07d\",\"n\":1,\"s\":\"open\"}");

  private static String lines(int count, String line) {
    return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining("\n"));
  }

  private static HttpEvent post(String type, String body) {
    return HttpEvent.of("POST", "/items").json(body).header("content-type", type);
  }

  private static String array(String lines) {
    return '[' + lines.replace('\n', ',') + ']';
  }

  @Test
  void itAnswersInTimeAndSaysWhatItHasWritten() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function = BuiltFunction.start(dynamoDb, "slow", ENVIRONMENT)) {
      for (int i = 0; i < 4; i++) {
        String some = LARGE.substring(0, LARGE.indexOf("\n", LARGE.length() / 10));
        HttpEvent.Answer.of(function.invoke(post(NDJSON, some).toString()));
      }
      function.awaitNext(TIMEOUT);
      SlowProcessor.during(
          function.process(),
          () -> {
            for (int i = 0; i < ROUNDS; i++) {
              round(function);
            }
          });
    }
  }

  private static void round(DeployedFunction function) {
    Map<String, String> bodies =
        Map.of(
            "10000",
            LARGE,
            "60000",
            SMALL,
            "233000",
            lines(233_000, "{\"id\":\"k%1$07d\"}"),
            "233000 without a key",
            lines(233_000, "{\"idd\":\"k%1$06d\"}"),
            "100000, each wrong in its own way",
            lines(100_000, "{\"id\":\"k%1$07d\",\"x%1$d\":1,\"x%1$d\":1}"));
    bodies.forEach(
        (name, lines) -> {
          assertBulk(function, post(NDJSON, lines), name + " as lines");
          assertBulk(function, post("application/json", array(lines)), name + " as an array");
          assertBulk(
              function, post(NDJSON, lines).header("Accept-Encoding", "gzip"), name + " gzip");
          assertBulk(
              function,
              post(NDJSON, lines).header("Idempotency-Key", name + System.nanoTime()),
              name + " with a key");
        });
    assertBulk(
        function,
        post("text/csv", "id,n\n" + lines(200_000, "k%1$07d,%1$d")),
        "200000 as rows of CSV");
    for (String type : List.of("application/json", NDJSON, "text/csv")) {
      HttpEvent page = HttpEvent.of("GET", "/items?limit=10000").header("accept", type);
      HttpEvent.Answer answer = answer(function, page, "page of " + type);
      assertTrue(answer.status() == 200 || answer.status() == 503, answer::body);
    }
  }

  /** Fails with a {@link FunctionTimeoutException} if there is no answer in time. */
  private static HttpEvent.Answer answer(DeployedFunction function, HttpEvent event, String name) {
    long start = System.nanoTime();
    HttpEvent.Answer answer = HttpEvent.Answer.of(function.invoke(event.toString(), TIMEOUT));
    System.out.printf(
        "%s: %d ms, %d, %d bytes%n",
        name, (System.nanoTime() - start) / 1_000_000, answer.status(), answer.body().length());
    function.awaitNext(Duration.ofSeconds(60));
    return answer;
  }

  private static void assertBulk(DeployedFunction function, HttpEvent event, String name) {
    HttpEvent.Answer answer = answer(function, event, name);
    if (answer.status() == 503) {
      // There was no time to begin.
      assertEquals("urn:problem-type:larder:deadline", answer.json().path("type").asText());
      return;
    }
    if (!answer.headers().containsKey("Content-Encoding")) {
      JsonNode results = answer.json();
      int done = results.path("succeeded").asInt() + results.path("failed").asInt();
      assertTrue(done > 0, name);
      assertEquals(done, results.path("notTriedFrom").asInt(done), name);
    }
  }
}
