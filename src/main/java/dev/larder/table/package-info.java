/**
 * Collections: the tables that the configuration names, each with its schema, owner, expiry and
 * item schema, and the check of the configuration against the tables.
 *
 * <p>May use {@code dynamo}, {@code problem}, {@code runtime} and {@code text}; knows nothing of
 * HTTP. Begin with {@link Collection}, then {@link CollectionRegistry}, which resolves a name to
 * one.
 */
package dev.larder.table;
