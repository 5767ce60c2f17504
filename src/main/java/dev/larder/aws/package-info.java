/**
 * Calls of AWS services other than DynamoDB: signed requests to Lambda and EventBridge without an
 * SDK client for each.
 *
 * <p>May use {@code dynamo} and {@code http}. Begin with {@link AwsClient}.
 */
package dev.larder.aws;
