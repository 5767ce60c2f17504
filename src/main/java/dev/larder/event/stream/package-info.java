/**
 * Records of DynamoDB streams: each becomes an item change, which the item change handlers get.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event}, {@code
 * dynamo.item} and {@code table.config}. Begin with {@link StreamInvocationHandler}.
 */
package dev.larder.event.stream;
