/**
 * The item: typed attribute values, their two JSON formats, and what is computed from them (sizes,
 * digests, the identity of a key).
 *
 * <p>May use {@code problem} and {@code text}. Begin with {@link Item}, then {@link ItemReader} and
 * {@link ItemWriter}.
 */
package dev.larder.dynamo.item;
