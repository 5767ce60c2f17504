/**
 * Queries and pages: {@code GET /{collection}} in JSON, NDJSON and CSV, the choice of a key or an
 * index, and cursors.
 *
 * <p>May use {@code http}, {@code table}, {@code dynamo} and the core below them. Begin with {@link
 * CollectionResource}, then {@link Planner} and {@link PageReader}.
 */
package dev.larder.query;
