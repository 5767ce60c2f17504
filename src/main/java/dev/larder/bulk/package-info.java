/**
 * Bulk writes and deletes: many entries in one request, each with its own result.
 *
 * <p>May use {@code item}, {@code access}, {@code idempotency}, {@code http}, {@code table}, {@code
 * dynamo} and the core; no other package uses it. Begin with {@link BulkResource}, then {@link
 * BulkRun}.
 */
package dev.larder.bulk;
