/**
 * Authorization: which caller may read or write which collection, and whose items.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code http}, {@code table},
 * {@code problem} and {@code text}. Begin with {@link RoleBasedAccess}, from which resources get
 * their collections; {@link AccessRules} holds the roles of one collection. {@link CallerResource}
 * tells callers what they may do.
 */
package dev.larder.access;
