/**
 * Collections: the tables that the configuration names, each with its schema, owner, expiry and
 * validator, and the check of the configuration against the tables. Also the interfaces that
 * features implement: access to a collection, and validators of items.
 *
 * <p>May use {@code dynamo}, {@code problem}, {@code runtime} and {@code text}; knows nothing of
 * HTTP. Begin with {@link Collection}, then {@link CollectionRegistry}, which resolves a name to
 * one, and {@link CollectionAccess}.
 */
package dev.larder.table;
