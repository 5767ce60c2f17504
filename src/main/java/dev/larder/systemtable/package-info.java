/**
 * Records in the system table: their keys, their expiry, and the attributes that keep a response.
 * Idempotency and jobs each have records of their own in it.
 *
 * <p>May use {@code http}, {@code table} and {@code dynamo}. Begin with {@link SystemRecords}.
 */
package dev.larder.systemtable;
