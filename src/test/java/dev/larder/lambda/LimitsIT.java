package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.TestDynamoDb;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits that the environment of the built function sets. */
class LimitsIT {
  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(
          dynamoDb,
          "limits",
          Map.of("LARDER_LIMITS_BODY_SIZE", "1000", "LARDER_LIMITS_DEPTH", "4"));

  private static HttpEvent.Answer send(HttpEvent event) {
    return HttpEvent.Answer.of(function.invoke(event.toString()));
  }

  private static String item(int bytes) {
    return "{\"a\":\"" + "x".repeat(bytes - "{'a':''}".length()) + "\"}";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBodyHasSoManyBytesHoweverItIsSent(boolean base64) {
    HttpEvent put = HttpEvent.of("PUT", "/items/" + base64);
    HttpEvent.Answer refused = send(base64 ? put.base64Json(item(1001)) : put.json(item(1001)));
    assertEquals(413, refused.status(), refused.body());
    JsonNode problem = refused.json();
    assertEquals("urn:problem-type:larder:content-too-large", problem.path("type").asText());
    assertEquals(1000, problem.path("limit").asInt());
    assertEquals("larder.limits.body-size", problem.path("setting").asText());
    assertEquals(404, send(HttpEvent.of("GET", "/items/" + base64)).status());
    put = HttpEvent.of("PUT", "/items/" + base64);
    assertEquals(201, send(base64 ? put.base64Json(item(1000)) : put.json(item(1000))).status());
  }

  @Test
  void anItemHasSoManyLevels() {
    HttpEvent.Answer refused = send(HttpEvent.of("PUT", "/items/deep").json("{\"a\":[[[[]]]]}"));
    assertEquals(422, refused.status(), refused.body());
    assertEquals("urn:problem-type:larder:limit-exceeded", refused.json().path("type").asText());
    assertEquals(4, refused.json().path("limit").asInt());
    assertEquals(404, send(HttpEvent.of("GET", "/items/deep")).status());
    assertEquals(201, send(HttpEvent.of("PUT", "/items/deep").json("{\"a\":[[[]]]}")).status());
  }

  @Test
  void aLimitThatMakesNoSenseIsRefusedAtTheStart() {
    try (DeployedFunction wrong =
        BuiltFunction.start(dynamoDb, "wrong-limit", Map.of("LARDER_LIMITS_DEPTH", "33"))) {
      assertThrows(FunctionFailedException.class, () -> wrong.invoke("{}"));
      String error =
          new String(wrong.api().initError().orElseThrow().payload(), StandardCharsets.UTF_8);
      assertTrue(
          error.contains("larder.limits.depth is 33; it takes a whole number from 1 to 32"), error);
    }
  }
}
