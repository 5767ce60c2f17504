package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** The built function, invoked by whoever may invoke it and not through a gateway. */
class DirectInvocationIT {
  private static final String REFUSED = "dev.larder.event.RequestRefusedException";
  private static final String FAILED = "dev.larder.event.RequestFailedException";
  private static final String UNSUPPORTED = "dev.larder.event.UnsupportedEventException";

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(
          faulty.endpoint(), "direct", Map.of("LARDER_COLLECTIONS_GHOSTS_TABLE", "no-table"));

  private static JsonNode payload(Object event) {
    return Direct.payload(function.invoke(event.toString()));
  }

  private static Direct.Failure failure(Object event) {
    return Direct.failure(function.invoke(event.toString()));
  }

  @Test
  void aKeyIsAnsweredWithItsItemOrNull() {
    JsonNode written = payload(Direct.of("PUT", "/items/key").body("{\"price\": 1.5}"));
    assertEquals(1.5, written.path("price").asDouble());
    assertEquals(written, payload("{\"id\": \"key\"}"));
    assertTrue(payload("{\"id\": \"nobody\"}").isNull());
  }

  @Test
  void aRequestIsAnsweredWithTheBodyOfItsAnswer() {
    JsonNode created = payload(Direct.of("POST", "/items").body("{\"name\": \"Ada\"}"));
    String path = "/items/" + created.path("id").asText();
    assertEquals(created, payload(Direct.of("GET", path)));
    assertEquals("Ada", payload(Direct.of("GET", path + "?fields=name")).path("name").asText());
    JsonNode patched = payload(Direct.of("PATCH", path).body("{\"born\": 1815}"));
    assertEquals(1815, patched.path("born").asInt());
    JsonNode again =
        payload(
            Direct.of("PATCH", path)
                .body("[{\"op\": \"replace\", \"path\": \"/born\", \"value\": 1816}]"));
    assertEquals(1816, again.path("born").asInt());
    assertTrue(payload(Direct.of("DELETE", path)).isNull());
    assertTrue(payload(Direct.of("GET", path)).isNull());
    assertEquals("The response has the status 404.", failure(Direct.of("HEAD", path)).message());
    assertTrue(payload(Direct.of("OPTIONS", path)).isNull());
  }

