/**
 * {@code Prefer: respond-async}: requests that are answered with 202 and carried out by a later
 * invocation, and the state and the result of each.
 *
 * <p>May use {@code event}, {@code aws}, {@code idempotency}, {@code http}, {@code table}, {@code
 * dynamo} and the core. Begin with {@link RespondAsyncFilter}, then {@link JobInvocationHandler}.
 */
package dev.larder.job;
