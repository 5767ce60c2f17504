package dev.larder.table;

import dev.larder.dynamo.StoredTable;
import dev.larder.table.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/**
 * The collections by their tables, known without a call to DynamoDB.
 *
 * @param all in the order of their names
 */
public record TableCollections(List<OnTable> all) {
  /**
   * A collection on a table.
   *
   * @param schema what the model declares; empty if settings alone configure the collection
   */
  public record OnTable(String collection, StoredTable table, Optional<TableSchema> schema) {}

  public TableCollections {
    all = List.copyOf(all);
  }

  /**
   * The collections on a table.
   *
   * @param table the name or ARN
   */
  public List<OnTable> on(String table) {
    return all.stream()
        .filter(collection -> isSameTable(collection.table().name(), table))
        .toList();
  }

  /** Whether two names or ARNs are those of one table; a name alone is of this account. */
  static boolean isSameTable(String one, String other) {
    return one.equals(other)
        || (tableName(one).equals(tableName(other)) && !(isArn(one) && isArn(other)));
  }

  private static boolean isArn(String table) {
    return table.contains("/");
  }

  /**
   * @param table the table's name or ARN
   */
  static String tableName(String table) {
    return table.substring(table.lastIndexOf('/') + 1);
  }
}
