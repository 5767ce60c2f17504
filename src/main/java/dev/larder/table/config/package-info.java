/**
 * Every setting of Larder, with its default, its range and its checks at start.
 *
 * <p>May use {@code dynamo}, {@code problem} and {@code runtime}. Begin with {@link LarderConfig}.
 */
package dev.larder.table.config;
