package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.table.model.ModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelLockTest {
  private static final String SHOP =
      """
      'shop': {
        'key': {'PK': 'S', 'SK': 'S'},
        'indexes': {
          'GSI1': {'key': {'GSI1PK': 'S', 'GSI1SK': 'S'}},
          'byDate': {'key': {'PK': 'S', 'date': 'S'}, 'local': true}
        },
        'ttl': 'expires',
        'stream': true
      }
      """;

  private static final String OLD = "'old': {'name': 'old-table', 'key': {'id': 'S'}}";

  private static final String ORDERS =
      "'orders': {'table': 'shop', 'type': {'entity': 'Order'}, 'store': true, 'keys':"
          + " {'PK': 'CUSTOMER#{customerId}', 'SK': 'ORDER#{orderId}', 'GSI1PK':"
          + " 'STATUS#{status}'}}";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void recordShop() throws IOException {
    file = folder.resolve("deploy/model.lock.json");
    build(SHOP, OLD);
  }

  private void build(String... tables) throws IOException {
    build(Set.of(), tables);
  }

  private void build(Set<String> accepted, String... tables) throws IOException {
    buildModel(accepted, String.join(", ", tables), "");
  }

  private void buildModel(Set<String> accepted, String tables, String collections)
      throws IOException {
    String json =
        "{\"tables\": {%s}, \"collections\": {%s}}"
            .formatted(tables, collections)
            .replace('\'', '"');
    new ModelLock(file).renew(ModelReader.read(json, "model.json").model(), accepted);
  }

  private String refused(String... tables) throws IOException {
    String before = Files.readString(file);
    String refusal = assertThrows(IllegalStateException.class, () -> build(tables)).getMessage();
    assertEquals(before, Files.readString(file), "the record is as it was");
    return refusal;
  }

  @Test
  void theFirstBuildRecordsTheTables() throws IOException {
    String recorded = Files.readString(file);
    assertTrue(recorded.contains("\"GSI1\""), recorded);
    build(SHOP, OLD);
    assertEquals(recorded, Files.readString(file));
  }

  @Test
  void theOrderOfProjectedAttributesAndOfIndexesDoesNotMatter() throws IOException {
    String a = "'a': {'key': {'a': 'S'}, 'projection': ['x', 'y']}";
    String b = "'b': {'key': {'PK': 'S', 'b': 'S'}, 'projection': ['x', 'y'], 'local': true}";
    String table = "'films': {'key': {'PK': 'S', 'SK': 'S'}, 'indexes': {%s, %s}}";
    build(SHOP, OLD, table.formatted(a, b));
    build(SHOP, OLD, table.formatted(b, a).replace("'x', 'y'", "'y', 'x'"));
  }

  @Test
  void whatHarmsNothingIsRecordedWithoutAsking() throws IOException {
    String more = SHOP.replace("'byDate'", "'GSI2': {'key': {'GSI2PK': 'S'}}, 'byDate'");
    build(more, OLD, "'carts': {'key': {'id': 'S'}}");
    assertTrue(Files.readString(file).contains("GSI2"));
    assertTrue(Files.readString(file).contains("carts"));
    assertTrue(refused(SHOP, OLD).contains("the index GSI2 is removed"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'PK': 'S', 'SK': 'S'} | {'PK': 'S', 'SK': 'N'}"
            + "| its key changes from PK:S,SK:S to PK:S,SK:N. The stack replaces the table by a"
            + " new, empty one;",
        "{'PK': 'S', 'SK': 'S'} | {'PK': 'S'}"
            + "| its key changes from PK:S,SK:S to PK:S. The stack replaces",
        "'GSI1SK': 'S' | 'GSI1SK': 'N'"
            + "| the type of GSI1SK changes from S to N. The stack replaces",
        "'GSI1SK': 'S' | 'other': 'S'| key or projection of the index GSI1 change.",
        "'date': 'S' | 'day': 'S'"
            + "| its local indexes change, which are made with the table. The stack replaces",
        "'GSI1SK': 'S'}} | 'GSI1SK': 'S'}, 'projection': 'KEYS_ONLY'}"
            + "| key or projection of the index GSI1 change. DynamoDB changes no index, and the"
            + " deployment fails: add an index of another name, deploy, then remove GSI1",
        "'GSI1' | 'GSI2'| the index GSI1 is removed. DynamoDB deletes it",
        "'GSI1' | 'GSI2'| the indexes GSI1, GSI2 are added or removed together.",
        "'GSI1' | 'a': {'key': {'a': 'S'}}, 'b': {'key': {'b': 'S'}}, 'GSI1'"
            + "| the indexes a, b are added or removed together. DynamoDB adds or removes one at a"
            + " time, and the deployment fails",
        "'ttl': 'expires', | ``| its ttl is removed. Items with expires do not expire any more",
        "'expires' | 'until'| its ttl changes from expires to until. DynamoDB refuses that",
        "'stream': true | 'stream': false"
            + "| its stream ends. Changes that nobody has read yet are lost",
        "'shop': { | 'shop': {'name': 'shop-1',"
            + "| it has a name now. The stack forgets the table that it created, which stays",
        "'shop': { | 'store': {| it is not in the model any more. The stack forgets the table"
      })
  void whatHarmsATableIsRefused(String part, String changed, String complaint) throws IOException {
    String model = SHOP.replace("\n", " ").replaceAll(" +", " ");
    String other = model.replace(part, changed);
    assertFalse(other.equals(model), part);
    String refusal = refused(other, OLD);
    assertTrue(refusal.contains("  table shop: " + complaint), refusal);
    assertTrue(refusal.contains("./mvnw package -Dlarder.accept=shop"), refusal);
    build(Set.of("shop"), other, OLD);
    build(other, OLD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ORDER# | O#| the template of SK changes from ORDER#{orderId} to O#{orderId}. Stored items"
            + " are not found any more",
        "'PK': 'CUSTOMER#{customerId}', | ``| the template of PK changes from CUSTOMER#{customerId}"
            + " to {PK}. Stored items",
        "STATUS#{status} | {status}| the template of GSI1PK changes from STATUS#{status} to"
            + " {status}. Queries by the index do not find stored items until they are written"
            + " again",
        "'Order' | 'Purchase'| its type changes from {entity=Order} to {entity=Purchase}. Stored"
            + " items are not in the collection any more",
        "'shop' | 'old'| it moves to the table old. Items in shop are not in the collection any"
            + " more"
      })
  void whatHidesTheItemsOfACollectionIsRefused(String part, String changed, String complaint)
      throws IOException {
    String tables = SHOP + ", " + OLD;
    buildModel(Set.of(), tables, ORDERS);
    String other = ORDERS.replace(part, changed);
    assertFalse(other.equals(ORDERS), part);
    String refusal =
        assertThrows(IllegalStateException.class, () -> buildModel(Set.of(), tables, other))
            .getMessage();
    assertTrue(refusal.contains("  collection orders: " + complaint), refusal);
    buildModel(Set.of("orders"), tables, other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'store': true | 'store': false",
        "'GSI1PK' | 'GSI1SK': '{placed}', 'GSI1PK'",
        "'orders' | 'purchases'"
      })
  void otherChangesOfACollectionHideNothing(String part, String changed) throws IOException {
    buildModel(Set.of(), SHOP + ", " + OLD, ORDERS);
    String other = ORDERS.replace(part, changed);
    assertFalse(other.equals(ORDERS), part);
    buildModel(Set.of(), SHOP + ", " + OLD, other);
  }

  @Test
  void aTableThatWasServedIsNotReplacedUnnoticed() throws IOException {
    String refusal = refused(SHOP, "'old': {'key': {'id': 'S'}}");
    assertTrue(
        refusal.contains(
            "table old: it has no name any more. The stack creates a new, empty table, and the"
                + " function serves that one instead of old-table"),
        refusal);
  }

  @Test
  void anotherNameOfATableThatExistsIsNoHarm() throws IOException {
    build(SHOP, OLD.replace("old-table", "older-table"));
    build(SHOP);
  }

  @Test
  void eachTableIsAcceptedByItsName() throws IOException {
    String carts = "'carts': {'key': {'id': 'S'}}";
    build(SHOP, OLD, carts);
    String refusal = refused(OLD);
    assertTrue(refusal.contains("-Dlarder.accept=carts,shop"), refusal);
    assertTrue(
        assertThrows(IllegalStateException.class, () -> build(Set.of("shop"), OLD))
            .getMessage()
            .contains("table carts"));
    build(Set.of("shop", "carts"), OLD);
    assertFalse(Files.readString(file).contains("carts"));
  }

  @Test
  void nothingIsAcceptedInAdvance() {
    assertEquals(
        "larder.accept names shop, of which no change must be accepted: leave it out",
        assertThrows(IllegalStateException.class, () -> build(Set.of("shop"), SHOP, OLD))
            .getMessage());
  }

  @Test
  void aModelThatIsGoneHasAllItsTablesAsked() throws IOException {
    assertTrue(refused().contains("table shop: it is not in the model any more"));
    build(Set.of("shop"));
    assertFalse(Files.exists(file));
    build();
    assertFalse(Files.exists(file));
  }

  @Test
  void aRecordThatCannotBeReadIsNamedWithItsLine() throws IOException {
    Files.writeString(file, "{\n<<<<<<< ours");
    String refusal = refused(SHOP, OLD);
    assertTrue(refusal.startsWith(file + ":2: "), refusal);
    assertTrue(refusal.contains("Restore it from version control"), refusal);
  }
}
