/**
 * {@code GET /openapi}: the description of the API, with the paths of every collection that its
 * reader may use.
 *
 * <p>May use {@code access}, {@code http}, {@code table}, {@code dynamo.item} and {@code problem};
 * no other package uses it. Begin with {@link OpenApiResource}, then {@link ApiDocument}.
 */
package dev.larder.openapi;
