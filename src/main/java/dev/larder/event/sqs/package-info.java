/**
 * SQS messages, each of which contains one write.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event} and {@code
 * dynamo}. Begin with {@link SqsInvocationHandler}.
 */
package dev.larder.event.sqs;
