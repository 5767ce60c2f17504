/**
 * Bulk writes and deletes: many entries in one request, each with its own result.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code item}, {@code http},
 * {@code table}, {@code dynamo} and the core below them. Begin with {@link BulkResource}, then
 * {@link BulkRun}.
 */
package dev.larder.bulk;
