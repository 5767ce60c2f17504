/**
 * Calls of AWS services other than DynamoDB: signed requests to Lambda and EventBridge without an
 * SDK client for each.
 *
 * <p>May use {@code table}, {@code dynamo}, {@code runtime} and {@code net}. Begin with {@link
 * AwsClient}.
 */
package dev.larder.aws;
