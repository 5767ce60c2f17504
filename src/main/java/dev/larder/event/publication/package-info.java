/**
 * Publication of item changes as events on an EventBridge bus.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event}, {@code aws},
 * {@code dynamo} and {@code table}. Begin with {@link ChangePublication}.
 */
package dev.larder.event.publication;
