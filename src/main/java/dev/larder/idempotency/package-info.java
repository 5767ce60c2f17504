/**
 * Idempotency-Key: the record of a request and its response, which one transaction stores together
 * with the write.
 *
 * <p>May use {@code dynamo}, {@code table.config}, {@code http} and {@code problem}. Begin with
 * {@link Idempotency}.
 */
package dev.larder.idempotency;
