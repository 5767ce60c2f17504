package dev.larder.transaction;

import dev.larder.dynamo.Write;
import dev.larder.table.Collection;

/**
 * An operation of a transaction, ready to be done.
 *
 * @param operation the operation's index
 * @param creates whether it fails where there is an item
 */
record TransactionStep(int operation, Collection collection, boolean creates, Write write) {}
