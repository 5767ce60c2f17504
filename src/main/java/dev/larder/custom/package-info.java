/**
 * Own code: calls the hooks that a team has written, and gives its classes the collections. {@code
 * dev.larder.api} has the types that such code uses.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code item}, {@code query}
 * and what these use. Begin with {@link HookCalls}, which calls hooks, and {@link
 * CollectionClient}, which own code injects. {@link IdempotentMethods} and {@link OwnPathCheck} are
 * for its resources.
 */
package dev.larder.custom;
