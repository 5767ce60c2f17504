/**
 * {@code POST /_transactions}: up to 100 writes and checks of items in any collections, all or
 * nothing.
 *
 * <p>May use {@code item}, {@code access}, {@code idempotency}, {@code http}, {@code table}, {@code
 * dynamo} and the core; no other package uses it. Begin with {@link TransactionResource}, then
 * {@link TransactionService}.
 */
package dev.larder.transaction;
