/**
 * Dev mode and tests only, and not in the deployed function: an HTTP server, an embedded DynamoDB,
 * {@code POST /q/invoke}, Swagger UI, and a queue for jobs in the process.
 *
 * <p>May use every other package; no other package uses it. Begin with {@link DevServer} and {@link
 * DevDynamoDb}.
 */
package dev.larder.dev;
