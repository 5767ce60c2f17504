/**
 * A client of DynamoDB's low-level API that makes the calls of Larder with the model classes of the
 * AWS SDK, without the SDK's client: it writes and reads the JSON of a call, signs it, and sends it
 * over {@code net}.
 *
 * <p>May use {@code net}, {@code runtime} and {@code text}. Begin with {@link LowLevelClient}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">DynamoDB
 *     low-level API</a>
 */
package dev.larder.dynamo.lowlevel;
