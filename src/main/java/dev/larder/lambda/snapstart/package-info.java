/**
 * Priming: requests to the function before SnapStart takes its snapshot.
 *
 * <p>May use {@code lambda.invocation}, {@code lambda.log}, {@code event}, {@code table}, {@code
 * dynamo} and {@code text}. Begin with {@link Priming}.
 */
package dev.larder.lambda.snapstart;
