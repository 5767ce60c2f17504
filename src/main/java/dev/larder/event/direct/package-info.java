/**
 * Direct invocations of the function: a request as a JSON object, or the key of an item.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event}, {@code http}
 * and {@code problem}. Begin with {@link DirectRequestHandler}.
 */
package dev.larder.event.direct;
