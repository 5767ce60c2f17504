/**
 * Calls of DynamoDB, and what surrounds each one: the client, retries, the deadline, consumed
 * capacity, and the translation of the SDK's exceptions into problems.
 *
 * <p>May use {@code dynamo.lowlevel}, {@code net}, {@code problem} and {@code runtime}; knows
 * neither tables' keys nor HTTP. Begin with {@link DynamoDb}; {@link Batches} and {@link
 * Transactions} call it for several items.
 */
package dev.larder.dynamo;
