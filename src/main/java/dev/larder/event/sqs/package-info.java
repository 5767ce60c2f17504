/**
 * SQS messages, each of which holds one write.
 *
 * <p>May use {@code event} and {@code dynamo}. Begin with {@link SqsInvocationHandler}.
 */
package dev.larder.event.sqs;
