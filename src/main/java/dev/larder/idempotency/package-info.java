/**
 * Idempotency-Key: the record of a request and its response, which one transaction stores together
 * with the write.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code item}, {@code
 * systemtable}, {@code http}, {@code table}, {@code dynamo} and the core below them. Begin with
 * {@link Idempotency}.
 */
package dev.larder.idempotency;
