/**
 * Updates and deletes of all items that a query finds, as a job of as many steps as it takes.
 *
 * <p>A part of the feature {@code bulk}. May use {@code event}, {@code query}, {@code item}, {@code
 * http}, {@code table}, {@code dynamo} and the core below them. Begin with {@link QueryWrites},
 * then {@link QueryWriteStep}.
 */
package dev.larder.bulk.query;
