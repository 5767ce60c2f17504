package dev.larder.lambda;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.DynamoDbResource;
import dev.larder.lambda.log.JsonLogFormatter;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of any kind, through all of the function but what Lambda delivers them with. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class InvocationTest {

  private static ValidatableResponse invoke(String event) {
    return given()
        .contentType("application/json")
        .body(event)
        .post("/q/invoke")
        .then()
        .statusCode(200);
  }

  @Test
  void aDirectInvocationIsAnsweredWithThePlainResult() {
    JsonNode written =
        payload("{\"method\": \"PUT\", \"path\": \"/items/polled\", \"body\": {\"a\": 1}}");
    assertEquals("polled", written.path("id").asText());
    assertEquals(written, payload("{\"id\": \"polled\"}"));
    assertTrue(payload("{\"id\": \"nobody\"}").isNull());
  }

  private static JsonNode payload(String event) {
    return Direct.read(
        invoke(event).header("X-Amz-Function-Error", nullValue()).extract().asString());
  }

  @Test
  void aRefusedRequestIsAFailedInvocation() {
    invoke("{\"method\": \"GET\", \"path\": \"/nothing/a\"}")
        .header("X-Amz-Function-Error", "Unhandled")
        .body("errorType", equalTo("dev.larder.event.RequestRefusedException"))
        .body("errorMessage", containsString("urn:problem-type:larder:unknown-collection"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"key1\":\"a\",\"key2\":\"b\",\"key3\":\"c\"}", "[]", "null", "{\"a"})
  void whatIsNoRequestIsAFailedInvocation(String event) {
    invoke(event)
        .header("X-Amz-Function-Error", "Unhandled")
        .body("errorType", equalTo("dev.larder.event.UnsupportedEventException"))
        .body("errorMessage", containsString("{\"id\": \"a\"}"));
  }

  @Test
  void aMethodWithABlankIsRefusedAndNotWrittenWithoutItsRepeatKey() {
    invoke("{\"method\": \"PUT \", \"path\": \"/items/blank\", \"body\": {}}")
        .header("X-Amz-Function-Error", "Unhandled")
        .body("errorType", equalTo("dev.larder.event.RequestRefusedException"))
        .body("errorMessage", containsString("not a valid token"));
    assertTrue(payload("{\"id\": \"blank\"}").isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error"})
  void whateverItFailsWithTheAnswerIsBoundedAndTheNextInvocationIsAnswered(String kind) {
    String error =
        invoke("{\"fail\": {\"with\": \"" + kind + "\", \"length\": 2000000}}")
            .header("X-Amz-Function-Error", "Unhandled")
            .body("errorType", equalTo("dev.larder.event.HandlerFailedException"))
            .body("errorMessage", containsString("truncated from 2"))
            .extract()
            .asString();
    assertTrue(error.length() < 64 * 1024, () -> "" + error.length());
    invoke("{\"id\": \"nobody\"}").header("X-Amz-Function-Error", nullValue());
  }

  @Test
  void everyLineOfAnInvocationHasItsRequestIdAndOneEventOfCloudWatchLogsAtMost() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    JsonLogFormatter formatter = new JsonLogFormatter(Map.of(), true);
    Handler collector =
        new ExtHandler() {
          @Override
          protected void doPublish(ExtLogRecord record) {
            lines.add(formatter.format(record));
          }
        };
    InitialConfigurator.DELAYED_HANDLER.addHandler(collector);
    try {
      invoke("{\"fail\": {\"with\": \"exception\", \"length\": 2000000}}")
          .header("X-Amz-Function-Error", "Unhandled");
      invoke("{\"method\": \"GET\", \"path\": \"/items\"}")
          .header("X-Amz-Function-Error", nullValue());
    } finally {
      InitialConfigurator.DELAYED_HANDLER.removeHandler(collector);
    }
    JsonNode failing = logged(lines, "About to fail");
    String requestId = failing.path("requestId").asText();
    assertTrue(!requestId.isEmpty(), failing.toString());
    JsonNode failed = logged(lines, "The function failed");
    assertEquals(requestId, failed.path("requestId").asText());
    assertTrue(failed.path("cut").asBoolean());
    JsonNode line = logged(lines, "java.lang.IllegalStateException");
    assertEquals(requestId, line.path("requestId").asText());
    assertEquals("failing", line.path("event").asText());
    JsonNode request = logged(lines, "GET /{collection} 200");
    assertEquals("direct", request.path("event").asText());
    assertTrue(request.path("remainingMs").isInt(), request.toString());
    for (String each : lines) {
      assertTrue(each.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 256 * 1024);
    }
  }

  private static JsonNode logged(List<String> lines, String message) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    for (String line : lines) {
      JsonNode json = mapper.readTree(line);
      if (json.path("message").asText().startsWith(message)) {
        return json;
      }
    }
    throw new AssertionError(message + " is not logged");
  }
}
