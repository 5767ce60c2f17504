package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.TestConfig;
import dev.larder.TestDynamoDb;
import dev.larder.dev.LocalTables;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.model.CollectionModel;
import dev.larder.table.model.IndexModel;
import dev.larder.table.model.Model;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class ConfigurationFindingsTest {
  private static final String STREAMED = "streamed";

  @Inject TableRepository tables;

  DynamoDbClient dynamoDb;

  @BeforeEach
  void timeToLiveIsEnabled() {
    enable(TestDynamoDb.SYSTEM_TABLE);
    LocalTables.create(dynamoDb, STREAMED, TableSchema.parse("id:S"));
    if (dynamoDb.describeTable(t -> t.tableName(STREAMED)).table().streamSpecification() == null) {
      dynamoDb.updateTable(
          update ->
              update
                  .tableName(STREAMED)
                  .streamSpecification(
                      stream ->
                          stream
                              .streamEnabled(true)
                              .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    }
  }

  private void enable(String table) {
    if (dynamoDb
            .describeTimeToLive(ttl -> ttl.tableName(table))
            .timeToLiveDescription()
            .timeToLiveStatus()
        != TimeToLiveStatus.ENABLED) {
      TestDynamoDb.expire(dynamoDb, table);
    }
  }

  private List<String> findings(String... keys) {
    Map<String, String> config = new HashMap<>();
    for (int i = 0; i < keys.length; i += 2) {
      config.put("larder." + keys[i], keys[i + 1]);
    }
    return texts(TestConfig.of(config), tables);
  }

  private static List<String> texts(LarderConfig config, TableRepository tables) {
    return new ConfigurationFindings(config, Model.NONE, tables)
        .get().stream().map(ConfigurationFinding::text).toList();
  }

  private void assertFound(List<String> found, String... parts) {
    assertEquals(1, found.size(), found.toString());
    for (String part : parts) {
      assertTrue(found.get(0).contains(part), found.toString());
    }
  }

  @Test
  void theDeployedTablesFitTheDeployedConfiguration() {
    assertEquals(
        List.of(),
        findings(
            "collections.items.table",
            "items",
            "collections.items.key",
            "id:S",
            "system-table",
            TestDynamoDb.SYSTEM_TABLE));
  }

  @Test
  void whatIsNotConfiguredIsNotAskedFor() {
    assertEquals(List.of(), findings());
    assertEquals(
        List.of(), findings("collections.items.table", "", "collections.orders.table", "orders"));
  }

  @Test
  void aTableThatIsNotThereIsFound() {
    assertFound(
        findings("collections.films.table", "filsm", "collections.films.key", "year:N"),
        "larder.collections.films.table is filsm",
        "no such table");
    assertFound(findings("system-table", "lader"), "larder.system-table is lader");
  }

  @Test
  void aKeyThatIsNotTheTablesIsFound() {
    assertFound(
        findings("collections.films.table", "films", "collections.films.key", "year:S,title:S"),
        "larder.collections.films.key",
        "year (S), title (S)",
        "year (N), title (S)");
  }

  @Test
  void aKeyOrIndexOfTheModelThatTheTableHasNotIsFound() {
    Model model =
        new Model(
            Map.of(
                "films",
                new TableModel(
                    "films",
                    Optional.of("films"),
                    List.of(new KeyAttribute("PK", KeyType.S)),
                    List.of(
                        new IndexModel(
                            "byTitle",
                            false,
                            List.of(new KeyAttribute("title", KeyType.S)),
                            List.of(),
                            Optional.empty())),
                    Optional.empty(),
                    false)),
            Map.of(
                "films",
                new CollectionModel(
                    "films",
                    "films",
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    true,
                    Optional.empty())));
    List<ConfigurationFinding> found =
        new ConfigurationFindings(
                TestConfig.of(Map.of("larder.collections.films.table", "films")), model, tables)
            .get();
    assertEquals(
        List.of(
            "The collection films of the model needs the key PK (S), but the key of the table films"
                + " is year (N), title (S).",
            "The collection films of the model needs the index byTitle, but the table films does"
                + " not have it, so it serves no query."),
        found.stream().map(ConfigurationFinding::text).toList());
  }

  @Test
  void aTtlAttributeThatIsNotTheTablesIsFound() {
    assertFound(
        findings("collections.items.table", "items", "collections.items.ttl-attribute", "gone"),
        "larder.collections.items.ttl-attribute needs gone",
        "items has none enabled");
    assertFound(
        findings(
            "collections.a.table",
            TestDynamoDb.SYSTEM_TABLE,
            "collections.a.ttl-attribute",
            "gone"),
        "has expires enabled");
    assertEquals(
        List.of(),
        findings(
            "collections.a.table",
            TestDynamoDb.SYSTEM_TABLE,
            "collections.a.ttl-attribute",
            "expires"));
  }

  @Test
  void aTableThatExpiresItemsOfWhichTheCollectionDoesNotKnowIsFound() {
    String[] settings = {"collections.a.table", TestDynamoDb.SYSTEM_TABLE};
    assertFound(
        findings(settings),
        TestDynamoDb.SYSTEM_TABLE + " expires items by expires",
        "larder.collections.a.ttl-attribute is not set");
    assertFalse(isFatal(settings));
  }

  @Test
  void anOwnerThatIsNoTextIsFound() {
    String[] orders = {"collections.orders.table", "orders", "collections.orders.owner", "created"};
    assertFound(findings(orders), "larder.collections.orders.owner", "created", "type N");
    orders[3] = "carrier";
    assertEquals(List.of(), findings(orders));
    orders[3] = "somebody";
    assertEquals(List.of(), findings(orders));
  }

  private static List<String> findingsOf(Supplier<TableState> state) {
    TableRepository stub =
        new TableRepository(null) {
          @Override
          TableState state(String table) {
            return state.get();
          }
        };
    return texts(TestConfig.of(Map.of("larder.collections.items.table", "items")), stub);
  }

  private static List<String> findingsOf(String status) {
    return findingsOf(
        () -> new TableState(status, TableSchema.parse("id:S"), Optional.empty(), false));
  }

  @Test
  void aTableThatCannotBeUsedIsFound() {
    for (String status : List.of("CREATING", "DELETING", "INACCESSIBLE_ENCRYPTION_CREDENTIALS")) {
      assertFound(findingsOf(status), "larder.collections.items.table", status);
    }
    for (String status : List.of("ACTIVE", "UPDATING")) {
      assertEquals(List.of(), findingsOf(status));
    }
  }

  @Test
  void aTableThatIsNotToldOfIsFound() {
    assertFound(
        findingsOf(
            () -> {
              throw new ProblemException(ProblemType.INTERNAL, "Access is denied.");
            }),
        "larder.collections.items.table",
        "Access is denied.");
  }

  @Test
  void aTableThatMayNotBeDescribedIsFoundWithWhatIsNeeded() {
    assertFound(
        findingsOf(
            () -> {
              throw new TableDescriptionException("items", "which is denied", true, null);
            }),
        "larder.collections.items.table (TABLE_NAME) is items, which is denied.");
  }

  private boolean isFatal(String... keys) {
    Map<String, String> config = new HashMap<>();
    for (int i = 0; i < keys.length; i += 2) {
      config.put("larder." + keys[i], keys[i + 1]);
    }
    List<ConfigurationFinding> found =
        new ConfigurationFindings(TestConfig.of(config), Model.NONE, tables).get();
    assertEquals(1, found.size(), found.toString());
    return found.get(0).fatal();
  }

  @Test
  void whatRequestsFailByIsFatalAndWhatTheyDoNotIsNot() {
    assertTrue(isFatal("collections.a.table", "no-table"));
    assertTrue(isFatal("collections.a.table", "no table"));
    assertTrue(isFatal("collections.a.table", "films", "collections.a.key", "year:N"));
    assertTrue(isFatal("collections.a.table", "orders", "collections.a.owner", "created"));
    assertTrue(isFatal("system-table", "no-table"));
    assertFalse(isFatal("system-table", "items"));
    assertFalse(isFatal("collections.a.table", "items", "collections.a.ttl-attribute", "gone"));
    assertFalse(isFatal("collections.a.table", "items", "publication.event-bus", "bus"));
  }

  @Test
  void aSystemTableOfAnotherShapeIsFound() {
    assertEquals(2, findings("system-table", "films").size());
    assertFound(
        findings("system-table", "items"), "larder.system-table needs expires", "has none enabled");
  }

  @Test
  void aTableWithoutAStreamIsFoundWhereChangesAreToBePublished() {
    assertFound(
        findings("publication.event-bus", "bus", "collections.items.table", "items"),
        "larder.publication.event-bus",
        "items has no stream");
    assertEquals(
        List.of(), findings("publication.event-bus", "bus", "collections.items.table", STREAMED));
  }
}
