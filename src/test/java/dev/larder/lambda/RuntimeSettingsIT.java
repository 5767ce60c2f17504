package dev.larder.lambda;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.TestDynamoDb;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the template sets that is none of Larder's own settings, as the built function takes it. */
class RuntimeSettingsIT {
  private static final String ORIGIN = "https://shop.example";

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(
          dynamoDb,
          "settings",
          Map.of(
              "LARDER_ACCESS",
              "authorizer",
              "QUARKUS_HTTP_CORS_ORIGINS",
              "https://example.com," + ORIGIN,
              // As Lambda sets it for LogFormat
              "AWS_LAMBDA_LOG_FORMAT",
              "JSON"));

  private static ValidatableResponse preflight(String path, String origin) {
    return function
        .behind(Gateway.HTTP_API)
        .authorizer(Authorizers.jwt("ada"))
        .given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "PUT")
        .header("Access-Control-Request-Headers", "if-match")
        .options(path)
        .then();
  }

  @Test
  void pagesOfTheAllowedOriginsMayCall() {
    preflight("/", ORIGIN)
        .statusCode(200)
        .header("Access-Control-Allow-Origin", ORIGIN)
        .header("Access-Control-Allow-Methods", "POST, OPTIONS");
    preflight("/items/a", ORIGIN)
        .statusCode(200)
        .header("Access-Control-Allow-Origin", ORIGIN)
        .header("Access-Control-Allow-Methods", containsString("PUT"));
    preflight("/items/a", "https://elsewhere.example")
        .header("Access-Control-Allow-Origin", nullValue());
  }

  @Test
  void aFunctionThatIsNotOpenDoesNotSayThatItIs() {
    function.awaitNext(Duration.ofSeconds(30));
    assertTrue(function.log().contains("larder "), function::log);
    assertFalse(function.log().contains("larder.access is open"), function::log);
  }

  @Test
  void everyLineOfTheLogIsJsonThoseOfLambdasClientToo() throws IOException {
    String reason = Direct.failure(function.invoke("{\"key1\": 1}")).message();
    function.awaitNext(Duration.ofSeconds(10));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : function.log().lines().toList()) {
      // From Java 24 on the JVM itself warns of the native library that Lambda's client loads.
      if (!line.startsWith("WARNING: ")) {
        lines.add(new ObjectMapper().readTree(line));
      }
    }
    assertTrue(lines.stream().anyMatch(line -> line.has("logger")), "the function's own");
    assertEquals(
        BuiltFunction.runsOnJvm(),
        lines.stream()
            .filter(line -> !line.has("logger"))
            .anyMatch(line -> line.path("message").asText().contains(reason)),
        "that of Lambda's client");
  }
}
