/**
 * Single items over HTTP: reading, creating, replacing, patching and deleting an item, and looking
 * one up with {@code POST /}. Also the interface of idempotent writes.
 *
 * <p>May use {@code http}, {@code table}, {@code dynamo} and the core below them. Begin with {@link
 * ItemResource}, then {@link ItemService}.
 */
package dev.larder.item;
