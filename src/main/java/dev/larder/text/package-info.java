/**
 * Text of URIs and parameters: percent-encoded path segments, the value of the {@code fields}
 * parameter, and checks of strings.
 *
 * <p>May use {@code problem}. Begin with {@link PathSegments}.
 */
package dev.larder.text;
