/**
 * Events of any other type, for the {@link dev.larder.api.EventHandler event handlers} of the
 * application's owner.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event}, {@code
 * dynamo}, {@code text} and {@code api}. Begin with {@link OwnEventInvocationHandler}; {@link
 * EventKind} tells which event is of which class.
 */
package dev.larder.event.own;
