package dev.larder.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.larder.lambda.BuiltFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates of this build, and what they deploy. */
class TemplatesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Template TEMPLATE = Template.built("jvm");

  private static final String STREAM =
      "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000";

  /** What each parameter can be but its default, where that makes for other resources. */
  private static final List<Map<String, String>> CHOICES =
      List.of(
          Map.of("JwtIssuer", "https://issuer.example", "JwtAudience", "larder,shop"),
          Map.of("ExistingTable", "orders", "ExistingTableStreamArn", STREAM),
          Map.of("ExistingTableKey", "shop:S,number:N"),
          Map.of("TtlAttribute", "expires"),
          Map.of("EventBusName", "changes"),
          Map.of("WriteQueue", "true", "WriteConcurrency", "8"),
          Map.of("ReservedConcurrency", "10"),
          Map.of("AlarmEmail", "operator@example.com"),
          Map.of(
              "OwnerAttribute", "owner",
              "ReadRoles", "items/read",
              "WriteRoles", "items/write,items/admin",
              "AdminRoles", "items/admin"));

  private final Deployment byDefault = TEMPLATE.deploy(Map.of());
  private final Deployment everything = TEMPLATE.deploy(chosen((1 << CHOICES.size()) - 1));

  private static Map<String, String> chosen(int choices) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < CHOICES.size(); i++) {
      if ((choices >> i & 1) == 1) {
        parameters.putAll(CHOICES.get(i));
      }
    }
    return parameters;
  }

  @ParameterizedTest
  @CsvSource({
    "jvm, function.zip, java25, PublishedVersions",
    "native, function-native.zip, provided.al2023, ''"
  })
  void eachFlavourHasItsCodeAndRuntime(
      String flavour, String code, String runtime, String snapStart) {
    Deployment deployment = Template.built(flavour).deploy(Map.of());
    JsonNode function = deployment.properties("Function");
    assertEquals(code, function.path("CodeUri").asText());
    assertEquals(runtime, function.path("Runtime").asText());
    assertEquals(BuiltFunction.HANDLER, function.path("Handler").asText());
    assertEquals(snapStart, function.at("/SnapStart/ApplyOn").asText());
    Set<String> otherwise = new TreeSet<>(deployment.resources().keySet());
    assertEquals(byDefault.resources().keySet(), otherwise);
  }

  /** A runtime of the function's own was built here, and runs on no other processor. */
  @ParameterizedTest
  @CsvSource({"jvm, aarch64", "native,"})
  void itsProcessorIsTheOneThatItWasBuiltFor(String flavour, String processor) {
    String built = processor == null ? System.getProperty("os.arch") : processor;
    assertEquals(
        built.equals("aarch64") ? "arm64" : "x86_64",
        Template.built(flavour)
            .deploy(Map.of())
            .properties("Function")
            .at("/Architectures/0")
            .asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native"})
  void nothingOfTheSourceIsLeftToFillIn(String flavour) throws IOException {
    String text = Files.readString(Template.file(flavour));
    assertFalse(text.matches("(?s).*@[a-z]+@.*"), "an at sign");
    assertFalse(text.contains(" only\n"), "the mark of a flavour");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native"})
  void withWhateverParametersNothingRefersToWhatIsNotThere(String flavour) {
    Template template = Template.built(flavour);
    for (int choices = 0; choices < 1 << CHOICES.size(); choices++) {
      template.deploy(chosen(choices));
    }
  }

  @Test
  void parametersThatNeedOthersAreRefusedWithoutThem() {
    refused("JwtAudience", Map.of("JwtIssuer", "https://issuer.example"));
    refused("ExistingTableStreamArn", Map.of("ExistingTable", "orders", "EventBusName", "changes"));
    refused("JwtIssuer", Map.of("JwtIssuer", "http://issuer.example", "JwtAudience", "larder"));
    refused("OwnerAttribute", Map.of("OwnerAttribute", "id"));
    TEMPLATE.deploy(Map.of("OwnerAttribute", "id", "ExistingTable", "orders"));
    refused("DeploymentType", Map.of("DeploymentType", "Canary1Percent"));
  }

  private static void refused(String naming, Map<String, String> parameters) {
    String reason =
        assertThrows(IllegalArgumentException.class, () -> TEMPLATE.deploy(parameters))
            .getMessage();
    assertTrue(reason.contains(naming), reason);
  }

  @Test
  void callersAreLetInByIamOrByToken() {
    JsonNode byIam = byDefault.properties("DefaultRoute");
    assertEquals("$default", byIam.path("RouteKey").asText());
    assertEquals("AWS_IAM", byIam.path("AuthorizationType").asText());
    assertFalse(byIam.has("AuthorizerId"));

    JsonNode byToken = everything.properties("DefaultRoute");
    assertEquals("JWT", byToken.path("AuthorizationType").asText());
    assertEquals("${JwtAuthorizer}", byToken.path("AuthorizerId").asText());
    JsonNode jwt = everything.properties("JwtAuthorizer").path("JwtConfiguration");
    assertEquals("https://issuer.example", jwt.path("Issuer").asText());
    assertEquals(List.of("larder", "shop"), texts(jwt.path("Audience")));
  }

  @Test
  void onlyPreflightsComeInWithoutCredentials() {
    Set<String> open =
        everything.resources("AWS::ApiGatewayV2::Route").values().stream()
            .map(route -> route.path("Properties"))
            .filter(route -> route.path("AuthorizationType").asText().equals("NONE"))
            .map(route -> route.path("RouteKey").asText())
            .collect(Collectors.toSet());
    assertEquals(Set.of("OPTIONS /", "OPTIONS /{proxy+}"), open);
  }

  @Test
  void theApiIsThrottledMeasuredAndLogged() throws IOException {
    JsonNode stage = byDefault.properties("ApiStage");
    JsonNode routes = stage.path("DefaultRouteSettings");
    assertEquals(1000, routes.path("ThrottlingRateLimit").asInt());
    assertEquals(500, routes.path("ThrottlingBurstLimit").asInt());
    assertFalse(routes.has("DetailedMetricsEnabled"), "they cost, and one route has all requests");
    JsonNode log = stage.path("AccessLogSettings");
    assertEquals("${ApiLog.Arn}", log.path("DestinationArn").asText());
    JsonNode line = JSON.readTree(log.path("Format").asText());
    assertTrue(line.size() > 10);
    line.forEach(value -> assertTrue(value.asText().startsWith("$context."), value.asText()));
    assertFalse(line.toString().contains("$context.path"), "paths hold keys");
    assertEquals(
        "2.0", byDefault.properties("ApiIntegration").path("PayloadFormatVersion").asText());
  }

  @Test
  void accessIsHandedToTheFunctionWhereItIsGiven() {
    JsonNode none = byDefault.environment();
    JsonNode all = everything.environment();
    Map.of(
            "LARDER_COLLECTIONS_ITEMS_OWNER", "owner",
            "LARDER_COLLECTIONS_ITEMS_READ", "items/read",
            "LARDER_COLLECTIONS_ITEMS_WRITE", "items/write,items/admin",
            "LARDER_COLLECTIONS_ITEMS_ADMIN", "items/admin")
        .forEach(
            (name, value) -> {
              assertFalse(none.has(name), name);
              assertEquals(value, all.path(name).asText());
            });
    assertFalse(all.has("LARDER_ACCESS"), "its default is the safe one");
    assertEquals("*", none.path("QUARKUS_HTTP_CORS_ORIGINS").asText());
  }

  @Test
  void theStackHasATableOfItsOwn() {
    JsonNode environment = byDefault.environment();
    assertEquals("${ItemsTable}", environment.path("TABLE_NAME").asText());
    assertEquals("id:S", environment.path("LARDER_COLLECTIONS_ITEMS_KEY").asText());
    assertEquals("${SystemTable}", environment.path("LARDER_SYSTEM_TABLE").asText());
    assertEquals("${ItemsTable}", byDefault.outputs().get("TableName"));

    JsonNode resource = byDefault.resources().get("ItemsTable");
    assertEquals("Retain", resource.path("DeletionPolicy").asText());
    assertEquals("Retain", resource.path("UpdateReplacePolicy").asText());
    JsonNode table = resource.path("Properties");
    assertTrue(table.path("DeletionProtectionEnabled").asBoolean());
    assertTrue(
        table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled").asBoolean());
    assertEquals("PAY_PER_REQUEST", table.path("BillingMode").asText());
    assertFalse(table.has("StreamSpecification"));
    assertFalse(table.has("TimeToLiveSpecification"));
  }

  @Test
  void itsItemsExpireAndItsChangesStreamWhereThatIsAskedFor() {
    Deployment deployment =
        TEMPLATE.deploy(Map.of("TtlAttribute", "until", "EventBusName", "changes"));
    JsonNode table = deployment.properties("ItemsTable");
    assertEquals("until", table.at("/TimeToLiveSpecification/AttributeName").asText());
    assertTrue(table.at("/TimeToLiveSpecification/Enabled").asBoolean());
    assertEquals(
        "until", deployment.environment().path("LARDER_COLLECTIONS_ITEMS_TTL_ATTRIBUTE").asText());
    assertEquals("NEW_AND_OLD_IMAGES", table.at("/StreamSpecification/StreamViewType").asText());
    assertEquals("changes", deployment.environment().path("LARDER_PUBLICATION_EVENT_BUS").asText());
    assertEquals(
        "${ItemsTable.StreamArn}",
        deployment.properties("ItemsStream").path("EventSourceArn").asText());
  }

  @Test
  void itsOwnersListTheirItemsByAnIndex() {
    assertFalse(byDefault.properties("ItemsTable").has("GlobalSecondaryIndexes"));
    assertEquals(1, byDefault.properties("ItemsTable").path("AttributeDefinitions").size());
    JsonNode table = TEMPLATE.deploy(Map.of("OwnerAttribute", "user")).properties("ItemsTable");
    assertEquals("user", table.at("/AttributeDefinitions/1/AttributeName").asText());
    assertEquals("S", table.at("/AttributeDefinitions/1/AttributeType").asText());
    JsonNode index = table.at("/GlobalSecondaryIndexes/0");
    assertEquals("by-user", index.path("IndexName").asText());
    assertEquals("user", index.at("/KeySchema/0/AttributeName").asText());
    assertEquals("HASH", index.at("/KeySchema/0/KeyType").asText());
    assertEquals("ALL", index.at("/Projection/ProjectionType").asText());
  }

  @Test
  void anExistingTableTakesThePlaceOfItsOwn() {
    assertFalse(everything.resources().containsKey("ItemsTable"));
    JsonNode environment = everything.environment();
    assertEquals("orders", environment.path("TABLE_NAME").asText());
    assertEquals("shop:S,number:N", environment.path("LARDER_COLLECTIONS_ITEMS_KEY").asText());
    assertEquals("orders", everything.outputs().get("TableName"));
    assertEquals(STREAM, everything.properties("ItemsStream").path("EventSourceArn").asText());
    String table = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders";
    assertEquals(
        Set.of(table, table + "/index/*", table + "/stream/*", "${SystemTable.Arn}"),
        everything.permissions().stream()
            .filter(permission -> permission.startsWith("dynamodb:"))
            .map(permission -> permission.split(" ")[1])
            .collect(Collectors.toSet()));

    assertFalse(
        TEMPLATE
            .deploy(Map.of("ExistingTable", "orders"))
            .environment()
            .has("LARDER_COLLECTIONS_ITEMS_KEY"),
        "DynamoDB tells it");
  }

  @Test
  void withoutItemsTheSystemTableIsTheOnlyOne() {
    Deployment deployment =
        TEMPLATE.deploy(Map.of("ItemsCollection", "false", "EventBusName", "changes"));
    assertFalse(deployment.environment().has("TABLE_NAME"));
    assertFalse(deployment.environment().has("LARDER_COLLECTIONS_ITEMS_KEY"));
    assertEquals(Set.of("SystemTable"), deployment.resources("AWS::DynamoDB::Table").keySet());
    assertFalse(deployment.outputs().containsKey("TableName"));
    assertEquals(
        Set.of("${SystemTable.Arn}"),
        deployment.permissions().stream()
            .filter(permission -> permission.startsWith("dynamodb:"))
            .map(permission -> permission.split(" ")[1])
            .collect(Collectors.toSet()));
  }

  @Test
  void whatIsStoredIsEncryptedAndLogsEnd() {
    for (JsonNode table : byDefault.resources("AWS::DynamoDB::Table").values()) {
      assertTrue(table.at("/Properties/SSESpecification/SSEEnabled").asBoolean());
    }
    for (JsonNode queue : everything.resources("AWS::SQS::Queue").values()) {
      assertTrue(queue.at("/Properties/SqsManagedSseEnabled").asBoolean());
    }
    Map<String, JsonNode> logs = TEMPLATE.deploy(Map.of("LogRetentionDays", "7")).resources();
    for (String log : List.of("ApiLog", "FunctionLog")) {
      assertEquals(7, logs.get(log).at("/Properties/RetentionInDays").asInt());
    }
    JsonNode logging = byDefault.properties("Function").path("LoggingConfig");
    assertEquals("${FunctionLog}", logging.path("LogGroup").asText());
    assertEquals("JSON", logging.path("LogFormat").asText());
    JsonNode ttl = byDefault.properties("SystemTable").path("TimeToLiveSpecification");
    assertEquals("expires", ttl.path("AttributeName").asText());
  }

  @Test
  void everythingInvokesTheAlias() {
    String alias = "${Function.Alias}";
    JsonNode function = everything.properties("Function");
    assertEquals("live", function.path("AutoPublishAlias").asText());
    assertEquals(alias, everything.properties("ApiIntegration").path("IntegrationUri").asText());
    List<JsonNode> invokers = new ArrayList<>();
    invokers.addAll(everything.resources("AWS::Lambda::EventSourceMapping").values());
    invokers.addAll(everything.resources("AWS::Lambda::Permission").values());
    assertEquals(3, invokers.size());
    for (JsonNode invoker : invokers) {
      assertEquals(alias, invoker.at("/Properties/FunctionName").asText());
    }
    // SAM has schedules and asynchronous invocations go by the alias too.
    assertEquals("Schedule", function.at("/Events/ConfigurationCheck/Type").asText());
    assertEquals(alias, everything.outputs().get("FunctionAliasArn"));
  }

  @Test
  void aNewVersionIsTriedOutAndRolledBackByAlarms() {
    JsonNode preference = byDefault.properties("Function").path("DeploymentPreference");
    assertEquals("Canary10Percent5Minutes", preference.path("Type").asText());
    assertEquals(
        List.of("${FunctionErrors}", "${ApiServerErrors}"), texts(preference.path("Alarms")));
  }

  @Test
  void replacedVersionsAreKeptToRollBackTo() {
    assertEquals(
        "Retain", byDefault.resources().get("Function").path("UpdateReplacePolicy").asText());
  }

  /** A shard that is stuck is tried again ever more seldom, so minutes can be without a value. */
  @Test
  void oneValueOfFiveMinutesTellsThatChangesAreLate() {
    JsonNode alarm = everything.properties("PublicationLag");
    assertEquals(300, alarm.path("Period").asInt());
    assertEquals(1, alarm.path("EvaluationPeriods").asInt());
  }

  @Test
  void theOutputsNameWhatThePagesAskFor() throws IOException {
    String pages =
        Files.readString(Path.of("deploy", "README.md"))
            + Files.readString(Path.of("src/docs/tutorials/deploy-and-roll-back.md"));
    Matcher asked = Pattern.compile("\\(output (\\w+)\\)").matcher(pages);
    int found = 0;
    while (asked.find()) {
      assertTrue(everything.outputs().containsKey(asked.group(1)), asked.group(1));
      found++;
    }
    assertTrue(found > 3);
  }

  @Test
  void thePageOfExistingTablesAllowsAnotherCollectionTheSame() throws IOException {
    String page = Files.readString(Path.of("src/docs/how-to/existing-tables.md"));
    JsonNode snippet =
        new ObjectMapper(new YAMLFactory())
            .readTree(page.replaceFirst("(?s).*# and in Policies\n(.*?)```.*", "$1"));
    Set<String> allowed = new TreeSet<>();
    for (JsonNode statement : snippet) {
      String resource =
          statement
              .path("Resource")
              .asText()
              .replaceFirst(".*:table/orders", "\\${ItemsTable.Arn}");
      JsonNode actions = statement.path("Action");
      (actions.isArray() ? texts(actions) : List.of(actions.asText()))
          .forEach(action -> allowed.add(action + ' ' + resource));
    }
    Set<String> items = new TreeSet<>(byDefault.permissions());
    items.removeIf(permission -> !permission.contains("ItemsTable"));
    assertEquals(items, allowed);
  }

  /** Otherwise p99 is passed over in minutes of less than 1,000 requests. */
  @Test
  void latencyIsWatchedHoweverFewRequestsThereAre() {
    assertFalse(byDefault.properties("ApiLatency").has("EvaluateLowSampleCountPercentile"));
  }

  /** Without one the alias would stay at a version with the settings of before. */
  @Test
  void whatParametersSayToTheFunctionMakesAVersionOfIt() {
    Map<String, String> others =
        new HashMap<>(Map.of("AllowedOrigins", "https://example.com", "MemorySize", "512"));
    others.put("Architecture", "x86_64");
    CHOICES.forEach(others::putAll);
    int settings = 0;
    for (String parameter : others.keySet()) {
      Map<String, String> given = new HashMap<>(chosen((1 << CHOICES.size()) - 1));
      given.remove(parameter);
      Deployment without = deployedIfAllowed(given);
      given.put(parameter, others.get(parameter));
      Deployment with = TEMPLATE.deploy(given);
      if (without != null && !configuration(without).equals(configuration(with))) {
        assertNotEquals(settings(without), settings(with), parameter);
        settings++;
      }
    }
    assertEquals(11, settings);
    JsonNode function = byDefault.properties("Function");
    for (String description : List.of("Description", "VersionDescription")) {
      assertTrue(function.path(description).asText().contains("${Settings.VersionNumber}"));
    }
  }

  private static Deployment deployedIfAllowed(Map<String, String> parameters) {
    try {
      return TEMPLATE.deploy(parameters);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Of the function, as far as it belongs to a version. */
  private static List<JsonNode> configuration(Deployment deployment) {
    JsonNode function = deployment.properties("Function");
    return Stream.of("Environment", "MemorySize", "Architectures").map(function::path).toList();
  }

  private static String settings(Deployment deployment) {
    return deployment.properties("Settings").path("Content").asText();
  }

  @Test
  void concurrencyIsReservedWhereItIsAskedFor() {
    assertFalse(byDefault.properties("Function").has("ReservedConcurrentExecutions"));
    assertEquals(
        10, everything.properties("Function").path("ReservedConcurrentExecutions").asInt());
  }

  @Test
  void whatFailsForGoodEndsInAQueue() {
    JsonNode function = everything.properties("Function");
    JsonNode invocations = function.at("/EventInvokeConfig/DestinationConfig/OnFailure");
    assertEquals("SQS", invocations.path("Type").asText());
    assertEquals("${FailureQueue.Arn}", invocations.path("Destination").asText());
    JsonNode queue = everything.properties("FailureQueue");
    assertEquals(Duration.ofDays(14).toSeconds(), queue.path("MessageRetentionPeriod").asLong());

    JsonNode stream = everything.properties("ItemsStream");
    assertEquals(List.of("ReportBatchItemFailures"), texts(stream.path("FunctionResponseTypes")));
    assertTrue(stream.path("BisectBatchOnFunctionError").isBoolean());
    assertFalse(stream.path("BisectBatchOnFunctionError").asBoolean());
    assertTrue(stream.path("MaximumRetryAttempts").asInt() > 0);
    assertTrue(stream.path("MaximumRecordAgeInSeconds").asInt() > 0);
    assertEquals(
        "${FailureQueue.Arn}", stream.at("/DestinationConfig/OnFailure/Destination").asText());

    JsonNode mapping = everything.properties("WriteRequests");
    assertEquals(List.of("ReportBatchItemFailures"), texts(mapping.path("FunctionResponseTypes")));
    JsonNode writes = everything.properties("WriteRequestQueue");
    assertTrue(writes.path("VisibilityTimeout").asInt() >= function.path("Timeout").asInt());
    assertEquals(8, mapping.at("/ScalingConfig/MaximumConcurrency").asInt());
    assertEquals(
        "${WriteRequestDeadLetterQueue.Arn}",
        writes.at("/RedrivePolicy/deadLetterTargetArn").asText());
  }

  @Test
  void streamAndWriteQueueAreThereOnlyWhereTheyAreAskedFor() {
    Set<String> asked = new TreeSet<>(everything.resources().keySet());
    asked.removeAll(byDefault.resources().keySet());
    assertEquals(
        Set.of(
            "AlarmSubscription",
            "FailedWriteRequests",
            "ItemsStream",
            "JwtAuthorizer",
            "PublicationLag",
            "WriteRequestDeadLetterQueue",
            "WriteRequestQueue",
            "WriteRequests",
            "WriteRequestsLag"),
        asked);
  }

  @Test
  void alarmsAreSentToTheTopicOfTheOperator() {
    Map<String, JsonNode> alarms = everything.resources("AWS::CloudWatch::Alarm");
    Map<String, String> metrics = new TreeMap<>();
    alarms.forEach(
        (name, alarm) -> {
          JsonNode properties = alarm.path("Properties");
          assertEquals(List.of("${AlarmTopic}"), texts(properties.path("AlarmActions")), name);
          assertEquals("notBreaching", properties.path("TreatMissingData").asText(), name);
          assertFalse(properties.path("AlarmDescription").asText().isEmpty(), name);
          metrics.put(
              name,
              properties.path("MetricName").asText()
                  + " of "
                  + properties.at("/Dimensions/0/Value").asText());
        });
    assertEquals(
        Map.of(
            "ApiLatency", "Latency of ${Api}",
            "ApiServerErrors", "5xx of ${Api}",
            "FailedEvents", "ApproximateNumberOfMessagesVisible of ${FailureQueue.QueueName}",
            "FailedWriteRequests",
                "ApproximateNumberOfMessagesVisible of ${WriteRequestDeadLetterQueue.QueueName}",
            "FunctionErrors", "Errors of ${Function}",
            "FunctionThrottles", "Throttles of ${Function}",
            "LostEvents", "DestinationDeliveryFailures of ${Function}",
            "PublicationLag", "IteratorAge of ${Function}",
            "WriteRequestsLag", "ApproximateAgeOfOldestMessage of ${WriteRequestQueue.QueueName}"),
        metrics);
    JsonNode subscription = everything.properties("AlarmSubscription");
    assertEquals("${AlarmTopic}", subscription.path("TopicArn").asText());
    assertEquals("operator@example.com", subscription.path("Endpoint").asText());
  }

  @Test
  void everyQueueWhereFailuresEndRaisesAnAlarm() {
    Set<String> watched =
        everything.resources("AWS::CloudWatch::Alarm").values().stream()
            .map(alarm -> alarm.at("/Properties/Dimensions/0/Value").asText())
            .collect(Collectors.toSet());
    everything
        .resources("AWS::SQS::Queue")
        .forEach(
            (name, queue) ->
                assertTrue(
                    watched.contains("${" + name + ".QueueName}")
                        || queue.path("Properties").has("RedrivePolicy"),
                    name));
  }

  @Test
  void theDashboardShowsFunctionApiTablesAndQueues() throws IOException {
    Map<String, Deployment> deployments = Map.of("items", byDefault, "orders", everything);
    for (Deployment deployment : deployments.values()) {
      String body = deployment.properties("Dashboard").path("DashboardBody").asText();
      JsonNode widgets = JSON.readTree(body).path("widgets");
      assertTrue(widgets.size() >= 12);
      for (String metric :
          List.of(
              "AWS/Lambda\",\"Invocations",
              "AWS/Lambda\",\"Duration",
              "AWS/Lambda\",\"ConcurrentExecutions",
              "AWS/ApiGateway\",\"Count",
              "AWS/ApiGateway\",\"Latency",
              "AWS/DynamoDB\",\"ConsumedReadCapacityUnits",
              "MetricName=\\\"ThrottledRequests",
              "AWS/SQS\",\"ApproximateNumberOfMessagesVisible",
              "Larder\",\"ColdStarts\",\"Function\",\"${Function}",
              "Larder\",\"Requests",
              "Larder\",\"Latency",
              "Larder\",\"ReadUnits",
              "\"Conflicts\"",
              "\"WriteUnits\"",
              "{Larder,Function,Route,StatusClass} Function=\\\"${Function}\\\"")) {
        assertTrue(widgets.toString().contains(metric), metric);
      }
    }
    String body = everything.properties("Dashboard").path("DashboardBody").asText();
    assertTrue(body.contains("\"TableName\", \"orders\""));
    assertTrue(body.contains("${WriteRequestDeadLetterQueue.QueueName}"));
  }

  @Test
  void thePolicyBeyondTheTablesIsThatOfTheTriggers() {
    Set<String> permissions = new TreeSet<>(byDefault.permissions());
    permissions.removeIf(permission -> permission.startsWith("dynamodb:"));
    assertEquals(Set.of("lambda:InvokeFunction ${Function.Alias}"), permissions);

    Set<String> more =
        new TreeSet<>(
            TEMPLATE.deploy(Map.of("EventBusName", "changes", "WriteQueue", "true")).permissions());
    more.removeAll(byDefault.permissions());
    assertEquals(
        Set.of(
            "dynamodb:DescribeStream ${ItemsTable.Arn}/stream/*",
            "dynamodb:GetRecords ${ItemsTable.Arn}/stream/*",
            "dynamodb:GetShardIterator ${ItemsTable.Arn}/stream/*",
            "dynamodb:ListStreams ${ItemsTable.Arn}/stream/*",
            "events:PutEvents arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:"
                + "event-bus/changes",
            "sqs:DeleteMessage ${WriteRequestQueue.Arn}",
            "sqs:GetQueueAttributes ${WriteRequestQueue.Arn}",
            "sqs:ReceiveMessage ${WriteRequestQueue.Arn}"),
        more);
  }

  @Test
  void whatCanHaveATagHasOne() {
    Set<String> untaggable =
        Set.of(
            "AWS::ApiGatewayV2::Authorizer",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::AppConfig::HostedConfigurationVersion",
            "AWS::IAM::Policy",
            "AWS::Lambda::Permission",
            "AWS::SNS::Subscription");
    everything
        .resources()
        .forEach(
            (name, resource) -> {
              if (!untaggable.contains(resource.path("Type").asText())) {
                JsonNode tags = resource.at("/Properties/Tags");
                assertEquals(
                    "larder",
                    tags.isArray()
                        ? tags.at("/0/Value").asText()
                        : tags.path("Application").asText(),
                    name);
              }
            });
    assertTrue(byDefault.properties("Function").path("PropagateTags").asBoolean());
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
