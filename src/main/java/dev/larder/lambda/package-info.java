/**
 * The entry points that Lambda calls, in the managed Java runtime and in a custom runtime, and the
 * start of the application.
 *
 * <p>May use {@code event}, {@code aws}, {@code http}, {@code table}, {@code net} and {@code
 * runtime}; no resource uses it. Begin with {@link LarderHandler} (managed runtime) or {@link
 * LarderRuntime} (custom runtime), then {@link FunctionHandler}, which both call.
 */
package dev.larder.lambda;
