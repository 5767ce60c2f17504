/**
 * {@code POST /_transactions}: up to 100 writes and checks of items in any collections, all or
 * nothing.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code item}, {@code http},
 * {@code table}, {@code dynamo} and the core below them. Begin with {@link TransactionResource},
 * then {@link TransactionService}.
 */
package dev.larder.transaction;
