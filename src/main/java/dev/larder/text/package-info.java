/**
 * Text: percent-encoding and path segments, the value of the {@code fields} parameter, checks of
 * strings, and digests.
 *
 * <p>May use {@code problem}. Begin with {@link PathSegments}.
 */
package dev.larder.text;
