package dev.larder.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.TestDynamoDb;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.HttpEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The health of the built function. */
class HealthIT {
  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  private static HttpEvent.Answer health(DeployedFunction function) {
    return HttpEvent.Answer.of(function.invoke(HttpEvent.of("GET", "/_health").toString()));
  }

  /** As the build has written it down for this test too. */
  private static String commit() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = Build.class.getResourceAsStream("commit.properties")) {
      if (file != null) {
        properties.load(file);
      }
    }
    return Build.Commit.of(properties).map(Build.Commit::id).orElse("");
  }

  @Test
  void itSaysWhatItWasBuiltOf() throws IOException {
    Map<String, String> environment = Map.of("LARDER_COLLECTIONS_TWIN_TABLE", "items");
    try (DeployedFunction function = BuiltFunction.start(dynamoDb, "health", environment)) {
      HttpEvent.Answer answer = health(function);
      assertEquals(200, answer.status(), answer.body());
      JsonNode health = answer.json();
      assertEquals("ready", health.path("status").asText());
      assertEquals("ready", health.at("/collections/items").asText());
      assertEquals("ready", health.at("/collections/twin").asText());
      assertEquals("ready", health.path("systemTable").asText());
      // Half a unit for each of eight tables, one of which has two names.
      assertEquals("read=4", answer.headers().get("Larder-Consumed-Capacity"));
      assertEquals(commit(), health.at("/build/commit").asText(""));
      String started = "Larder " + health.path("version").asText();
      String commit = commit();
      assertTrue(
          function.log().lines().anyMatch(line -> line.contains(started) && line.contains(commit)),
          function.log());
    }
  }

  @Test
  void whereATableIsMissingItSaysOfWhichCollectionAndNoMore() {
    Map<String, String> environment =
        Map.of(
            "LARDER_COLLECTIONS_GHOSTS_TABLE", "no-table",
            "LARDER_COLLECTIONS_KNOWN_TABLE", "no-other-table",
            "LARDER_COLLECTIONS_KNOWN_KEY", "id:S",
            "LARDER_COLLECTIONS_FILMS_READ", "public",
            "LARDER_ACCESS", "authorizer",
            "LARDER_SYSTEM_TABLE", "no-system-table");
    try (DeployedFunction function = BuiltFunction.start(dynamoDb, "unhealthy", environment)) {
      HttpEvent.Answer answer = health(function);
      assertEquals(503, answer.status(), answer.body());
      assertEquals("5", answer.headers().get("Retry-After"));
      assertEquals("no-store", answer.headers().get("Cache-Control"));
      JsonNode problem = answer.json();
      assertEquals("urn:problem-type:larder:unavailable", problem.path("type").asText());
      assertEquals("misconfigured", problem.at("/collections/ghosts").asText());
      assertEquals("misconfigured", problem.at("/collections/known").asText());
      assertEquals("ready", problem.at("/collections/items").asText());
      assertEquals("misconfigured", problem.path("systemTable").asText());
      for (String secret : new String[] {"no-", "Exception", "DescribeTable", "awssdk"}) {
        assertFalse(answer.body().contains(secret), answer.body());
      }
      HttpEvent.Answer nobodys =
          HttpEvent.Answer.of(
              function.invoke(HttpEvent.of("GET", "/_health").anonymous().toString()));
      assertEquals(503, nobodys.status());
      assertFalse(nobodys.json().has("collections"), nobodys.body());
      assertFalse(nobodys.json().has("systemTable"), nobodys.body());
      assertTrue(function.log().contains("The collection ghosts is not ready"));
      assertTrue(function.log().contains("ResourceNotFoundException"));
    }
  }
}
