/**
 * HTTP/1.1 over blocking sockets: the client that Larder and the AWS SDK call DynamoDB with, and
 * the connection that a custom runtime calls the Runtime API with.
 *
 * <p>Uses no other package of Larder. Begin with {@link SocketHttpClient}, then {@link Connection}.
 */
package dev.larder.net;
