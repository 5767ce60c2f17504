package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.larder.TestDynamoDb;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However much there is to say of a failure, what is sent and logged of it has bounds. */
class ErrorSizeIT {
  /** Of one event in CloudWatch Logs, and of an asynchronous invocation's payload of old. */
  private static final int MOST = 256 * 1024;

  private static final int MESSAGE = 2 * 1024 * 1024;

  @Test
  void anExceptionWithAMessageOfMegabytesIsLoggedCutAndNotSent() throws Exception {
    byte[] error =
        new ObjectMapper()
            .writeValueAsBytes(
                Map.of(
                    "__type",
                    "com.amazon.coral.validate#ValidationException",
                    "message",
                    "m".repeat(MESSAGE)));
    HttpServer dynamoDb =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    dynamoDb.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(400, error.length);
          exchange.getResponseBody().write(error);
          exchange.close();
        });
    dynamoDb.start();
    try (DeployedFunction function =
        BuiltFunction.start(
            "error-size",
            Map.of(
                "TABLE_NAME",
                "items",
                "LARDER_COLLECTIONS_ITEMS_KEY",
                "id:S",
                "LARDER_ACCESS",
                "open",
                "QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE",
                "http://127.0.0.1:" + dynamoDb.getAddress().getPort()))) {
      function.given().get("/items/a").then().statusCode(500);
      RuntimeApi.Outcome direct = function.invoke("{\"id\": \"a\"}");
      assertEquals(500, Direct.failure(direct).problem().path("status").asInt());
      assertBounded(function, direct);
      assertEquals(
          2,
          function
              .log()
              .lines()
              .filter(line -> line.startsWith("{"))
              .map(Direct::read)
              .filter(line -> line.path("cut").asBoolean() && line.has("error"))
              .count());
    } finally {
      dynamoDb.stop(0);
    }
  }

  @Test
  void aFailureThatQuotesMegabytesIsCutAndSaysSo() {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function =
            BuiltFunction.start(
                dynamoDb, "error-quotes", Map.of("LARDER_LIMITS_ENTRIES", "30000"))) {
      StringBuilder entries = new StringBuilder("[{}");
      for (int i = 0; i < 20_000; i++) {
        // Each fails for a reason of its own, or all of them would share one result.
        entries.append(",{\"a").append(i).append("\": 1e200}");
      }
      RuntimeApi.Outcome outcome =
          function.invoke(
              Direct.of("POST", "/films").body(entries.append(']').toString()).toString());
      String message = Direct.failure(outcome).message();
      assertTrue(
          message.contains("... (truncated from "), message.substring(message.length() - 60));
      assertBounded(function, outcome);
    }
  }

  private static void assertBounded(DeployedFunction function, RuntimeApi.Outcome outcome) {
    assertTrue(outcome.payload().length <= MOST, () -> outcome.payload().length + " bytes");
    function
        .log()
        .lines()
        .forEach(
            line -> {
              int bytes = line.getBytes(StandardCharsets.UTF_8).length;
              assertTrue(bytes <= MOST, () -> bytes + " bytes: " + line.substring(0, 200));
            });
  }
}
