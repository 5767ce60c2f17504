package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What CloudWatch makes of the log of the built function. */
class MetricsIT {
  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());

  private static DeployedFunction deployed(String name, Map<String, String> settings) {
    return BuiltFunction.start(faulty.endpoint(), name, settings);
  }

  /** The lines of an invocation's requests, in their order. */
  private static List<JsonNode> lines(DeployedFunction function, String requestId) {
    List<JsonNode> lines = new ArrayList<>();
    function
        .log()
        .lines()
        .filter(line -> line.contains(requestId) && line.contains("\"route\""))
        .forEach(line -> lines.add(Direct.read(line)));
    return lines;
  }

  private static EmbeddedMetrics metrics(DeployedFunction function, Response response) {
    List<JsonNode> lines = lines(function, response.header(GatewayFilter.REQUEST_ID));
    assertEquals(1, lines.size());
    return EmbeddedMetrics.of(lines.get(0));
  }

  private static void assertMetrics(EmbeddedMetrics metrics, Map<String, Double> expected) {
    Map<String, Double> all = new HashMap<>();
    metrics.metrics().keySet().forEach(name -> all.put(name, 0.0));
    all.put("Requests", 1.0);
    all.putAll(expected);
    Map<String, Double> seen = new HashMap<>(metrics.metrics());
    all.remove("Latency");
    seen.remove("Latency");
    assertEquals(all, seen);
  }

  @Test
  void everyRequestIsCountedWhateverBringsIt() {
    faulty.reset();
    try (DeployedFunction function = deployed("metrics", Map.of())) {
      List<ObjectNode> messages =
          IntStream.range(0, 6)
              .mapToObj(
                  i ->
                      Samples.message(
                          "m" + i, Direct.of("PUT", "/items/m" + i).body("{}").toString()))
              .toList();
      List<JsonNode> cold = lines(function, function.invoke(Samples.event(messages)).requestId());
      assertEquals(6, cold.size());
      assertEquals(
          1.0,
          cold.stream()
              .mapToDouble(line -> EmbeddedMetrics.of(line).metrics().get("ColdStarts"))
              .sum());

      EmbeddedMetrics read = metrics(function, function.given().get("/items/none"));
      assertMetrics(read, Map.of("ReadUnits", 0.5));
      assertEquals(
          Map.of(
              "Function", RuntimeApi.FUNCTION_NAME,
              "Route", "/{collection}/{key}",
              "StatusClass", "4xx"),
          read.dimensions());

      RequestSpecification create = function.json("{\"id\":\"one\"}");
      assertMetrics(metrics(function, create.post("/items")), Map.of("WriteUnits", 1.0));
      RequestSpecification again = function.json("{\"id\":\"one\"}");
      assertMetrics(metrics(function, again.post("/items")), Map.of("Conflicts", 1.0));

      faulty.fail(3, "PutItem", 400, "ThrottlingException");
      EmbeddedMetrics throttled = metrics(function, function.json("{}").put("/items/throttled"));
      assertMetrics(throttled, Map.of("Errors", 1.0, "Throttles", 3.0));
      assertEquals("5xx", throttled.dimensions().get("StatusClass"));

      EmbeddedMetrics malformed = metrics(function, function.given().get("/a/b/c/d"));
      assertEquals("none", malformed.dimensions().get("Route"));
      Response direct = function.behind(Gateway.DIRECT).given().get("/items/m1");
      assertMetrics(metrics(function, direct), Map.of("ReadUnits", 0.5));
    }
  }

  @Test
  void whereTheyAreSwitchedOffTheLogHasNone() {
    try (DeployedFunction function = deployed("no-metrics", Map.of("LARDER_METRICS", "false"))) {
      String requestId = function.given().get("/openapi").header(GatewayFilter.REQUEST_ID);
      assertEquals(200, lines(function, requestId).get(0).path("status").asInt());
      assertFalse(function.log().contains("CloudWatchMetrics"));
    }
  }
}
