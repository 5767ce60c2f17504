package dev.larder.build.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import dev.larder.dev.LocalTables;
import dev.larder.dynamo.LocalDynamoDb;
import dev.larder.table.model.IndexModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.TableSchema;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbTableTest {
  private final DynamoDbClient client = LocalDynamoDb.local().client();

  private void fill(String table, int items, int size) {
    LocalTables.create(client, table, TableSchema.parse("PK:S,SK:S"));
    for (int i = 0; i < items; i++) {
      Map<String, AttributeValue> item =
          Map.of(
              "PK", AttributeValue.fromS("ORDER#" + i),
              "SK", AttributeValue.fromS("ORDER"),
              "text", AttributeValue.fromS("x".repeat(size)));
      client.putItem(put -> put.tableName(table).item(item));
    }
  }

  private TableSample sample(String table) {
    return new DynamoDbTable(client, table).sample(50);
  }

  private static String text(IndexModel index) {
    String keys =
        Stream.concat(index.partition().stream(), index.sort().stream())
            .map(key -> key.name() + ":" + key.type())
            .toList()
            .toString();
    return index.name()
        + keys
        + index.projected().map(List::toString).orElse("ALL")
        + index.local();
  }

  @Test
  void aTableIsDescribedWithItsIndexes() {
    TableModel table = sample("orders").table();
    assertEquals(Optional.of("orders"), table.name());
    assertEquals(2, table.key().size());
    assertEquals(Optional.empty(), table.ttl());
    assertEquals(
        List.of(
            "by-carrier[carrier:S][created]false",
            "by-rating[rating:N, number:N][]false",
            "by-status[status:S, created:N]ALLfalse",
            "shop-by-created[shop:S, created:N]ALLtrue",
            "shop-by-rating[shop:S, rating:N][]true"),
        table.indexes().stream()
            .sorted(Comparator.comparing(IndexModel::name))
            .map(DynamoDbTableTest::text)
            .toList());
  }

  @Test
  void aSmallTableIsReadWhole() {
    fill("small", 100, 1);
    TestDynamoDb.expire(client, "small");
    TableSample sample = sample("small");
    assertEquals(100, sample.items().stream().distinct().count());
    assertEquals(Optional.of("expires"), sample.table().ttl());
    assertTrue(sample.notes().get(0).startsWith("All items of the table were read, which took "));
  }

  @Test
  void aSampleEndsWithItsReadUnits() {
    fill("large", 60, 40_000);
    TableSample sample = sample("large");
    String note = sample.notes().get(0);
    assertTrue(note.startsWith("A sample of its items was read, which took "), note);
    double units = Double.parseDouble(note.replaceAll(".*took (.*) read units", "$1"));
    assertTrue(units >= 45 && units <= 55, note);
    assertEquals(units, 5 * sample.items().size(), 5);
  }
}
