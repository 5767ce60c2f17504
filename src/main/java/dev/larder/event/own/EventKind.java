package dev.larder.event.own;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How to recognise the events of a class of {@code aws-lambda-java-events}, and what a failure of
 * one of its records means.
 *
 * @param test whether an event is of this kind
 * @param isRecord whether the class is that of one record
 * @param batch how the service takes failures of records
 */
record EventKind(Predicate<Event> test, boolean isRecord, Batch batch) {
  private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.events.";

  private static final List<String> OF_LARDER =
      List.of(
          "APIGatewayProxyRequestEvent",
          "APIGatewayV2HTTPEvent",
          "APIGatewayV2ProxyRequestEvent",
          "ApplicationLoadBalancerRequestEvent",
          "LambdaDestinationEvent",
          "ScheduledEvent");

  /** Classes with times of a library that the extension of Lambda excludes. */
  private static final List<String> WITH_JODA_TIME =
      List.of("CodeCommitEvent", "S3Event", "S3EventNotificationRecord", "SNSEvent", "SNSRecord");

  /** What the response to a batch of records tells the service. */
  enum Batch {
    /** The ids of all records that failed. */
    MESSAGES("/messageId"),
    /** The first record that failed, from which on the service delivers them again. */
    KINESIS_STREAM("/kinesis/sequenceNumber"),
    DYNAMODB_STREAM("/dynamodb/SequenceNumber"),
    /** Nothing; the service knows failed invocations only. */
    NONE("/none");

    private final JsonPointer id;

    Batch(String id) {
      this.id = JsonPointer.compile(id);
    }

    String idOf(JsonNode record) {
      return record.at(id).asText();
    }

    boolean isOrdered() {
      return this == KINESIS_STREAM || this == DYNAMODB_STREAM;
    }
  }

  /**
   * @throws IllegalArgumentException if a handler of this class would never get an event
   */
  static EventKind of(Class<?> type) {
    String name = type.getName();
    String simple = type.getSimpleName();
    if (!name.startsWith(PACKAGE) || OF_LARDER.contains(simple)) {
      throw new IllegalArgumentException(
          OF_LARDER.contains(simple)
              ? "Larder itself handles the events of " + name
              : name
                  + " is not an event class of aws-lambda-java-events; use JsonNode for other"
                  + " events");
    }
    if (WITH_JODA_TIME.contains(simple)) {
      requireLibrary(type, "org.joda.time.DateTime");
    }
    return ofRecord(simple)
        .or(() -> ofWhole(simple).map(test -> new EventKind(test, false, Batch.NONE)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Larder cannot recognise the events of "
                        + name
                        + "; use JsonNode, with accepts"));
  }

  static void requireLibrary(Class<?> type, String needed) {
    try {
      Class.forName(needed, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "The class "
              + type.getName()
              + " needs the library joda-time:joda-time, on which the project must depend",
          e);
    }
  }

  private static Optional<EventKind> ofRecord(String name) {
    return switch (name) {
      case "S3EventNotificationRecord" -> records("aws:s3", Batch.NONE);
      case "SNSRecord" -> records("aws:sns", Batch.NONE);
      case "SQSMessage" -> records("aws:sqs", Batch.MESSAGES);
      case "KinesisEventRecord" -> records("aws:kinesis", Batch.KINESIS_STREAM);
      case "DynamodbStreamRecord" -> records("aws:dynamodb", Batch.DYNAMODB_STREAM);
      default -> Optional.empty();
    };
  }

  private static Optional<EventKind> records(String source, Batch batch) {
    return Optional.of(new EventKind(from(source), true, batch));
  }

