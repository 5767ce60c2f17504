/**
 * The model of tables and collections.
 *
 * <p>May use {@code table.schema}. Begin with {@link Model}.
 */
package dev.larder.table.model;
