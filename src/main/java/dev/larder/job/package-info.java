/**
 * {@code Prefer: respond-async}: requests that are answered with 202 and carried out by a later
 * invocation, and the state and the result of each.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event}, {@code aws},
 * {@code systemtable}, {@code http}, {@code table}, {@code dynamo} and the core below them. Begin
 * with {@link RespondAsyncFilter}, then {@link JobInvocationHandler}.
 */
package dev.larder.job;
