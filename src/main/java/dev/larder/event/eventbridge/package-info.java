/**
 * Events and schedules of EventBridge; a schedule that no handler accepts starts the check of the
 * configuration.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event} and {@code
 * table}. Begin with {@link EventBridgeInvocationHandler}.
 */
package dev.larder.event.eventbridge;
