/**
 * Publication of item changes as events on an EventBridge bus.
 *
 * <p>May use {@code event}, {@code aws}, {@code dynamo} and {@code table}. Begin with {@link
 * ChangePublication}.
 */
package dev.larder.event.publication;
