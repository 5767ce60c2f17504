package dev.larder.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.larder.event.HandlerFailedException;
import dev.larder.event.RequestFailedException;
import dev.larder.event.RequestRefusedException;
import dev.larder.event.UnsupportedEventException;
import dev.larder.lambda.BuiltFunction;
import dev.larder.problem.ProblemType;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

  private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/1";

  private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";

  /** What each parameter can be but its default, where that makes for other resources. */
  private static final List<Map<String, String>> CHOICES =
      List.of(
          Map.of(
              "JwtIssuer", "https://issuer.example",
              "JwtAudience", "larder,shop",
              "EveryTokenMay", "everything"),
          Map.of("ExistingTable", "orders", "ExistingTableStreamArn", STREAM),
          Map.of("ExistingTableKey", "shop:S,number:N"),
          Map.of("TtlAttribute", "expires", "TtlEnabled", "true"),
          Map.of(
              "MaxReadUnits", "100",
              "WarmWriteUnits", "9000",
              "Tracing", "PassThrough",
              "AccessLog", "false",
              "RequestMetrics", "false"),
          Map.of("EventBusName", "changes"),
          Map.of("WriteQueue", "true", "WriteConcurrency", "8"),
          Map.of("ReservedConcurrency", "10"),
          Map.of("AlarmEmail", "operator@example.com"),
          Map.of(
              "OwnerAttribute", "owner",
              "ReadRoles", "items/read",
              "WriteRoles", "items/write,items/admin",
              "AdminRoles", "items/admin"),
          Map.of(
              "KmsKeyArn", KEY,
              "PermissionsBoundary", BOUNDARY,
              "RolePath", "/applications/",
              "LogGroupPrefix", "/aws/vendedlogs/",
              "DomainName", "api.example.com",
              "CertificateArn", "arn:aws:acm:eu-central-1:123456789012:certificate/1",
              "DefaultEndpoint", "false"));

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

  /** A deployment keeps parameters that it does not name, so a stack could keep a wrong one. */
  @Test
  void anExecutableHasTheProcessorOfItsBuildWhateverTheStackHadBefore() {
    String built = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    assertEquals(built, architecture(Template.built("native"), Map.of()));
    assertFalse(Template.built("native").parameters().contains("Architecture"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"arm64", "x86_64"})
  void theManagedRuntimeHasTheProcessorThatIsAskedFor(String processor) {
    assertEquals("arm64", architecture(TEMPLATE, Map.of()));
    assertEquals(processor, architecture(TEMPLATE, Map.of("Architecture", processor)));
  }

  private static String architecture(Template template, Map<String, String> parameters) {
    JsonNode all = template.deploy(parameters).properties("Function").path("Architectures");
    assertEquals(1, all.size());
    return all.path(0).asText();
  }

  @Test
  void aFunctionHasAsMuchMemoryAsItsRuntimeNeeds() {
    refused("MemorySize", Map.of("MemorySize", "255"));
    TEMPLATE.deploy(Map.of("MemorySize", "256"));
    Template.built("native").deploy(Map.of("MemorySize", "128"));
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
  void everyConditionIsTriedBothWays() {
    List<Deployment> deployments =
        List.of(
            byDefault,
            everything,
            TEMPLATE.deploy(Map.of("AllowedOrigins", "", "TtlAttribute", "until")),
            TEMPLATE.deploy(Map.of("MaxWriteUnits", "5")),
            TEMPLATE.deploy(Map.of("ItemsCollection", "false")));
    for (String condition : byDefault.conditions().keySet()) {
      assertEquals(
          Set.of(true, false),
          deployments.stream()
              .map(deployment -> deployment.conditions().get(condition))
              .collect(Collectors.toSet()),
          condition);
    }
  }

  @Test
  void parametersThatNeedOthersAreRefusedWithoutThem() {
    refused("JwtAudience", Map.of("JwtIssuer", "https://issuer.example"));
    refused("ExistingTableStreamArn", Map.of("ExistingTable", "orders", "EventBusName", "changes"));
    refused("JwtIssuer", Map.of("JwtIssuer", "http://issuer.example", "JwtAudience", "larder"));
    refused("OwnerAttribute", Map.of("OwnerAttribute", "id"));
    refused("CertificateArn", Map.of("DomainName", "api.example.com"));
    TEMPLATE.deploy(Map.of("OwnerAttribute", "id", "ExistingTable", "orders"));
    refused("DeploymentType", Map.of("DeploymentType", "Canary1Percent"));
  }

  private static void refused(String naming, Map<String, String> parameters) {
    String reason =
        assertThrows(IllegalArgumentException.class, () -> TEMPLATE.deploy(parameters))
            .getMessage();
    assertTrue(reason.contains(naming), reason);
  }

  /** Whoever has a token can do everything only where somebody has said so. */
  @Test
  void tokensAloneLetNobodyInUnlessThatIsSaid() {
    Map<String, String> tokens =
        Map.of("JwtIssuer", "https://issuer.example", "JwtAudience", "larder");
    refused("EveryTokenMay", tokens);
    refused("EveryTokenMay", with(tokens, "ReadRoles", "reader"));
    refused("EveryTokenMay", with(tokens, "WriteRoles", "writer"));
    TEMPLATE.deploy(with(with(tokens, "ReadRoles", "reader"), "WriteRoles", "writer"));
    TEMPLATE.deploy(with(tokens, "OwnerAttribute", "owner"));
    TEMPLATE.deploy(with(tokens, "EveryTokenMay", "everything"));
  }

  private static Map<String, String> with(
      Map<String, String> parameters, String name, String value) {
    Map<String, String> more = new HashMap<>(parameters);
    more.put(name, value);
    return more;
  }

  @Test
  void callersAreLetInByIamOrByToken() {
    for (Map.Entry<String, JsonNode> route : routes(byDefault).entrySet()) {
      assertEquals("AWS_IAM", route.getValue().path("AuthorizationType").asText(), route.getKey());
      assertFalse(route.getValue().has("AuthorizerId"), route.getKey());
    }
    for (Map.Entry<String, JsonNode> route : routes(everything).entrySet()) {
      assertEquals("JWT", route.getValue().path("AuthorizationType").asText(), route.getKey());
      assertEquals("${JwtAuthorizer}", route.getValue().path("AuthorizerId").asText());
    }
    JsonNode jwt = everything.properties("JwtAuthorizer").path("JwtConfiguration");
    assertEquals("https://issuer.example", jwt.path("Issuer").asText());
    assertEquals(List.of("larder", "shop"), texts(jwt.path("Audience")));
  }

  private static Map<String, JsonNode> routes(Deployment deployment) {
    Map<String, JsonNode> routes = new TreeMap<>();
    for (JsonNode route : deployment.resources("AWS::ApiGatewayV2::Route").values()) {
      JsonNode properties = route.path("Properties");
      assertEquals("integrations/${ApiIntegration}", properties.path("Target").asText());
      routes.put(properties.path("RouteKey").asText(), properties);
    }
    return routes;
  }

  /** A route with OPTIONS, $default among them, would take preflights from API Gateway. */
  @Test
  void browsersArePreflightedByTheGatewayBeforeAnybodyIsLetIn() throws IOException {
    assertEquals(
        Set.of(
            "DELETE /{proxy+}",
            "GET /",
            "GET /{proxy+}",
            "HEAD /",
            "HEAD /{proxy+}",
            "PATCH /{proxy+}",
            "POST /",
            "POST /{proxy+}",
            "PUT /{proxy+}"),
        routes(byDefault).keySet());
    JsonNode cors = byDefault.properties("Api").path("CorsConfiguration");
    assertEquals(List.of("*"), texts(cors.path("AllowOrigins")));
    assertTrue(texts(cors.path("AllowHeaders")).contains("authorization"));
    assertFalse(cors.has("AllowCredentials"));
    Set<String> methods = new TreeSet<>(texts(cors.path("AllowMethods")));
    assertTrue(methods.remove("OPTIONS"));
    assertEquals(
        routes(byDefault).keySet().stream()
            .map(key -> key.replaceFirst(" .*", ""))
            .collect(Collectors.toSet()),
        methods);
    Properties function = new Properties();
    try (Reader settings =
        Files.newBufferedReader(
            Path.of("src/main/resources/META-INF/microprofile-config.properties"))) {
      function.load(settings);
    }
    assertEquals(
        function.getProperty("quarkus.http.cors.exposed-headers") + ",*",
        String.join(",", texts(cors.path("ExposeHeaders"))));
    assertEquals(
        function.getProperty("quarkus.http.cors.access-control-max-age"),
        cors.path("MaxAge").asInt() / 3600 + "H");
    assertEquals(
        List.of("https://a.example", "https://b.example"),
        texts(
            TEMPLATE
                .deploy(Map.of("AllowedOrigins", "https://a.example,https://b.example"))
                .properties("Api")
                .at("/CorsConfiguration/AllowOrigins")));
    refused("AllowedOrigins", Map.of("AllowedOrigins", "a.example"));
    refused("AllowedOrigins", Map.of("AllowedOrigins", "https://a.example/page"));
  }

  @Test
  void withoutBrowsersOneRouteTakesEverything() {
    Deployment deployment = TEMPLATE.deploy(Map.of("AllowedOrigins", ""));
    assertEquals(Set.of("$default"), routes(deployment).keySet());
    assertFalse(deployment.properties("Api").has("CorsConfiguration"));
    assertFalse(deployment.environment().has("QUARKUS_HTTP_CORS_ORIGINS"));
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
    for (String absent :
        List.of("TimeToLiveSpecification", "OnDemandThroughput", "WarmThroughput")) {
      assertFalse(table.has(absent), absent);
    }
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

  /** DynamoDB takes another attribute only after it was disabled by the name of the old one. */
  @Test
  void expiryEndsByTheNameOfItsAttribute() {
    Deployment deployment = TEMPLATE.deploy(Map.of("TtlAttribute", "until", "TtlEnabled", "false"));
    JsonNode ttl = deployment.properties("ItemsTable").path("TimeToLiveSpecification");
    assertEquals("until", ttl.path("AttributeName").asText());
    assertFalse(ttl.path("Enabled").asBoolean());
    assertFalse(deployment.environment().has("LARDER_COLLECTIONS_ITEMS_TTL_ATTRIBUTE"));
    assertFalse(
        TEMPLATE
            .deploy(
                Map.of("TtlAttribute", "until", "TtlEnabled", "false", "ExistingTable", "orders"))
            .environment()
            .has("LARDER_COLLECTIONS_ITEMS_TTL_ATTRIBUTE"));
  }

  @Test
  void tablesAndTheirIndexesHaveTheCapacityThatIsAskedFor() throws IOException {
    Map<String, String> parameters =
        Map.of("MaxReadUnits", "100", "WarmReadUnits", "40000", "OwnerAttribute", "owner");
    Deployment deployment = TEMPLATE.deploy(parameters);
    JsonNode most = JSON.readTree("{\"MaxReadRequestUnits\": \"100\"}");
    JsonNode warm =
        JSON.readTree("{\"ReadUnitsPerSecond\": \"40000\", \"WriteUnitsPerSecond\": \"4000\"}");
    JsonNode table = deployment.properties("ItemsTable");
    for (JsonNode each : List.of(table, table.at("/GlobalSecondaryIndexes/0"))) {
      assertEquals(most, each.path("OnDemandThroughput"));
      assertEquals(warm, each.path("WarmThroughput"));
    }
    JsonNode system = deployment.properties("SystemTable");
    assertEquals(most, system.path("OnDemandThroughput"));
    assertFalse(system.has("WarmThroughput"));
    assertEquals(
        JSON.readTree("{\"MaxReadRequestUnits\": \"100\", \"MaxWriteRequestUnits\": \"50\"}"),
        TEMPLATE
            .deploy(with(parameters, "MaxWriteUnits", "50"))
            .properties("ItemsTable")
            .path("OnDemandThroughput"));
    refused("WarmReadUnits", Map.of("WarmReadUnits", "11999"));
    refused("WarmWriteUnits", Map.of("WarmWriteUnits", "3999"));
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
    for (JsonNode queue :
        TEMPLATE.deploy(Map.of("WriteQueue", "true")).resources("AWS::SQS::Queue").values()) {
      assertTrue(queue.at("/Properties/SqsManagedSseEnabled").asBoolean());
      assertFalse(queue.path("Properties").has("KmsMasterKeyId"));
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
  void aKeyOfTheCompanyEncryptsWhateverIsStored() {
    Deployment deployment = TEMPLATE.deploy(Map.of("KmsKeyArn", KEY, "WriteQueue", "true"));
    Map<String, String> keys =
        Map.of(
            "AWS::DynamoDB::Table", "/SSESpecification/KMSMasterKeyId",
            "AWS::SQS::Queue", "/KmsMasterKeyId",
            "AWS::SNS::Topic", "/KmsMasterKeyId",
            "AWS::Logs::LogGroup", "/KmsKeyId",
            "AWS::Serverless::Function", "/KmsKeyArn");
    keys.forEach(
        (type, property) ->
            deployment
                .resources(type)
                .forEach(
                    (name, resource) ->
                        assertEquals(
                            KEY, resource.path("Properties").at(property).asText(), name)));
    deployment
        .resources("AWS::SQS::Queue")
        .values()
        .forEach(queue -> assertFalse(queue.path("Properties").has("SqsManagedSseEnabled")));
    assertEquals(
        "KMS", deployment.properties("ItemsTable").at("/SSESpecification/SSEType").asText());
    assertTrue(deployment.permissions().contains("kms:Decrypt " + KEY));
    assertTrue(byDefault.permissions().stream().noneMatch(each -> each.startsWith("kms:")));
  }

  @Test
  void rolesHaveTheBoundaryAndThePathOfTheCompany() {
    JsonNode function = everything.properties("Function");
    assertEquals(BOUNDARY, function.path("PermissionsBoundary").asText());
    assertEquals("/applications/", function.path("RolePath").asText());
    JsonNode role = everything.properties("CodeDeployServiceRole");
    assertEquals(BOUNDARY, role.path("PermissionsBoundary").asText());
    assertEquals("/applications/", role.path("Path").asText());
    assertEquals(
        "${CodeDeployServiceRole.Arn}", function.at("/DeploymentPreference/Role").asText());
    assertFalse(byDefault.properties("Function").has("PermissionsBoundary"));
    assertFalse(byDefault.properties("CodeDeployServiceRole").has("PermissionsBoundary"));
    assertEquals("/", byDefault.properties("Function").path("RolePath").asText());
    refused("RolePath", Map.of("RolePath", "applications"));
  }

  @Test
  void logGroupsAreNamedWhereTheirNamesMustBeginSo() {
    assertEquals(
        "/aws/vendedlogs/${AWS::StackName}-api",
        everything.properties("ApiLog").path("LogGroupName").asText());
    assertEquals(
        "/aws/vendedlogs/${AWS::StackName}-function",
        everything.properties("FunctionLog").path("LogGroupName").asText());
    for (String log : List.of("ApiLog", "FunctionLog")) {
      assertFalse(byDefault.properties(log).has("LogGroupName"), log);
      assertEquals(
          "Retain", byDefault.resources().get(log).path("UpdateReplacePolicy").asText(), log);
    }
  }

  @Test
  void theApiHasADomainOfItsOwnWhereItIsGiven() {
    JsonNode mapping = everything.properties("ApiDomainMapping");
    assertEquals("${ApiDomain}", mapping.path("DomainName").asText());
    assertEquals("${ApiStage}", mapping.path("Stage").asText());
    assertEquals("api.example.com", everything.properties("ApiDomain").path("DomainName").asText());
    assertTrue(everything.properties("Api").path("DisableExecuteApiEndpoint").asBoolean());
    assertFalse(byDefault.properties("Api").path("DisableExecuteApiEndpoint").asBoolean());
    assertEquals("https://api.example.com", everything.outputs().get("Url"));
    assertEquals("${ApiDomain.RegionalDomainName}", everything.outputs().get("DomainTarget"));
    assertTrue(byDefault.outputs().get("Url").contains("execute-api"));
    assertFalse(byDefault.outputs().containsKey("DomainTarget"));
  }

  @Test
  void queuesAndTopicAreReachedByTlsAlone() {
    Map<String, Set<String>> guarded = new TreeMap<>();
    for (String type : List.of("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")) {
      everything
          .resources(type)
          .values()
          .forEach(
              policy -> {
                JsonNode properties = policy.path("Properties");
                JsonNode deny = properties.at("/PolicyDocument/Statement/0");
                assertEquals("Deny", deny.path("Effect").asText());
                assertEquals("*", deny.path("Principal").asText());
                assertEquals("false", deny.at("/Condition/Bool/aws:SecureTransport").asText());
                JsonNode of = properties.has("Queues") ? properties.path("Queues") : deny;
                guarded
                    .computeIfAbsent(type, any -> new TreeSet<>())
                    .addAll(texts(properties.path(of == deny ? "Topics" : "Queues")));
              });
    }
    assertEquals(
        Map.of(
            "AWS::SQS::QueuePolicy",
            Set.of("${FailureQueue}", "${WriteRequestQueue}", "${WriteRequestDeadLetterQueue}"),
            "AWS::SNS::TopicPolicy",
            Set.of("${AlarmTopic}")),
        guarded);
  }

  @Test
  void whatIsObservedCanBeLess() {
    assertEquals("Active", byDefault.properties("Function").path("Tracing").asText());
    assertEquals("true", byDefault.environment().path("LARDER_METRICS").asText());
    assertEquals("PassThrough", everything.properties("Function").path("Tracing").asText());
    assertEquals("false", everything.environment().path("LARDER_METRICS").asText());
    assertFalse(everything.properties("ApiStage").has("AccessLogSettings"));
    assertTrue(everything.resources().containsKey("ApiLog"), "what it has already stays");
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
    assertEquals(List.of("${NewVersionFailures}"), texts(preference.path("Alarms")));
  }

  /** Neither what the version before does nor what callers can make undoes a deployment. */
  @Test
  void theRateOfTheNewVersionsOwnFailuresUndoesADeployment() {
    JsonNode alarm =
        TEMPLATE
            .deploy(Map.of("RollbackInvocations", "50", "RollbackErrorRate", "5"))
            .properties("NewVersionFailures");
    Map<String, String> metrics = new TreeMap<>();
    for (JsonNode query : alarm.path("Metrics")) {
      JsonNode metric = query.at("/MetricStat/Metric");
      if (metric.isMissingNode()) {
        assertEquals(
            "IF(invocations >= 50, 100 * (errors - FILL(told, 0) + FILL(faults, 0)) / invocations,"
                + " 0)",
            query.path("Expression").asText());
      } else {
        Map<String, String> dimensions = new TreeMap<>();
        metric
            .path("Dimensions")
            .forEach(
                each -> dimensions.put(each.path("Name").asText(), each.path("Value").asText()));
        metrics.put(
            query.path("Id").asText(),
            metric.path("Namespace").asText()
                + ' '
                + metric.path("MetricName").asText()
                + ' '
                + dimensions);
        assertFalse(query.path("ReturnData").asBoolean(true));
      }
    }
    String lambda =
        "{ExecutedVersion=${Function.Version.Version}, FunctionName=${Function},"
            + " Resource=${Function}:live}";
    String larder = "{Function=${Function}, Version=${Function.Version.Version}}";
    assertEquals(
        Map.of(
            "invocations", "AWS/Lambda Invocations " + lambda,
            "errors", "AWS/Lambda Errors " + lambda,
            "told", "Larder ToldFailures " + larder,
            "faults", "Larder Faults " + larder),
        metrics);
    assertEquals("GreaterThanThreshold", alarm.path("ComparisonOperator").asText());
    assertEquals(2, alarm.path("EvaluationPeriods").asInt(), "the log's metrics come later");
    assertEquals(5, alarm.path("Threshold").asInt());
    assertEquals(10, byDefault.properties("NewVersionFailures").path("Threshold").asInt());
  }

  /** Lambda counts these as errors too, and whoever may invoke the function can make them. */
  @Test
  void whatDirectCallersAreToldDoesNotCountAndDefectsDo() {
    String told = byDefault.properties("ToldFailures").path("FilterPattern").asText();
    List<Pattern> uncounted =
        Pattern.compile("\\$\\.errorType = \"([^\"]+)\"")
            .matcher(told)
            .results()
            .map(type -> Pattern.compile(type.group(1).replace(".", "\\.").replace("*", ".*")))
            .toList();
    for (Class<?> type :
        List.of(
            RequestRefusedException.class,
            RequestFailedException.class,
            UnsupportedEventException.class)) {
      assertTrue(uncounted.stream().anyMatch(each -> each.matcher(type.getName()).matches()));
    }
    assertTrue(
        uncounted.stream()
            .noneMatch(each -> each.matcher(HandlerFailedException.class.getName()).matches()));
    assertEquals(
        "{ $.message = \"" + ProblemType.INTERNAL.uri() + "\" }",
        byDefault.properties("Faults").path("FilterPattern").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "ToldFailures, ${FunctionLog}, Function, Version",
    "Faults, ${FunctionLog}, Function, Version",
    "ApiThrottles, ${ApiLog}, Api,"
  })
  void logLinesAreCountedForAlarms(String name, String log, String first, String second) {
    JsonNode filter = byDefault.properties(name);
    assertEquals(log, filter.path("LogGroupName").asText());
    JsonNode metric = filter.at("/MetricTransformations/0");
    assertEquals("Larder", metric.path("MetricNamespace").asText());
    assertEquals(name, metric.path("MetricName").asText());
    for (String dimension : second == null ? List.of(first) : List.of(first, second)) {
      assertTrue(
          metric
              .path("Dimensions")
              .valueStream()
              .anyMatch(
                  each ->
                      each.path("Key").asText().equals(dimension)
                          && each.path("Value").asText().equals("$." + dimension.toLowerCase())),
          dimension);
    }
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
    others.put("TtlEnabled", "false");
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
    assertEquals(15, settings);
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
    return Stream.of("Environment", "MemorySize", "Architectures", "Tracing", "KmsKeyArn")
        .map(function::path)
        .toList();
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
    JsonNode schedule = function.at("/Events/ConfigurationCheck/Properties");
    assertEquals("${FailureQueue.Arn}", schedule.at("/DeadLetterConfig/Arn").asText());
    JsonNode allowed =
        everything.properties("FailureQueuePolicy").at("/PolicyDocument/Statement/1");
    assertEquals("events.amazonaws.com", allowed.at("/Principal/Service").asText());
    assertTrue(
        allowed
            .at("/Condition/ArnLike/aws:SourceArn")
            .asText()
            .endsWith(":rule/${AWS::StackName}-*"));

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
            "ApiDomain",
            "ApiDomainMapping",
            "FailedWriteRequests",
            "ItemsStream",
            "JwtAuthorizer",
            "PublicationLag",
            "WriteQueuesPolicy",
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
    alarms.remove("NewVersionFailures");
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
        Map.ofEntries(
            Map.entry("ApiLatency", "Latency of ${Api}"),
            Map.entry("ApiServerErrors", "5xx of ${Api}"),
            Map.entry("ApiThrottling", "ApiThrottles of ${Api}"),
            Map.entry("DroppedEvents", "AsyncEventsDropped of ${Function}"),
            Map.entry(
                "FailedEvents", "ApproximateNumberOfMessagesVisible of ${FailureQueue.QueueName}"),
            Map.entry(
                "FailedWriteRequests",
                "ApproximateNumberOfMessagesVisible of ${WriteRequestDeadLetterQueue.QueueName}"),
            Map.entry("FunctionErrors", "Errors of ${Function}"),
            Map.entry("FunctionThrottles", "Throttles of ${Function}"),
            Map.entry("LostEvents", "DestinationDeliveryFailures of ${Function}"),
            Map.entry("PublicationLag", "IteratorAge of ${Function}"),
            Map.entry(
                "WriteRequestsLag",
                "ApproximateAgeOfOldestMessage of ${WriteRequestQueue.QueueName}")),
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
            "AWS::ApiGatewayV2::ApiMapping",
            "AWS::ApiGatewayV2::Authorizer",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::AppConfig::HostedConfigurationVersion",
            "AWS::IAM::Policy",
            "AWS::Lambda::Permission",
            "AWS::Logs::MetricFilter",
            "AWS::SNS::Subscription",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueuePolicy");
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
