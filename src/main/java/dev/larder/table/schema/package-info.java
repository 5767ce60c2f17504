/**
 * The schema of a table: its key, its indexes, the types of the key attributes, and the managed
 * attribute {@code _version}.
 *
 * <p>May use {@code dynamo}, {@code problem}, {@code runtime} and {@code text}. Begin with {@link
 * TableSchema}.
 */
package dev.larder.table.schema;