  /** A payload of null would say that there is no item. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void whatIsNotModifiedIsRefused(String method) {
    payload(Direct.of("PUT", "/items/unmodified").body("{}"));
    Direct.Failure failure =
        failure(Direct.of(method, "/items/unmodified").header("If-None-Match", "*"));
    assertEquals(REFUSED, failure.type());
    assertEquals("The response has the status 304.", failure.message());
  }

  @Test
  void numbersOfABodyKeepAllTheirDigits() {
    String number = "12345678901234567890123456789012345678";
    JsonNode written =
        payload(
            Direct.of("PUT", "/items/n")
                .body("{}")
                .toString()
                .replace("\"body\":{}", "\"body\":{\"n\":" + number + "}"));
    assertEquals("n", written.path("id").asText());
    assertTrue(function.invoke("{\"id\":\"n\"}").text().contains(number));
  }

  @Test
  void bodiesThatAreTextAreSentAsTheyAre() {
    JsonNode results =
        payload(
            Direct.of("POST", "/films")
                .header("content-type", "text/csv")
                .text("year,title\n1975,Jaws\n1977,Star Wars\n"));
    assertEquals(2, results.path("succeeded").asInt());
    String csv =
        payload(Direct.of("GET", "/films?year=1975&fields=title").header("Accept", "text/csv"))
            .asText();
    assertEquals("title\r\nJaws\r\n", csv);
    assertEquals(
        "Ada", payload(Direct.of("PUT", "/items/text").text("{\"n\":\"Ada\"}")).path("n").asText());
  }

  @Test
  void transactionsAndBulkWritesAreRequestsLikeOthers() {
    JsonNode results =
        payload(
            Direct.of("POST", "/_transactions")
                .body(
                    "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/items/t\", \"body\": {}},"
                        + " {\"method\": \"CHECK\", \"path\": \"/items/u\", \"ifNoneMatch\":"
                        + " \"*\"}]}"));
    assertEquals("/items/t", results.path("results").path(0).path("location").asText());
    assertEquals(
        2,
        payload(Direct.of("POST", "/items?generate=key").body("[{\"a\":1},{\"a\":2}]"))
            .path("succeeded")
            .asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/nothing/a|unknown-collection|404",
        "GET|/a/b/c/d/e|not-found|404",
        "GET|/items?colour=red|unserved-query|400",
        "PATCH|/items/nobody|item-not-found|404",
        "DELETE|/items|malformed-json|400",
        "BREW|/items|method-not-allowed|405"
      })
  void anAnswerThatIsARefusalFailsTheInvocationWithItsProblem(
      String method, String path, String type, int status) {
    Direct request = Direct.of(method, path);
    Direct.Failure failure = failure(method.equals("PATCH") ? request.body("{}") : request);
    assertEquals(REFUSED, failure.type());
    assertEquals("urn:problem-type:larder:" + type, failure.problem().path("type").asText());
    assertEquals(status, failure.problem().path("status").asInt());
  }

  @Test
  void aFailureOfTheFunctionIsOneThatMayBeRepeated() {
    Direct.Failure failure = failure(Direct.of("GET", "/ghosts/a"));
    assertEquals(FAILED, failure.type());
    assertEquals("urn:problem-type:larder:internal", failure.problem().path("type").asText());
    assertFalse(failure.message().contains("no-table"), failure.message());
  }

  @Test
  void aBulkWriteOfWhichAPartFailedIsAFailureThatTellsWhich() {
    Direct.Failure failure =
        failure(
            Direct.of("POST", "/films").body("[{\"year\":1,\"title\":\"a\"},{\"year\":\"x\"}]"));
    assertEquals(REFUSED, failure.type());
    assertEquals(1, failure.problem().path("succeeded").asInt());
    assertEquals(1, failure.problem().path("results").path(1).path("entry").asInt());
  }

  @Test
  void aRepeatOfTheSameInvocationChangesNothing() {
    String id = UUID.randomUUID().toString();
    String event = Direct.of("POST", "/items").body("{\"repeated\": true}").toString();
    JsonNode first = Direct.payload(function.invokeAs(id, event));
    assertEquals(first, Direct.payload(function.invokeAs(id, event)));
    JsonNode other = payload(event);
    assertFalse(first.path("id").equals(other.path("id")), "another invocation is no repeat");

    String key = "chosen";
    Direct keyed = Direct.of("POST", "/items").header("Idempotency-Key", key).body("{}");
    assertEquals(payload(keyed), payload(keyed));
  }

  @Test
  void anAsynchronousWriteThatFailsIsInvokedThreeTimesAndHasOneEffectAtMost() {
    String id = UUID.randomUUID().toString();
    String event = Direct.of("POST", "/sessions").body("{\"of\": \"async\"}").toString();
    faulty.fail(1_000, "TransactWriteItems", 400, "ThrottlingException");
    for (int attempt = 1; attempt <= 3; attempt++) {
      RuntimeApi.Outcome outcome = function.invokeAs(id, event);
      assertTrue(outcome.failed(), "attempt " + attempt);
      assertEquals(FAILED, Direct.failure(outcome).type());
      assertEquals(id, outcome.requestId());
      assertEquals(0, sessions());
    }
    faulty.reset();
    JsonNode written = Direct.payload(function.invokeAs(id, event));
    assertEquals(written, Direct.payload(function.invokeAs(id, event)));
    assertEquals(1, sessions());
  }

  @Test
  void whatIsInTheFailureQueueIsInvokedAgainWithOneEffectAtMost() {
    String id = UUID.randomUUID().toString();
    Direct event = Direct.of("POST", "/items").body("{\"of\": \"failure\"}");
    JsonNode written = Direct.payload(function.invokeAs(id, event.toString()));
    assertEquals(written, payload(Direct.failureRecord(id, event, Duration.ofHours(17))));
    assertEquals(
        written,
        payload(
            Direct.failureRecord(
                "of the repeat",
                Direct.failureRecord(id, event, Duration.ofHours(17)),
                Duration.ZERO)));

    Direct other = Direct.of("PUT", "/items/" + id).body("{}");
    assertEquals(id, payload(Direct.failureRecord(id, other, Duration.ZERO)).path("id").asText());
    assertEquals(id, payload("{\"id\": \"" + id + "\"}").path("id").asText());
  }

  @Test
  void whatIsInTheFailureQueueForSoLongThatAWriteCouldHappenTwiceIsRefused() {
    Duration age = Duration.ofHours(18).plusMinutes(1);
    Direct write = Direct.of("POST", "/items").body("{}");
    Direct.Failure failure = failure(Direct.failureRecord("a", write, age));
    assertEquals(UNSUPPORTED, failure.type());
    assertTrue(failure.message().contains("more than 18 hours ago"), failure.message());
    payload(Direct.failureRecord("a", Direct.of("GET", "/items"), age));
    payload(Direct.failureRecord("a", "{\"id\": \"nobody\"}", age));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'requestPayload':{'key1':1}}|It is an object with key1.",
        "{'requestPayload':'text'}|not contain the event",
        "{'DDBStreamBatchInfo':{'shardId':'a','startSequenceNumber':'1'}}|not contain the event",
        "{'requestPayload':{'method':'PUT','path':'/items/a'},'timestamp':'today'}|its timestamp",
        "{'requestPayload':{'method':'PUT','path':'/items/a'},"
            + "'requestContext':{'functionArn':'a','condition':'b'}}|It is an object with version"
      })
  void whatIsInTheFailureQueueAndNoRequestIsRefused(String members, String reason) {
    ObjectNode record = (ObjectNode) Direct.read(Direct.failureRecord("a", "{}", Duration.ZERO));
    record.remove("requestPayload");
    record.setAll((ObjectNode) Direct.read(members.replace('\'', '"')));
    Direct.Failure failure = failure(record);
    assertEquals(UNSUPPORTED, failure.type());
    assertTrue(failure.message().contains(reason), failure.message());
  }

  private static int sessions() {
    return dynamoDb
        .client()
        .scan(scan -> scan.tableName("sessions").consistentRead(true).select(Select.COUNT))
        .count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"key1\":\"value1\",\"key2\":\"value2\",\"key3\":\"value\"}",
        "{\"key1\":\"value1\",\"key2\":\"value2\",\"key3\":\"value3\",\"key4\":1}",
        "{\"key1\":\"value1\"}",
        "{\"id\":\"a\",\"key1\":\"value1\"}",
        "{\"id\":{\"S\":\"a\"}}",
        "{\"method\":\"GET\",\"path\":\"/items/a\",\"payload\":{}}",
        "{\"method\":\"GET\"}",
        "{\"method\":1,\"path\":\"/items/a\"}",
        "{\"httpMethod\":\"GET\",\"path\":\"/items/a\"}",
        "{\"Records\":[]}",
        "{\"id\":\"a\"} {}",
        "{\"id\":",
        ""
      })
  void whatIsNoRequestIsAFailureThatNamesWhatIsAccepted(String event) {
    Direct.Failure failure = failure(event);
    assertEquals(UNSUPPORTED, failure.type());
    assertTrue(failure.message().contains("{\"id\": \"a\"}"), failure.message());
  }

  /** The first click on the button Test of the Lambda console. */
  @Test
  void theConsolesTestEventIsAnsweredWithHealthAndWhatToSendNext() {
    JsonNode answer = payload(Samples.read("hello-world"));
    assertEquals("ready", answer.at("/health/collections/items").asText(), answer::toString);
    assertTrue(answer.path("health").has("systemTable"), answer::toString);
    assertTrue(answer.path("next").get(0).asText().contains("PUT"), answer::toString);
  }

  static Stream<String> samples() {
    List<String> answered =
        List.of(
            "alb-request",
            "apigateway-aws-proxy",
            "apigateway-http-api-proxy",
            "cloudwatch-scheduled-event",
            "dynamodb-update",
            "hello-world",
            "sqs-receive-message");
    return Samples.names().stream().filter(name -> !answered.contains(name));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theEventsOfOtherServicesAreFailuresThatNameWhatIsAccepted(String sample) {
    Direct.Failure failure = failure(Samples.read(sample));
    assertEquals(UNSUPPORTED, failure.type());
    assertTrue(failure.message().contains("SQS messages"), failure.message());
    assertTrue(failure.message().length() < 2_000, failure.message());
  }
}
