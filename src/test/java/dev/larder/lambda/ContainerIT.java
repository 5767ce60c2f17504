package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.ConnectionCounter;
import dev.larder.TestDynamoDb;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The life of a container: what it starts once, and when it refuses to start. */
class ContainerIT {
  private static final int INVOCATIONS = 200;

  @Test
  void allInvocationsShareOneClientAndOneConnection() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        ConnectionCounter counter = ConnectionCounter.before(dynamoDb.endpoint());
        DeployedFunction function =
            BuiltFunction.start(
                dynamoDb,
                "connections",
                Map.of("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", counter.endpoint().toString()))) {
      for (int i = 0; i < INVOCATIONS; i++) {
        String path = "/items/" + i / 4;
        HttpEvent event =
            switch (i % 4) {
              case 0 -> HttpEvent.of("PUT", path).json("{}");
              case 1 -> HttpEvent.of("GET", path);
              case 2 -> HttpEvent.of("GET", "/items?limit=3");
              default -> HttpEvent.of("DELETE", path);
            };
        HttpEvent.Answer answer = HttpEvent.Answer.of(function.invoke(event.toString()));
        assertTrue(answer.status() < 300, answer.body());
      }
      assertEquals(1, counter.connections());
    }
  }

  @Test
  void theFirstRequestIsLoggedAsAColdStart() throws Exception {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function = BuiltFunction.start(dynamoDb, "cold", Map.of())) {
      for (boolean cold : new boolean[] {true, false}) {
        RuntimeApi.Outcome outcome = function.invoke(HttpEvent.of("GET", "/items/a").toString());
        JsonNode line =
            new ObjectMapper()
                .readTree(
                    function
                        .log()
                        .lines()
                        .filter(each -> each.contains(outcome.requestId()))
                        .findFirst()
                        .orElseThrow());
        assertEquals(cold, line.path("coldStart").asBoolean());
      }
    }
  }

  @Test
  void aFailureTellsTheClientItsRequestIdAndTheLogTheRest() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function =
            BuiltFunction.start(
                dynamoDb, "failure", Map.of("LARDER_COLLECTIONS_GHOSTS_TABLE", "no-table"))) {
      RuntimeApi.Outcome outcome = function.invoke(HttpEvent.of("GET", "/ghosts/a").toString());
      HttpEvent.Answer answer = HttpEvent.Answer.of(outcome);
      assertEquals(500, answer.status());
      assertEquals(
          "urn:problem-type:larder:internal", answer.json().path("type").asText(), answer.body());
      assertEquals(outcome.requestId(), answer.json().path("requestId").asText());
      for (String secret : new String[] {"Exception", "no-table", "awssdk", "DescribeTable"}) {
        assertFalse(answer.body().contains(secret), answer.body());
      }
      String line =
          function
              .log()
              .lines()
              .filter(each -> each.contains("ResourceNotFoundException"))
              .findFirst()
              .orElse("");
      assertTrue(line.contains(outcome.requestId()), function.log());
      assertEquals(
          404,
          HttpEvent.Answer.of(function.invoke(HttpEvent.of("GET", "/items/a").toString()))
              .status());
    }
  }

  @Test
  void withoutATableItStartsAndSaysWhatIsMissing() {
    try (DeployedFunction function = BuiltFunction.start("no-table", Map.of())) {
      HttpEvent.Answer answer =
          HttpEvent.Answer.of(function.invoke(HttpEvent.of("GET", "/items/a").toString()));
      assertEquals(404, answer.status());
      assertTrue(answer.body().contains("TABLE_NAME"), answer.body());
    }
  }

  @Test
  void anUnknownSettingIsRefusedByName() {
    refused(Map.of("TABLE_NAME", "items", "LARDER_ACESS", "open"), "LARDER_ACESS is no setting");
    if (BuiltFunction.runsOnJvm()) {
      refused(
          Map.of("TABLE_NAME", "items", "JAVA_TOOL_OPTIONS", "-Dlarder.acess=open"),
          "larder.acess");
    }
  }

  @Test
  void aWrongKeyIsRefusedByName() {
    refused(
        Map.of("TABLE_NAME", "items", "LARDER_COLLECTIONS_ITEMS_KEY", "id:X"),
        "larder.collections.items.key is");
  }

  @Test
  void aCollectionWithoutATableIsRefusedByName() {
    refused(
        Map.of("TABLE_NAME", "items", "LARDER_COLLECTIONS_FILMS_KEY", "year:N"),
        "larder.collections.films.table is not set");
  }

  @Test
  void aWrongSchemaIsRefusedByNameFileAndPlace() {
    refused(
        Map.of("TABLE_NAME", "items", "LARDER_COLLECTIONS_ITEMS_SCHEMA", "nowhere.json"),
        "larder.collections.items.schema: nowhere.json: there is no such file");
    refused(
        Map.of(
            "TABLE_NAME",
            "items",
            "LARDER_COLLECTIONS_ITEMS_SCHEMA",
            "{\"properties\":{\"year\":{\"type\":\"strin\"}}}"),
        "larder.collections.items.schema: /properties/year/type: must be one of");
  }

  private static void refused(Map<String, String> environment, String saying) {
    try (DeployedFunction function = BuiltFunction.start("refused", environment)) {
      RuntimeApi.Outcome outcome = function.invoke(HttpEvent.of("GET", "/items/a").toString());
      assertTrue(outcome.failed(), outcome.text());
      assertTrue(outcome.text().contains(saying), outcome.text());
    } catch (FunctionFailedException e) {
      assertTrue(e.getMessage().contains(saying), e.getMessage());
    }
  }
}