  private static Optional<Predicate<Event>> ofWhole(String name) {
    Predicate<Event> test =
        switch (name) {
          case "S3Event" -> from("aws:s3");
          case "SNSEvent" -> from("aws:sns");
          case "SQSEvent" -> from("aws:sqs");
          case "KinesisEvent" -> from("aws:kinesis").and(has("window").negate());
          case "KinesisTimeWindowEvent" -> from("aws:kinesis").and(has("window"));
          case "DynamodbEvent" -> from("aws:dynamodb").and(has("window").negate());
          case "DynamodbTimeWindowEvent" -> from("aws:dynamodb").and(has("window"));
          case "CodeCommitEvent" -> from("aws:codecommit");
          case "ActiveMQEvent" -> text("eventSource", "aws:mq").and(has("messages"));
          case "RabbitMQEvent" -> has("eventSource", "rmqMessagesByQueue");
          case "KafkaEvent" ->
              text("eventSource", "aws:kafka").or(text("eventSource", "SelfManagedKafka"));
          case "KinesisFirehoseEvent" -> has("deliveryStreamArn", "invocationId", "records");
          case "MSKFirehoseEvent" -> has("sourceMSKArn", "deliveryStreamArn", "records");
          case "CloudWatchLogsEvent" -> has("awslogs");
          case "CloudFormationCustomResourceEvent" -> has("RequestType", "ResponseURL", "StackId");
          case "CloudFrontEvent" -> event -> first(event).path("cf").isObject();
          case "CognitoEvent" -> has("identityPoolId", "datasetName", "datasetRecords");
          case "ConfigEvent" -> has("configRuleName", "invokingEvent");
          case "ConnectEvent" -> text("Name", "ContactFlowEvent").and(has("Details"));
          case "IoTButtonEvent" -> has("serialNumber", "clickType");
          case "LexEvent" -> has("currentIntent", "bot");
          case "S3BatchEvent" -> has("tasks").and(text("invocationSchemaVersion", "1.0"));
          case "S3BatchEventV2" -> has("tasks").and(text("invocationSchemaVersion", "2.0"));
          case "S3ObjectLambdaEvent" -> has("getObjectContext", "xAmzRequestId");
          case "SecretsManagerRotationEvent" -> has("SecretId", "ClientRequestToken", "Step");
          case "AppSyncLambdaAuthorizerEvent" ->
              has("authorizationToken", "requestContext").and(has("methodArn").negate());
          case "APIGatewayCustomAuthorizerEvent" -> has("methodArn", "type");
          case "APIGatewayV2CustomAuthorizerEvent" -> has("routeArn", "type");
          case "CognitoUserPoolPreSignUpEvent" -> trigger("PreSignUp");
          case "CognitoUserPoolPostConfirmationEvent" -> trigger("PostConfirmation");
          case "CognitoUserPoolPreAuthenticationEvent" -> trigger("PreAuthentication");
          case "CognitoUserPoolPostAuthenticationEvent" -> trigger("PostAuthentication");
          case "CognitoUserPoolCustomMessageEvent" -> trigger("CustomMessage");
          case "CognitoUserPoolDefineAuthChallengeEvent" -> trigger("DefineAuthChallenge");
          case "CognitoUserPoolCreateAuthChallengeEvent" -> trigger("CreateAuthChallenge");
          case "CognitoUserPoolVerifyAuthChallengeResponseEvent" ->
              trigger("VerifyAuthChallengeResponse");
          case "CognitoUserPoolPreTokenGenerationEvent" ->
              trigger("TokenGeneration").and(text("version", "1"));
          case "CognitoUserPoolPreTokenGenerationEventV2" ->
              trigger("TokenGeneration").and(text("version", "1").negate());
          case "CognitoUserPoolMigrateUserEvent" -> trigger("UserMigration");
          default -> null;
        };
    return Optional.ofNullable(test);
  }

  private static JsonNode first(Event event) {
    return event.member("Records").path(0);
  }

  /** Records of one service, which SNS names in another case. */
  private static Predicate<Event> from(String source) {
    return event -> {
      JsonNode record = first(event);
      return source.equals(record.path("eventSource").asText(record.path("EventSource").asText()));
    };
  }

  private static Predicate<Event> has(String... members) {
    return event -> event.names().containsAll(List.of(members));
  }

  private static Predicate<Event> text(String member, String value) {
    return event -> event.member(member).asText().equals(value);
  }

  private static Predicate<Event> trigger(String source) {
    return event ->
        event.names().contains("userPoolId")
            && event.member("triggerSource").asText().startsWith(source + "_");
  }
}
