package dev.larder.table;

import dev.larder.table.schema.TableSchema;
import java.util.Optional;

/**
 * What DynamoDB says of a table at the moment.
 *
 * @param status as {@code ACTIVE}
 * @param ttlAttribute the attribute by which items expire; empty where none is enabled
 * @param streamed whether it has a stream
 */
record TableState(
    String status, TableSchema schema, Optional<String> ttlAttribute, boolean streamed) {}
