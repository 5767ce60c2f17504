/**
 * {@code GET /openapi}: the description of the API, with the paths of every collection that its
 * reader may use.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code http}, {@code table},
 * {@code dynamo} and {@code problem}. Begin with {@link OpenApiResource}, then {@link ApiDocument}.
 */
package dev.larder.openapi;
