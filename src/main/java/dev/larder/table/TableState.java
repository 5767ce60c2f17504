package dev.larder.table;

import dev.larder.table.schema.TableSchema;
import java.util.Optional;

/**
 * The state of a table, as DynamoDB describes it.
 *
 * @param status DynamoDB's {@code TableStatus}, as in {@code ACTIVE}
 * @param ttlAttribute the attribute of Time to Live; empty if that is not enabled
 * @param streamed whether the table's stream is enabled
 */
record TableState(
    String status, TableSchema schema, Optional<String> ttlAttribute, boolean streamed) {}
