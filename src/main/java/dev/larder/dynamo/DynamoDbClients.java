package dev.larder.dynamo;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Starts the one DynamoDB client of a container. */
@Singleton
class DynamoDbClients {
  /** The SDK's own default for DynamoDB is 9, which outlasts every Lambda timeout in use. */
  private static final int MAX_ATTEMPTS = 3;

  @Produces
  @Singleton
  DynamoDbClient client(DynamoDbClientBuilder builder) {
    return builder
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                .retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(MAX_ATTEMPTS)
                        .build())
                .build())
        .build();
  }
}
