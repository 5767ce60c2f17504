package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.ChangeStream;
import dev.larder.ConnectionCounter;
import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.runtime.SnapStart;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The built function as SnapStart starts it: primed, then restored, then invoked. */
class SnapStartIT {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String UNSEEN = "AKIDUNSEEN";
  private static final String BEFORE = "AKIDBEFORE";
  private static final String AFTER = "AKIDAFTER";

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose private static final FaultyDynamoDb proxy = FaultyDynamoDb.before(dynamoDb.endpoint());

  @BeforeEach
  void forget() {
    assumeTrue(BuiltFunction.runsOnJvm(), "SnapStart is of Lambda's own runtimes");
    proxy.reset();
  }

  private static DeployedFunction deployed(String name, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LARDER_ACCESS", "authorizer");
    environment.put(SnapStart.VARIABLE, SnapStart.ON);
    environment.putAll(settings);
    return BuiltFunction.start(proxy.endpoint(), name, environment);
  }

  private static GatewayFilter ada(DeployedFunction function) {
    return function.behind(Gateway.HTTP_API).authorizer(Authorizers.jwt("ada"));
  }

  private static List<JsonNode> lines(DeployedFunction function, String text) {
    return function
        .log()
        .lines()
        .filter(line -> line.startsWith("{") && line.contains(text))
        .map(Direct::read)
        .toList();
  }

  /** All items of all tables. */
  private static Map<String, Set<Map<String, AttributeValue>>> tables() {
    Map<String, Set<Map<String, AttributeValue>>> tables = new TreeMap<>();
    for (String table : dynamoDb.client().listTables().tableNames()) {
      tables.put(table, Set.copyOf(items(table)));
    }
    return tables;
  }

  private static List<Map<String, AttributeValue>> items(String table) {
    return dynamoDb.client().scan(scan -> scan.tableName(table).consistentRead(true)).items();
  }

  private static Map<String, AttributeValue> putBlob(String text) {
    Map<String, AttributeValue> item =
        Map.of("hash", AttributeValue.fromB(SdkBytes.fromUtf8String(text)));
    dynamoDb.client().putItem(put -> put.tableName("blobs").item(item));
    return item;
  }

  @Test
  void primingWritesNothingAndTheFirstInvocationIsTheFirst() throws InterruptedException {
    putBlob("there before");
    Map<String, Set<Map<String, AttributeValue>>> before = tables();
    Map<String, String> settings =
        Map.of(
            "LARDER_COLLECTIONS_MOVIES_TABLE", "movies",
            "JAVA_TOOL_OPTIONS", "-Xlog:class+load");
    // The first collection is primed in every way.
    try (ChangeStream stream = ChangeStream.open(dynamoDb.client(), "blobs");
        DeployedFunction function = deployed("snapstart", settings)) {
      function.awaitNext(START);
      for (String operation :
          List.of(
              "GetItem", "Query", "BatchGetItem", "PutItem", "DeleteItem", "TransactWriteItems")) {
        assertTrue(proxy.calls(operation) > 0, operation);
      }
      assertEquals(before, tables());
      assertEquals(List.of(), items(TestDynamoDb.SYSTEM_TABLE));
      Map<String, AttributeValue> last = putBlob("there afterwards");
      assertEquals(List.of(last), stream.keysUntil(last));
      assertEquals(1, lines(function, "Primed with").size(), function.log());
      assertEquals(0, lines(function, "\"route\"").size(), function.log());
      // Of a put that succeeds, which priming never makes.
      assertTrue(function.log().contains(".PutItemResponse$$Lambda"), "it is initialized");

      proxy.reset();
      ada(function).json("{}").put("/items/first").then().statusCode(201);
      assertEquals(1, items("items").size());
      assertEquals(1, proxy.calls("PutItem"));
      assertEquals(1, proxy.calls(), "the key is known from before");
      ada(function).given().get("/items/none").then().statusCode(404);

      for (int i = 0; i < 2; i++) {
        ada(function).given().get("/movies?genre=none").then().statusCode(200);
        assertEquals(1, proxy.calls("DescribeTable"), "the indexes are not");
      }

      List<JsonNode> requests = lines(function, "\"route\"");
      assertEquals(4, requests.size(), function.log());
      assertTrue(requests.get(0).path("coldStart").asBoolean());
      assertEquals(1, EmbeddedMetrics.of(requests.get(0)).metrics().get("ColdStarts"));
      assertFalse(requests.get(1).path("coldStart").asBoolean());
    }
  }

  @Test
  void neitherConnectionsNorCredentialsSurviveTheSnapshot() {
    try (ConnectionCounter counter = ConnectionCounter.before(proxy.endpoint());
        ContainerCredentials credentials = ContainerCredentials.start(BEFORE)) {
      Map<String, String> settings = new HashMap<>(credentials.environment());
      settings.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", counter.endpoint().toString());
      try (DeployedFunction function = deployed("snapstart-restored", settings)) {
        function.awaitNext(START);
        assertEquals(Set.of(BEFORE), Set.copyOf(proxy.accessKeys()));
        int connections = counter.connections();
        proxy.reset();
        credentials.change(AFTER);
        for (int i = 0; i < 2; i++) {
          ada(function).given().get("/films/1/a").then().statusCode(404);
          credentials.change(UNSEEN);
        }
        assertEquals(List.of(AFTER, AFTER), proxy.accessKeys());
        assertEquals(connections + 1, counter.connections());
      }
    }
  }

