package dev.larder.transaction;

import dev.larder.dynamo.Write;
import dev.larder.http.Preconditions;
import dev.larder.table.Collection;

/**
 * An operation of a transaction, converted into a write.
 *
 * @param operation the operation's index
 * @param creates whether it fails if the item exists
 * @param repeatable whether the operation, made twice, has the same effect as made once
 * @param preconditions those of the operation, which are in the condition of the write
 */
record PlannedWrite(
    int operation,
    Collection collection,
    boolean creates,
    boolean repeatable,
    Preconditions preconditions,
    Write write) {

  /** This operation with its write changed. */
  PlannedWrite with(Write changed) {
    return new PlannedWrite(operation, collection, creates, repeatable, preconditions, changed);
  }
}
