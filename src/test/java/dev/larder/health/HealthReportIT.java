package dev.larder.health;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.TestDynamoDb;
import dev.larder.lambda.Authorizers;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.Gateway;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The health of the built function. */
class HealthReportIT {
  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  private static Response health(DeployedFunction function) {
    return function
        .behind(Gateway.HTTP_API)
        .authorizer(Authorizers.jwt("ada"))
        .given()
        .get("/_health");
  }

  /** As the build has written it down for this test too. */
  private static String commit() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = BuildInfo.class.getResourceAsStream("commit.properties")) {
      if (file != null) {
        properties.load(file);
      }
    }
    return BuildInfo.Commit.of(properties).map(BuildInfo.Commit::id).orElse("");
  }

  @Test
  void itSaysWhatItWasBuiltOf() throws IOException {
    Map<String, String> environment = Map.of("LARDER_COLLECTIONS_TWIN_TABLE", "items");
    try (DeployedFunction function = BuiltFunction.start(dynamoDb, "health", environment)) {
      Response answer = health(function);
      answer
          .then()
          .statusCode(200)
          .body("status", equalTo("ready"))
          .body("collections.items", equalTo("ready"))
          .body("collections.twin", equalTo("ready"))
          .body("systemTable", equalTo("ready"))
          // Half a unit for each of eight tables, one of which has two names.
          .header("Larder-Consumed-Capacity", "read=4");
      JsonNode health = answer.as(JsonNode.class);
      assertEquals(commit(), health.at("/build/commit").asText(""));
      String started = "larder " + health.path("version").asText();
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
      Response answer = health(function);
      answer
          .then()
          .statusCode(503)
          .header("Retry-After", "5")
          .header("Cache-Control", "no-store")
          .body("type", equalTo("urn:problem-type:larder:unavailable"))
          .body("collections.ghosts", equalTo("misconfigured"))
          .body("collections.known", equalTo("misconfigured"))
          .body("collections.items", equalTo("ready"))
          .body("systemTable", equalTo("misconfigured"));
      for (String secret : new String[] {"no-", "Exception", "DescribeTable", "awssdk"}) {
        answer.then().body(not(containsString(secret)));
      }
      function
          .given()
          .get("/_health")
          .then()
          .statusCode(503)
          .body("$", not(hasKey("collections")))
          .body("$", not(hasKey("systemTable")));
      assertTrue(function.log().contains("The collection ghosts is not ready"));
      assertTrue(function.log().contains("ResourceNotFoundException"));
    }
  }
}
