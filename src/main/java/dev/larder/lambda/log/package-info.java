/**
 * The log: records as lines of JSON, an entry for each request and each invocation, and the metrics
 * in them.
 *
 * <p>May use {@code lambda.invocation}, {@code http} and {@code text}. Begin with {@link
 * JsonLogFormatter}.
 */
package dev.larder.lambda.log;
