/**
 * Single items over HTTP: reading, creating, replacing, patching and deleting one item, and looking
 * one up by {@code POST /}.
 *
 * <p>May use {@code access}, {@code idempotency}, {@code http}, {@code table}, {@code dynamo} and
 * the core. Begin with {@link ItemResource}, then {@link ItemService}.
 */
package dev.larder.item;
