/**
 * Filters: the conditions of a query on attributes, and the key condition or the list of keys that
 * DynamoDB can serve them with.
 *
 * <p>May use {@code table.schema}, {@code table.config}, {@code dynamo}, {@code problem} and {@code
 * text}. Begin with {@link Filter}, then {@link KeyCondition}.
 */
package dev.larder.table.filter;
