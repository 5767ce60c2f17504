/**
 * Records of DynamoDB streams. Each becomes an item change for the item change handlers.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event}, {@code
 * dynamo.item} and {@code table.config}. Begin with {@link StreamInvocationHandler}.
 */
package dev.larder.event.stream;
