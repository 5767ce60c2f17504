package dev.larder.lambda;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.ConnectionCounter;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
            BuiltFunction.start(counter.endpoint(), "connections", Map.of())) {
      for (int i = 0; i < INVOCATIONS; i++) {
        String path = "/items/" + i / 4;
        Response answer =
            switch (i % 4) {
              case 0 -> function.json("{}").put(path);
              case 1 -> function.given().get(path);
              case 2 -> function.given().get("/items?limit=3");
              default -> function.given().delete(path);
            };
        answer.then().statusCode(lessThan(300));
      }
      assertEquals(1, counter.connections());
    }
  }

  @Test
  void theFirstRequestIsLoggedAsAColdStart() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function = BuiltFunction.start(dynamoDb, "cold", Map.of())) {
      for (boolean cold : new boolean[] {true, false}) {
        String requestId = function.given().get("/items/a").header(GatewayFilter.REQUEST_ID);
        JsonNode line =
            Direct.read(
                function
                    .log()
                    .lines()
                    .filter(each -> each.contains(requestId))
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
      Response answer = function.given().get("/ghosts/a");
      String requestId = answer.header(GatewayFilter.REQUEST_ID);
      answer
          .then()
          .statusCode(500)
          .body("type", equalTo("urn:problem-type:larder:internal"))
          .body("requestId", equalTo(requestId));
      for (String secret : new String[] {"Exception", "no-table", "awssdk", "DescribeTable"}) {
        answer.then().body(not(containsString(secret)));
      }
      String line =
          function
              .log()
              .lines()
              .filter(each -> each.contains("ResourceNotFoundException"))
              .findFirst()
              .orElse("");
      assertTrue(line.contains(requestId), function.log());
      function.given().get("/items/a").then().statusCode(404);
    }
  }

  @Test
  void withoutATableItStartsAndSaysWhatIsMissing() {
    try (DeployedFunction function = BuiltFunction.start("no-table", Map.of())) {
      function
          .behind(Gateway.HTTP_API)
          .authorizer(Authorizers.jwt("ada"))
          .given()
          .get("/items/a")
          .then()
          .statusCode(404)
          .body(containsString("TABLE_NAME"));
    }
  }

  @Test
  void aTableThatIsNotThereIsRefusedAtTheStartInOneLine() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function =
            BuiltFunction.start("missing-table", alone(dynamoDb.endpoint(), "no-table"))) {
      refused(
          function,
          "larder.collections.items.table (TABLE_NAME) is no-table, but this account and region"
              + " have no such table.");
    }
  }

  @Test
  void aTableThatMayNotBeDescribedIsRefusedAtTheStartInOneLine() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint())) {
      faulty.fail(1, "DescribeTable", 400, "AccessDeniedException");
      try (DeployedFunction function =
          BuiltFunction.start("denied-table", alone(faulty.endpoint(), "items"))) {
        refused(
            function,
            "larder.collections.items.table (TABLE_NAME) is items, but the function is not"
                + " allowed to describe it; its role needs dynamodb:DescribeTable and"
                + " dynamodb:DescribeTimeToLive for it (AccessDeniedException: Asked for by a"
                + " test).");
      }
    }
  }

  /**
   * Nothing but the table of the first request is asked for, and a failure that passes is waited
   * for.
   */
  @Test
  void aDynamoDbThatThrottlesTheStartIsAskedAgain() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint())) {
      faulty.fail(3, "DescribeTable", 400, "ThrottlingException");
      Map<String, String> environment = new HashMap<>(alone(faulty.endpoint(), "items"));
      environment.put("LARDER_COLLECTIONS_FILMS_TABLE", "films");
      environment.put("LARDER_SYSTEM_TABLE", TestDynamoDb.SYSTEM_TABLE);
      try (DeployedFunction function = BuiltFunction.start("throttled-start", environment)) {
        function.awaitNext(Duration.ofSeconds(30));
        List<String> warnings =
            function.log().lines().filter(line -> line.contains("at start-up")).toList();
        assertEquals(1, warnings.size(), function.log());
        assertTrue(warnings.get(0).contains("the collection items"), warnings.get(0));
        assertFalse(function.log().contains("\tat "), function.log());
        int asked = faulty.calls("DescribeTable");
        faulty.reset();
        function.given().get("/items/a").then().statusCode(404);
        assertEquals(1, faulty.calls("DescribeTable"), "after " + asked + " at the start");
      }
    }
  }

  @Test
  void aTableThatIsDeletedMeanwhileIsAShortLineForEachRequest() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function =
            BuiltFunction.start("deleted-table", alone(dynamoDb.endpoint(), "items"))) {
      function.awaitNext(Duration.ofSeconds(30));
      dynamoDb.client().deleteTable(table -> table.tableName("items"));
      int requests = 5;
      for (int i = 0; i < requests; i++) {
        function.given().get("/items/a").then().statusCode(500);
      }
      List<JsonNode> errors =
          function
              .log()
              .lines()
              .filter(line -> line.contains("\"ERROR\""))
              .map(Direct::read)
              .map(line -> line.path("error"))
              .toList();
      assertEquals(requests, errors.size(), function.log());
      for (JsonNode error : errors) {
        assertTrue(error.path("class").asText().endsWith("ResourceNotFoundException"));
        assertFalse(error.path("message").asText().isEmpty());
      }
      assertEquals(1, errors.stream().filter(error -> error.has("stack")).count());
    }
  }

  /** The environment of a function whose one table has to be described. */
  private static Map<String, String> alone(URI dynamoDb, String table) {
    return Map.of(
        "TABLE_NAME",
        table,
        "QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE",
        dynamoDb.toString(),
        "LARDER_ACCESS",
        "open");
  }

  /** Lambda's own client writes what it is told of twice, in two lines. */
  private static void refused(DeployedFunction function, String refusal) {
    assertThrows(FunctionFailedException.class, () -> function.invoke("{}"));
    JsonNode error = Direct.read(function.api().initError().orElseThrow().text());
    assertEquals(refusal, error.path("errorMessage").asText());
    assertFalse(function.log().contains("\tat "), function.log());
  }

  @Test
  void anUnknownSettingIsRefusedByName() {
    refused(
        Map.of("TABLE_NAME", "items", "LARDER_ACESS", "open"),
        "LARDER_ACESS is not a setting of Larder");
    refused(
        Map.of("TABLE_NAME", "items", "LARDER_COLLECTIONS_MY_FILMS_TABLE", "films"),
        "LARDER_COLLECTIONS_MY_FILMS_TABLE belongs to no configured collection");
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
        "larder.collections.films.table is not set; set it to the name or ARN of a table");
  }

  @Test
  void aWrongSchemaIsRefusedByNameFileAndPlace() {
    refused(
        Map.of("TABLE_NAME", "items", "LARDER_COLLECTIONS_ITEMS_SCHEMA", "nowhere.json"),
        "larder.collections.items.schema: nowhere.json: no file and no resource");
    refused(
        Map.of(
            "TABLE_NAME",
            "items",
            "LARDER_COLLECTIONS_ITEMS_SCHEMA",
            "{\"properties\":{\"year\":{\"type\":\"strin\"}}}"),
        "larder.collections.items.schema: /properties/year/type: must be one of");
  }

  @Test
  void aProxyIsRefusedByNameUnlessTheFunctionNeedsItForNoHost() {
    refused(
        Map.of(
            "TABLE_NAME",
            "items",
            "LARDER_SYSTEM_TABLE",
            TestDynamoDb.SYSTEM_TABLE,
            "HTTPS_PROXY",
            "http://proxy:3128"),
        "HTTPS_PROXY is set, but the function calls AWS directly and supports no proxy; add"
            + " dynamodb.eu-central-1.amazonaws.com,lambda.eu-central-1.amazonaws.com to NO_PROXY");
    refused(
        Map.of(
            "TABLE_NAME",
            "items",
            "LARDER_PUBLICATION_EVENT_BUS",
            "bus",
            "AWS_USE_FIPS_ENDPOINT",
            "true",
            "http_proxy",
            "http://proxy:3128",
            "no_proxy",
            "dynamodb*"),
        "http_proxy is set, but the function calls AWS directly and supports no proxy; add"
            + " events-fips.eu-central-1.amazonaws.com to NO_PROXY");
    try (TestDynamoDb dynamoDb = TestDynamoDb.start()) {
      Map<String, String> environment = new HashMap<>(alone(dynamoDb.endpoint(), "items"));
      environment.put("HTTPS_PROXY", "http://proxy:3128");
      environment.put("NO_PROXY", "localhost,127.0.0.1");
      try (DeployedFunction function = BuiltFunction.start("no-proxy", environment)) {
        function.given().get("/items/a").then().statusCode(404);
      }
    }
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
