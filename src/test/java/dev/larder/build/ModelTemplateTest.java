package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.deploy.Deployment;
import dev.larder.deploy.Template;
import dev.larder.table.model.DeclaredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The template of a model with tables of the stack's own and tables that exist already. */
class ModelTemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final DeclaredModel MODEL = ModelTemplates.shop();

  private static final String FILMS =
      "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/Films-1A2B";

  private static final String ORDERS = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders";

  private static final Map<String, String> PUBLISHING =
      Map.of("EventBusName", "changes", "OrdersStreamArn", ORDERS + "/stream/2026");

  private static final String PLAIN = "{\"tables\": {\"a\": {\"key\": {\"id\": \"S\"}}}}";

  private final Template template = ModelTemplates.ofShop();
  private final Deployment byDefault = template.deploy(Map.of());

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }

  /** What .ci/validate-templates has AWS's tools look at. */
  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native"})
  void eachFlavourHasOne(String flavour) throws IOException {
    String text = ModelTemplates.text(MODEL, flavour);
    Path file = Path.of("target", "model", "sam." + flavour + ".yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertEquals(
        byDefault.resources().keySet(), Template.parse(text).deploy(Map.of()).resources().keySet());
  }

  @Test
  void aTableOfTheStackHasItsKeyIndexesTtlAndStream() throws IOException {
    JsonNode table = byDefault.properties("ShopTable");
    assertEquals(
        json(
            "[{'AttributeName': 'PK', 'KeyType': 'HASH'}, {'AttributeName': 'SK', 'KeyType': 'RANGE'}]"),
        table.path("KeySchema"));
    assertEquals(
        json(
            """
            [{'AttributeName': 'PK', 'AttributeType': 'S'},
             {'AttributeName': 'SK', 'AttributeType': 'S'},
             {'AttributeName': 'GSI1PK', 'AttributeType': 'S'},
             {'AttributeName': 'GSI1SK', 'AttributeType': 'S'},
             {'AttributeName': 'number', 'AttributeType': 'N'},
             {'AttributeName': 'State#Date', 'AttributeType': 'S'}]
            """),
        table.path("AttributeDefinitions"));
    assertEquals(
        json(
            """
            [{'IndexName': 'GSI1',
              'KeySchema': [{'AttributeName': 'GSI1PK', 'KeyType': 'HASH'},
                            {'AttributeName': 'GSI1SK', 'KeyType': 'RANGE'}],
              'Projection': {'ProjectionType': 'ALL'}},
             {'IndexName': 'numbers',
              'KeySchema': [{'AttributeName': 'number', 'KeyType': 'HASH'}],
              'Projection': {'ProjectionType': 'KEYS_ONLY'}}]
            """),
        table.path("GlobalSecondaryIndexes"));
    assertEquals(
        json(
            """
            [{'IndexName': 'byDate',
              'KeySchema': [{'AttributeName': 'PK', 'KeyType': 'HASH'},
                            {'AttributeName': 'State#Date', 'KeyType': 'RANGE'}],
              'Projection': {'ProjectionType': 'INCLUDE', 'NonKeyAttributes': ['title', 'total']}}]
            """),
        table.path("LocalSecondaryIndexes"));
    assertEquals(
        json("{'AttributeName': 'expires', 'Enabled': 'true'}"),
        table.path("TimeToLiveSpecification"));
    assertEquals(
        json("{'StreamViewType': 'NEW_AND_OLD_IMAGES'}"), table.path("StreamSpecification"));
  }

  @Test
  void anIndexCanHaveSeveralKeyAttributes() throws IOException {
    JsonNode table = byDefault.properties("StockOfDayTable");
    assertEquals(
        json(
            """
            [{'AttributeName': 'tenant', 'KeyType': 'HASH'},
             {'AttributeName': 'kind', 'KeyType': 'HASH'},
             {'AttributeName': 'day', 'KeyType': 'RANGE'},
             {'AttributeName': 'number', 'KeyType': 'RANGE'}]
            """),
        table.at("/GlobalSecondaryIndexes/0/KeySchema"));
    for (String absent :
        List.of("LocalSecondaryIndexes", "StreamSpecification", "TimeToLiveSpecification")) {
      assertFalse(table.has(absent), absent);
    }
  }

  @Test
  void itIsAsTheOneTableIsOtherwise() throws IOException {
    JsonNode one = ModelTemplates.withoutModel().deploy(Map.of()).resources().get("ItemsTable");
    JsonNode table = byDefault.resources().get("StockOfDayTable");
    for (String name : List.of("Type", "DeletionPolicy", "UpdateReplacePolicy")) {
      assertEquals(one.path(name), table.path(name), name);
    }
    for (String name :
        List.of(
            "BillingMode",
            "DeletionProtectionEnabled",
            "PointInTimeRecoverySpecification",
            "SSESpecification",
            "Tags")) {
      assertEquals(one.path("Properties").path(name), table.path("Properties").path(name), name);
    }
    assertEquals(
        "false",
        template
            .deploy(Map.of("DeletionProtection", "false"))
            .properties("ShopTable")
            .path("DeletionProtectionEnabled")
            .asText());
  }

  @Test
  void theFunctionKnowsItsTablesAndNoOther() {
    assertEquals("${ShopTable}", byDefault.environment().path("LARDER_TABLES_SHOP_NAME").asText());
    assertEquals(
        Set.of(
            "LARDER_TABLES_SHOP_NAME",
            "LARDER_TABLES_STOCK_OF_DAY_NAME",
            "LARDER_METRICS",
            "LARDER_SYSTEM_TABLE",
            "QUARKUS_HTTP_CORS_ORIGINS"),
        names(byDefault.environment()));
    assertEquals("${StockOfDayTable}", byDefault.outputs().get("StockOfDayTableName"));
    assertEquals(
        Set.of("ShopTable", "StockOfDayTable", "SystemTable"),
        byDefault.resources("AWS::DynamoDB::Table").keySet());
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void thereIsNoParameterForTheOneTable() throws IOException {
    Set<String> without = ModelTemplates.withoutModel().parameters();
    without.removeAll(template.parameters());
    assertEquals(
        Set.of(
            "AdminRoles",
            "ExistingTable",
            "ExistingTableKey",
            "ExistingTableStreamArn",
            "ItemsCollection",
            "OwnerAttribute",
            "ReadRoles",
            "TtlAttribute",
            "WriteRoles"),
        without);
    String settings = byDefault.properties("Settings").path("Content").asText();
    assertEquals(
        List.of(
            "AllowedOrigins",
            "TtlEnabled",
            "EventBusName",
            "Architecture",
            "MemorySize",
            "Tracing",
            "RequestMetrics",
            "KmsKeyArn",
            "LogGroupPrefix"),
        settings.lines().map(line -> line.replaceFirst(":.*", "")).toList());
  }

  @Test
  void thePolicyNamesEachTableAndIndex() throws IOException {
    Set<String> actions =
        ModelTemplates.withoutModel().deploy(Map.of()).permissions().stream()
            .filter(permission -> permission.endsWith("${ItemsTable.Arn}"))
            .map(permission -> permission.split(" ")[0])
            .collect(Collectors.toSet());
    assertTrue(actions.contains("dynamodb:PutItem"));
    Set<String> expected = new TreeSet<>();
    for (String table : List.of("${ShopTable.Arn}", "${StockOfDayTable.Arn}", FILMS, ORDERS)) {
      actions.forEach(action -> expected.add(action + ' ' + table));
    }
    for (String index :
        List.of(
            "${ShopTable.Arn}/index/GSI1",
            "${ShopTable.Arn}/index/numbers",
            "${ShopTable.Arn}/index/byDate",
            "${StockOfDayTable.Arn}/index/byKind",
            FILMS + "/index/*",
            ORDERS + "/index/byCustomer")) {
      expected.add("dynamodb:Query " + index);
    }
    Set<String> allowed = new TreeSet<>(byDefault.permissions());
    allowed.removeIf(
        permission ->
            !permission.startsWith("dynamodb:") || permission.endsWith("${SystemTable.Arn}"));
    assertEquals(expected, allowed);
  }

  @Test
  void changesComeFromTheTablesWithStreamsWhenTheyArePublished() {
    assertEquals(Map.of(), streams(byDefault));
    Deployment publishing = template.deploy(PUBLISHING);
    assertEquals(
        Map.of("ShopStream", "${ShopTable.StreamArn}", "OrdersStream", ORDERS + "/stream/2026"),
        streams(publishing));
    assertEquals("changes", publishing.environment().path("LARDER_PUBLICATION_EVENT_BUS").asText());
    assertTrue(publishing.resources().containsKey("PublicationLag"));
    assertEquals(
        Set.of("${ShopTable.Arn}/stream/*", ORDERS + "/stream/*"),
        publishing.permissions().stream()
            .filter(permission -> permission.startsWith("dynamodb:GetRecords "))
            .map(permission -> permission.split(" ")[1])
            .collect(Collectors.toSet()));
    assertTrue(
        publishing.permissions().stream().anyMatch(each -> each.startsWith("events:PutEvents ")));
  }

  private static Map<String, String> streams(Deployment deployment) {
    return deployment.resources("AWS::Lambda::EventSourceMapping").entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each -> each.getValue().at("/Properties/EventSourceArn").asText()));
  }

  @Test
  void handlersOfTheProjectGetChangesWithoutABus() {
    Deployment handling =
        template.deploy(
            Map.of("HandleChanges", "true", "OrdersStreamArn", ORDERS + "/stream/2026"));
    assertEquals(Set.of("ShopStream", "OrdersStream"), streams(handling).keySet());
    assertFalse(handling.environment().has("LARDER_PUBLICATION_EVENT_BUS"));
  }

  @ParameterizedTest
  @CsvSource({"EventBusName, changes", "HandleChanges, true"})
  void theStreamOfATableThatExistsMustBeGivenThen(String parameter, String value) {
    String refusal =
        assertThrows(
                IllegalArgumentException.class, () -> template.deploy(Map.of(parameter, value)))
            .getMessage();
    assertEquals("EventBusName or HandleChanges is given, so OrdersStreamArn must be too", refusal);
  }

  @Test
  void withoutAStreamThereIsNothingAboutChanges() {
    Template plain = ModelTemplates.of(PLAIN);
    assertFalse(plain.parameters().contains("EventBusName"));
    assertFalse(plain.parameters().contains("HandleChanges"));
    Deployment deployment = plain.deploy(Map.of());
    assertTrue(
        deployment.permissions().stream()
            .noneMatch(each -> each.contains("stream") || each.startsWith("events:")));
    assertFalse(deployment.resources().containsKey("PublicationLag"));
  }

  @Test
  void nothingIsToBeProtectedWhereAllTablesExistAlready() {
    Template existing =
        ModelTemplates.of("{\"tables\": {\"a\": {\"name\": \"here\", \"key\": {\"id\": \"S\"}}}}");
    for (String parameter :
        List.of("DeletionProtection", "TtlEnabled", "WarmReadUnits", "WarmWriteUnits")) {
      assertFalse(existing.parameters().contains(parameter), parameter);
    }
    assertEquals(
        Set.of("SystemTable"),
        existing.deploy(Map.of()).resources("AWS::DynamoDB::Table").keySet());
  }

  @Test
  void itemsExpireUnlessTheDeploymentEndsThat() throws IOException {
    Deployment ended = template.deploy(Map.of("TtlEnabled", "false"));
    assertEquals(
        json("{'AttributeName': 'expires', 'Enabled': 'false'}"),
        ended.properties("ShopTable").path("TimeToLiveSpecification"));
    Template without = ModelTemplates.of(PLAIN);
    assertFalse(without.parameters().contains("TtlEnabled"));
    assertFalse(
        without
            .deploy(Map.of())
            .properties("Settings")
            .path("Content")
            .asText()
            .contains("TtlEnabled"));
  }

  @Test
  void everyTableAndGlobalIndexHasTheCapacityThatIsAskedFor() throws IOException {
    JsonNode table =
        template
            .deploy(Map.of("MaxWriteUnits", "10", "WarmReadUnits", "20000"))
            .properties("ShopTable");
    List<JsonNode> capacities = new ArrayList<>(List.of(table));
    table.path("GlobalSecondaryIndexes").forEach(capacities::add);
    assertEquals(3, capacities.size());
    for (JsonNode capacity : capacities) {
      assertEquals(json("{'MaxWriteRequestUnits': '10'}"), capacity.path("OnDemandThroughput"));
      assertEquals(
          json("{'ReadUnitsPerSecond': '20000', 'WriteUnitsPerSecond': '4000'}"),
          capacity.path("WarmThroughput"));
    }
    assertFalse(table.at("/LocalSecondaryIndexes/0").has("OnDemandThroughput"));
  }

  /** The collections b and c have no rules, or for one of two rights only. */
  @Test
  void tokensAloneAreAskedForWhereACollectionHasNoRules() {
    Map<String, String> tokens = Map.of("JwtIssuer", "https://a.example", "JwtAudience", "a");
    Template some =
        ModelTemplates.of(
            collections(
                "'a': {'table': 't', 'access': {'read': ['r'], 'write': ['w']}}",
                "'b': {'table': 't'}",
                "'c': {'table': 't', 'access': {'read': ['r']}}"));
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> some.deploy(tokens)).getMessage();
    assertTrue(refusal.contains("for b, c, so EveryTokenMay must be everything"), refusal);
    Map<String, String> said = new HashMap<>(tokens);
    said.put("EveryTokenMay", "everything");
    some.deploy(said);
    some.deploy(Map.of());

    Template all =
        ModelTemplates.of(
            collections(
                "'a': {'table': 't', 'access': {'read': ['r'], 'write': ['w']}}",
                "'b': {'table': 't', 'access': {'owner': 'o'}}",
                "'c': {'table': 't', 'access': {'rows': {'o': 'caller'}}}"));
    assertFalse(all.parameters().contains("EveryTokenMay"));
    all.deploy(tokens);
  }

  private static String collections(String... collections) {
    return "{'tables': {'t': {'key': {'id': 'S'}}}, 'collections': {%s}}"
        .formatted(String.join(", ", collections))
        .replace('\'', '"');
  }

  @Test
  void theDashboardShowsEachTable() throws IOException {
    String body = byDefault.properties("Dashboard").path("DashboardBody").asText();
    JsonNode widgets = JSON.readTree(body).path("widgets");
    for (String title :
        List.of("Consumed capacity of the tables", "Throttled requests of the tables")) {
      String metrics =
          Stream.iterate(0, i -> i < widgets.size(), i -> i + 1)
              .map(widgets::path)
              .filter(widget -> widget.at("/properties/title").asText().equals(title))
              .findFirst()
              .orElseThrow()
              .toString();
      for (String table :
          List.of("${ShopTable}", "${StockOfDayTable}", "${SystemTable}", "Films-1A2B", "orders")) {
        assertTrue(metrics.contains(table + "\\\"") || metrics.contains('"' + table + '"'), table);
      }
    }
  }

  @Test
  void nothingRefersToWhatIsNotThereWithWhateverParameters() {
    List<Map<String, String>> choices =
        List.of(
            Map.of("WriteQueue", "true", "AlarmEmail", "operator@example.com"),
            Map.of(
                "JwtIssuer", "https://a.example",
                "JwtAudience", "a",
                "EveryTokenMay", "everything"),
            Map.of("AllowedOrigins", "", "AccessLog", "false", "ReservedConcurrency", "5"),
            Map.of("MaxReadUnits", "9", "MaxWriteUnits", "10", "WarmReadUnits", "20000"),
            Map.of(
                "KmsKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1",
                "PermissionsBoundary", "arn:aws:iam::123456789012:policy/boundary",
                "LogGroupPrefix", "/aws/vendedlogs/",
                "DomainName", "api.example.com",
                "CertificateArn", "arn:aws:acm:eu-central-1:123456789012:certificate/1",
                "DefaultEndpoint", "false"),
            PUBLISHING);
    Map<String, Set<Boolean>> conditions = new TreeMap<>();
    for (int chosen = 0; chosen < 1 << choices.size(); chosen++) {
      Map<String, String> parameters = new HashMap<>();
      for (int i = 0; i < choices.size(); i++) {
        if ((chosen >> i & 1) == 1) {
          parameters.putAll(choices.get(i));
        }
      }
      template
          .deploy(parameters)
          .conditions()
          .forEach(
              (name, holds) -> conditions.computeIfAbsent(name, any -> new TreeSet<>()).add(holds));
    }
    conditions.forEach((name, ways) -> assertEquals(Set.of(true, false), ways, name));
    assertTrue(conditions.size() > 10);
  }

  @Test
  void aTableThatTheStackHadAsTheOneTableStays() throws IOException {
    assertEquals(
        ModelTemplates.withoutModel().deploy(Map.of()).properties("ItemsTable"),
        ModelTemplates.of("{\"tables\": {\"items\": {\"key\": {\"id\": \"S\"}}}}")
            .deploy(Map.of())
            .properties("ItemsTable"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'system'", "'a-b': {'key': {'id': 'S'}}, 'a_b'"})
  void aNameThatIsTakenIsRefused(String tables) {
    String json = "{'tables': {%s: {'key': {'id': 'S'}}}}".formatted(tables).replace('\'', '"');
    String refusal =
        assertThrows(IllegalStateException.class, () -> ModelTemplates.of(json)).getMessage();
    assertTrue(refusal.contains("give it another name"), refusal);
  }
}
