package com.example;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import dev.larder.dynamo.Deadlines;
import dev.larder.event.Samples;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events of services that only the owner handles. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(OwnProfiles.Open.class)
class OwnEventsTest {
  private static final String MAILS = "arn:aws:sqs:us-east-1:123456789012:mails";

  @Inject Handlers.Seen seen;

  @BeforeEach
  void nothingYet() {
    seen.events.clear();
    seen.poison = null;
  }

  private static ValidatableResponse invoke(JsonNode event) {
    return given().body(event.toString()).post("/q/invoke").then();
  }

  private static List<String> failures(JsonNode event) {
    return Samples.failures(
        invoke(event).header("X-Amz-Function-Error", nullValue()).extract().asByteArray());
  }

  private static ObjectNode messages(String queue, String... bodies) {
    ObjectNode event = Samples.JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (String body : bodies) {
      ObjectNode message = Samples.message("id-" + body, body);
      message.put("eventSourceARN", queue);
      message.putObject("attributes").put("MessageGroupId", body.substring(0, 1));
      records.add(message);
    }
    return event;
  }

  @Test
  void aHandlerOfARecordGetsEachRecord() {
    ObjectNode event = Samples.read("s3-put");
    ArrayNode records = (ArrayNode) event.get("Records");
    ObjectNode second = records.get(0).deepCopy();
    ((ObjectNode) second.at("/s3/object")).put("key", "a+b%2Fc");
    records.add(second);
    invoke(event).header("X-Amz-Function-Error", nullValue()).body(equalTo("null"));
    assertEquals(
        List.of("example-bucket/test/key 0 0.0", "example-bucket/a b/c 0 0.0"), seen.events);
  }

  @Test
  void aRecordThatFailsFailsTheInvocationAfterTheOthers() {
    ObjectNode event = Samples.read("s3-put");
    ArrayNode records = (ArrayNode) event.get("Records");
    ObjectNode second = records.get(0).deepCopy();
    ((ObjectNode) second.at("/s3/object")).put("key", "b");
    records.add(second);
    seen.poison = "example-bucket/test/key 0 0.0";
    invoke(event)
        .header("X-Amz-Function-Error", "Unhandled")
        .body("errorType", equalTo("dev.larder.event.HandlerFailedException"))
        .body("errorMessage", containsString("java.io.IOException: not example-bucket"));
    assertEquals(List.of("example-bucket/b 0 0.0"), seen.events);
  }

  @Test
  void aHandlerOfAnEventGetsItWhole() {
    invoke(Samples.read("sns-notification")).body(equalTo("null"));
    assertEquals(List.of("example message 0"), seen.events);
  }

  @Test
  void ofAStreamTheFirstFailedRecordIsNamed() {
    ObjectNode event = Samples.read("kinesis-get-records");
    ArrayNode records = (ArrayNode) event.get("Records");
    records.add(records.get(0).deepCopy());
    records.add(records.get(0).deepCopy());
    for (int i = 0; i < 3; i++) {
      ((ObjectNode) records.get(i).get("kinesis"))
          .put("sequenceNumber", "n" + i)
          .put("data", List.of("MA==", "MQ==", "Mg==").get(i));
    }
    assertEquals(List.of(), failures(event));
    assertEquals(List.of("0 1428537600000", "1 1428537600000", "2 1428537600000"), seen.events);
    seen.events.clear();
    seen.poison = "1 1428537600000";
    assertEquals(List.of("n1"), failures(event));
    assertEquals(List.of("0 1428537600000"), seen.events);
  }

  @Test
  void withoutTimeNoRecordIsBegun() {
    Deadlines.leave(Duration.ofMillis(-1));
    ObjectNode event = Samples.read("kinesis-get-records");
    assertEquals(List.of(event.at("/Records/0/kinesis/sequenceNumber").asText()), failures(event));
    assertEquals(List.of(), seen.events);
  }

  @Test
  void ofAQueueEachFailedMessageIsNamed() {
    seen.poison = "b";
    assertEquals(List.of("id-b"), failures(messages(MAILS, "a", "b", "c")));
    assertEquals(List.of("a", "c"), seen.events);
  }

  @Test
  void aFifoQueueKeepsTheOrderOfItsGroups() {
    seen.poison = "a1";
    assertEquals(
        List.of("id-a1", "id-a2"), failures(messages(MAILS + ".fifo", "a1", "b1", "a2", "b2")));
    assertEquals(List.of("b1", "b2"), seen.events);
  }

  @Test
  void messagesOfAnotherQueueStayRequests() {
    String put = "{\"method\":\"PUT\",\"path\":\"/items/queued\",\"body\":{}}";
    assertEquals(List.of(), failures(messages("arn:aws:sqs:us-east-1:123456789012:writes", put)));
    given().get("/items/queued").then().statusCode(200);
    assertEquals(List.of(), seen.events);
  }

  @Test
  void aServiceGetsTheResponseThatItExpects() {
    ObjectNode event = Samples.JSON.createObjectNode();
    event
        .put("version", "1")
        .put("triggerSource", "PreSignUp_SignUp")
        .put("userPoolId", "pool")
        .put("userName", "ada");
    event.putObject("request").putObject("userAttributes").put("email", "ada@example.com");
    event.putObject("response");
    invoke(event)
        .body("response.autoConfirmUser", equalTo(true))
        .body("userPoolId", equalTo("pool"))
        .body("request.userAttributes.email", equalTo("ada@example.com"));
  }

  @Test
  void aTreeIsForEventsWithoutAClass() {
    invoke(Samples.read("lex-v2-book-hotel")).body("name", equalTo("BookTrip"));
    invoke(Samples.read("lex-book-hotel"))
        .body("errorType", equalTo("dev.larder.event.UnsupportedEventException"))
        .body("errorMessage", containsString("EventHandler"));
  }

  @Test
  void whatTwoHandlersAcceptFails() {
    ObjectNode event = Samples.read("lex-v2-book-hotel");
    event.put("invocationLabel", "both");
    invoke(event)
        .header("X-Amz-Function-Error", "Unhandled")
        .body("errorMessage", containsString("Handlers$AnyBooking, com.example.Handlers$Lex"));
  }
}
