package dev.larder.event.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreTokenGenerationEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreTokenGenerationEventV2;
import com.amazonaws.services.lambda.runtime.events.ConnectEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.Event;
import dev.larder.event.Samples;
import dev.larder.event.UnsupportedEventException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which recorded event is of which class, and what the classes then have. */
class EventKindTest {
  private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.events.";

  /** Names of samples by the class of their events. */
  private static final Map<String, List<String>> SAMPLES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("S3Event", List.of("s3-put", "s3-delete")),
              Map.entry("SNSEvent", List.of("sns-notification")),
              Map.entry("SQSEvent", List.of("sqs-receive-message")),
              Map.entry("KinesisEvent", List.of("kinesis-get-records")),
              Map.entry("DynamodbEvent", List.of("dynamodb-update")),
              Map.entry("CodeCommitEvent", List.of("codecommit-repository")),
              Map.entry("KinesisFirehoseEvent", List.of("kinesis-kinesis-firehose")),
              Map.entry("CloudWatchLogsEvent", List.of("cloudwatch-logs")),
              Map.entry("CognitoEvent", List.of("cognito-sync-trigger")),
              Map.entry(
                  "ConfigEvent",
                  List.of("config-periodic-rule", "config-item-change-notification")),
              Map.entry("ConnectEvent", List.of("connect-contact-flow-event")),
              Map.entry("LexEvent", List.of("lex-book-hotel", "lex-book-car")),
              Map.entry("S3BatchEvent", List.of("s3-batch-invocation")),
              Map.entry(
                  "CloudFormationCustomResourceEvent", List.of("cloudformation-create-request")),
              Map.entry(
                  "CloudFrontEvent",
                  List.of("cloudfront-ab-test", "cloudfront-simple-remote-call")),
              Map.entry("APIGatewayCustomAuthorizerEvent", List.of("apigateway-authorizer"))));

  private final EventClasses classes = new EventClasses();

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name);
  }

  private static Event event(String sample) {
    return Samples.parsed(Samples.read(sample).toString());
  }

  @Test
  void aRecordedEventIsOfItsClassAlone() throws ClassNotFoundException {
    for (String name : SAMPLES.keySet()) {
      EventKind kind = EventKind.of(type(name));
      for (String sample : Samples.names()) {
        boolean expected = SAMPLES.get(name).contains(sample);
        boolean accepted = kind.test().test(event(sample));
        boolean listed = SAMPLES.values().stream().anyMatch(of -> of.contains(sample));
        assertTrue(expected ? accepted : !accepted || !listed, name + " and " + sample);
      }
    }
  }

  @Test
  void everyRecordedEventBecomesItsClass() throws ClassNotFoundException {
    for (Map.Entry<String, List<String>> of : SAMPLES.entrySet()) {
      for (String sample : of.getValue()) {
        assertNotNull(classes.read(Samples.read(sample), type(of.getKey())), sample);
      }
    }
  }

  @Test
  void namesInAnotherCaseAndTimesAreRead() {
    DynamodbEvent changes = classes.read(Samples.read("dynamodb-update"), DynamodbEvent.class);
    DynamodbEvent.DynamodbStreamRecord first = changes.getRecords().get(0);
    assertEquals("101", first.getDynamodb().getKeys().get("Id").getN());
    assertEquals(1428537600000L, first.getDynamodb().getApproximateCreationDateTime().getTime());
    ConnectEvent contact =
        classes.read(Samples.read("connect-contact-flow-event"), ConnectEvent.class);
    assertEquals("VOICE", contact.getDetails().getContactData().getChannel());
    CloudFormationCustomResourceEvent resource =
        classes.read(
            Samples.read("cloudformation-create-request"), CloudFormationCustomResourceEvent.class);
    assertEquals("MyTestResource", resource.getLogicalResourceId());
    S3Event upload = classes.read(Samples.read("s3-put"), S3Event.class);
    assertEquals(1024, upload.getRecords().get(0).getS3().getObject().getSizeAsLong());
  }

  @Test
  void binaryValuesAreBase64() {
    ObjectNode event = Samples.read("sqs-receive-message");
    ((ObjectNode) event.at("/Records/0"))
        .putObject("messageAttributes")
        .putObject("a")
        .put("dataType", "Binary")
        .put("binaryValue", "AQI=");
    assertEquals(
        ByteBuffer.wrap(new byte[] {1, 2}),
        classes
            .read(event, SQSEvent.class)
            .getRecords()
            .get(0)
            .getMessageAttributes()
            .get("a")
            .getBinaryValue());
  }

  @Test
  void triggersOfCognitoDifferInTheirSourceAndVersion() {
    Event first =
        Samples.parsed(
            "{\"version\":\"1\",\"triggerSource\":\"TokenGeneration_Authentication\","
                + "\"userPoolId\":\"pool\"}");
    Event second =
        Samples.parsed(
            "{\"version\":\"2\",\"triggerSource\":\"TokenGeneration_Authentication\","
                + "\"userPoolId\":\"pool\"}");
    EventKind one = EventKind.of(CognitoUserPoolPreTokenGenerationEvent.class);
    EventKind two = EventKind.of(CognitoUserPoolPreTokenGenerationEventV2.class);
    assertEquals(
        List.of(true, false, false, true),
        List.of(
            one.test().test(first),
            one.test().test(second),
            two.test().test(first),
            two.test().test(second)));
  }

  @Test
  void aClassThatGetsNoEventIsRefused() {
    assertRefused(APIGatewayV2HTTPEvent.class, "Larder itself handles the events of");
    assertRefused(String.class, "use JsonNode");
    assertRefused(SQSEvent.MessageAttribute.class, "cannot recognise the events of");
  }

  private static void assertRefused(Class<?> type, String why) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> EventKind.of(type)).getMessage();
    assertTrue(message.contains(why), message);
    assertTrue(message.contains(type.getName()), message);
  }

  @Test
  void aMissingLibraryIsNamed() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> EventKind.requireLibrary(S3Event.class, "org.joda.time.NoSuchClass"))
            .getMessage();
    assertEquals(
        "The class com.amazonaws.services.lambda.runtime.events.S3Event needs the library"
            + " joda-time:joda-time, on which the project must depend",
        message);
  }

  @Test
  void anEventThatIsNotOfItsClassIsRefused() {
    ObjectNode event = Samples.read("sqs-receive-message");
    ((ObjectNode) event.at("/Records/0")).putArray("body");
    assertTrue(
        assertThrows(UnsupportedEventException.class, () -> classes.read(event, SQSEvent.class))
            .getMessage()
            .contains("SQSEvent"));
  }
}
