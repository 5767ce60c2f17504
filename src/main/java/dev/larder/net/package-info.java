/**
 * HTTP/1.1 over blocking sockets: the client that the AWS SDK calls DynamoDB with, and the
 * connection that a custom runtime calls the Runtime API with.
 *
 * <p>Uses no other package of Larder. Begin with {@link SocketHttpClient}, then {@link Connection}.
 */
package dev.larder.net;
