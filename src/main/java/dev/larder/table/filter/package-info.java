/**
 * Filters: the conditions of a query on attributes, and the key condition or the list of keys that
 * DynamoDB can serve them with.
 *
 * <p>May use {@code dynamo}, {@code problem}, {@code text} and the schema of the table. Begin with
 * {@link Filter}, then {@link KeyCondition}.
 */
package dev.larder.table.filter;
