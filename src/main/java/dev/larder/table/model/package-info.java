/**
 * The model of tables and collections: what it declares, and how its JSON is read. What settings
 * exist for goes into the configuration; the rest is the bean {@link Model}.
 *
 * <p>May use {@code dynamo}, {@code table.schema} and {@code text}. Begin with {@link Model}, then
 * {@link ModelReader} and {@link ModelCheck}.
 */
package dev.larder.table.model;
