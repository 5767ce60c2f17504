/**
 * What all types of events share: the JSON of an event, the interface of the handlers, the errors
 * that fail an invocation, and the client that sends a request to the HTTP API..
 *
 * <p>May use {@code dynamo}, {@code http}, {@code problem}, {@code runtime} and {@code text}; knows
 * no gateway. Begin with {@link InvocationHandler} and {@link Event}.
 */
package dev.larder.event;
