/**
 * HTTP requests in the payload formats of API Gateway, function URLs and load balancers: reading
 * them, sending them through {@code quarkus-amazon-lambda-http}, writing the responses, and the
 * identity that an authorizer puts into an event.
 *
 * <p>May use {@code event}, {@code http}, {@code lambda.invocation}, {@code lambda.log} and the
 * core. Begin with {@link PayloadFormat}, then {@link HttpDispatcher}.
 */
package dev.larder.lambda.gateway;
