/**
 * Authorization: which caller may read or write which collection, and whose items.
 *
 * <p>May use {@code http}, {@code table}, {@code problem} and {@code text}. Begin with {@link
 * Access}: resources get their collections from it and from nowhere else. {@link AccessRules} holds
 * the roles of one collection.
 */
package dev.larder.access;
