/**
 * The current invocation and its Lambda context, for every thread that works on it.
 *
 * <p>May use {@code net}. Begin with {@link CurrentInvocation}.
 */
package dev.larder.lambda.invocation;
