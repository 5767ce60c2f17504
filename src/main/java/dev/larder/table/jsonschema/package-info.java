/**
 * The JSON Schema (2020-12) of a collection's items: compiling it at start, and validating items
 * with bounded regular expressions.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code table}, {@code
 * dynamo.item} and {@code problem}. Begin with {@link ItemSchema}.
 */
package dev.larder.table.jsonschema;