  @Test
  void whatDoesNotFitTheTablesIsRefusedWholly() {
    Map<String, String> settings =
        Map.of(
            "TABLE_NAME", "no-such-table",
            "LARDER_COLLECTIONS_FILMS_KEY", "year:S,title:S",
            "LARDER_SYSTEM_TABLE", "no-system-table");
    try (DeployedFunction function = deployed("snapstart-refused", settings)) {
      assertThrows(FunctionFailedException.class, () -> function.awaitNext(START));
      JsonNode error = Direct.read(function.api().initError().orElseThrow().text());
      assertEquals(
          "larder.collections.films.key needs the key year (S), title (S), but the key of the"
              + " table films is year (N), title (S). larder.collections.items.table"
              + " (TABLE_NAME) is no-such-table, but this account and region have no such table."
              + " larder.system-table is no-system-table, but this account and region have no"
              + " such table.",
          error.path("errorMessage").asText());
      assertFalse(function.log().contains("\tat "), function.log());
    }
  }

  /** A role's policy may take effect later than the snapshot is taken. */
  @Test
  void whatMayMendItselfIsLogged() {
    proxy.fail(1, "DescribeTable", 400, "AccessDeniedException");
    Map<String, String> settings = Map.of("LARDER_COLLECTIONS_FILMS_TTL_ATTRIBUTE", "gone");
    try (DeployedFunction function = deployed("snapstart-warned", settings)) {
      function.awaitNext(START);
      assertEquals(1, lines(function, "dynamodb:DescribeTable").size(), function.log());
      assertEquals(1, lines(function, "films.ttl-attribute needs gone").size(), function.log());
      assertEquals(1, lines(function, "Primed with").size(), function.log());
    }
  }

  @Test
  void aRefusalThatPassesIsWaitedFor() {
    proxy.fail(10_000, "GetItem", 400, "AccessDeniedException");
    CompletableFuture.delayedExecutor(6, TimeUnit.SECONDS).execute(proxy::reset);
    try (DeployedFunction function = deployed("snapstart-late", Map.of())) {
      function.awaitNext(START);
      assertEquals(1, lines(function, "Primed with").size(), function.log());
      assertEquals(List.of(), lines(function, "Priming failed"), function.log());
    }
  }

  @Test
  void aRefusalThatDoesNotPassEndsTheStart() {
    proxy.fail(10_000, "GetItem", 400, "AccessDeniedException");
    try (DeployedFunction function = deployed("snapstart-denied", Map.of())) {
      assertThrows(FunctionFailedException.class, () -> function.awaitNext(Duration.ofMinutes(1)));
      JsonNode error = Direct.read(function.api().initError().orElseThrow().text());
      assertTrue(
          error.path("errorMessage").asText().startsWith("The function's role may read no"),
          error::toString);
    }
  }

  @Test
  void whatPrimingFailsWithIsLoggedOnceAndMetByRequests() {
    for (String operation : List.of("Query", "PutItem", "DeleteItem", "TransactWriteItems")) {
      proxy.fail(10_000, operation, 400, "AccessDeniedException");
    }
    Map<String, String> settings = Map.of();
    try (DeployedFunction function = deployed("snapstart-failing", settings)) {
      function.awaitNext(START);
      List<JsonNode> warnings = lines(function, "Priming");
      assertEquals(1, warnings.size(), function.log());
      assertEquals("WARN", warnings.get(0).path("level").asText());
      assertTrue(warnings.get(0).at("/error/stack").asText().contains("Asked for by a test"));
      assertEquals(0, lines(function, "\"ERROR\"").size(), function.log());
      ada(function).given().get("/films?year=1").then().statusCode(500);
      assertEquals(1, lines(function, "\"ERROR\"").size(), function.log());
      proxy.reset();
      ada(function).given().get("/films/1/a").then().statusCode(404);
    }
  }

  /**
   * @param answered as many as the configuration is compared with before
   */
  @ParameterizedTest
  @CsvSource({"GetItem, 0", "DescribeTable, 8"})
  void aDynamoDbThatDoesNotAnswerTakesNoLongerThanAnother(String operation, int answered) {
    proxy.next(answered, operation, Fault.NONE);
    proxy.next(10_000, operation, Fault.stall());
    try (DeployedFunction function = deployed("snapstart-stalled", Map.of())) {
      function.awaitNext(START);
      assertTrue(proxy.calls(operation) > answered, function.log());
      List<JsonNode> warnings = lines(function, "Priming");
      assertEquals(1, warnings.size(), function.log());
      Matcher millis =
          Pattern.compile("in (\\d+) ms").matcher(warnings.get(0).path("message").asText());
      assertTrue(millis.find(), function.log());
      assertTrue(Integer.parseInt(millis.group(1)) < 9_000, millis.group());
      proxy.reset();
      ada(function).given().get("/films/1/a").then().statusCode(404);
    }
  }

  @Test
  void anOtherStartLoadsNothingOfIt() {
    Map<String, String> settings =
        Map.of(SnapStart.VARIABLE, "on-demand", "JAVA_TOOL_OPTIONS", "-Xlog:class+load");
    try (DeployedFunction function = deployed("on-demand", settings)) {
      function.awaitNext(START);
      String log = function.log();
      assertTrue(log.contains(" " + LarderHandler.class.getName() + " "), "classes are logged");
      for (String part : List.of("Priming", "SnapStart ")) {
        assertFalse(
            log.lines().anyMatch(line -> line.contains("dev.larder.") && line.contains(part)),
            part);
      }
      assertEquals(1, proxy.calls("DescribeTable"), "that of the first request");
      assertEquals(1, proxy.calls());
    }
  }
}
