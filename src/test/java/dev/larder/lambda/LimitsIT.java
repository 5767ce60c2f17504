package dev.larder.lambda;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
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

  private static String item(int bytes) {
    return "{\"a\":\"" + "x".repeat(bytes - "{'a':''}".length()) + "\"}";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBodyHasSoManyBytesHoweverItIsSent(boolean base64) {
    String path = "/items/" + base64;
    put(path, item(1001), base64)
        .statusCode(413)
        .body("type", equalTo("urn:problem-type:larder:content-too-large"))
        .body("limit", equalTo(1000))
        .body("setting", equalTo("larder.limits.body-size"));
    function.given().get(path).then().statusCode(404);
    put(path, item(1000), base64).statusCode(201);
  }

  private static ValidatableResponse put(String path, String body, boolean base64) {
    RequestSpecification request = function.json(body);
    if (base64) {
      request.body(body.getBytes(StandardCharsets.UTF_8));
    }
    return request.put(path).then();
  }

  @Test
  void anItemHasSoManyLevels() {
    put("/items/deep", "{\"a\":[[[[]]]]}", false)
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:limit-exceeded"))
        .body("limit", equalTo(4));
    function.given().get("/items/deep").then().statusCode(404);
    put("/items/deep", "{\"a\":[[[]]]}", false).statusCode(201);
  }

  @Test
  void aLimitThatMakesNoSenseIsRefusedAtTheStart() {
    try (DeployedFunction wrong =
        BuiltFunction.start(dynamoDb, "wrong-limit", Map.of("LARDER_LIMITS_DEPTH", "33"))) {
      assertThrows(FunctionFailedException.class, () -> wrong.invoke("{}"));
      String error =
          new String(wrong.api().initError().orElseThrow().payload(), StandardCharsets.UTF_8);
      assertTrue(
          error.contains("larder.limits.depth is 33; it must be a whole number from 1 to 32"),
          error);
    }
  }
}
