package dev.larder.dynamo;

import dev.larder.text.JsonInput;
import io.quarkiverse.amazon.common.runtime.AmazonClientCommonRecorder;
import io.quarkiverse.amazon.common.runtime.ClientUtil;
import io.quarkiverse.amazon.dynamodb.runtime.DynamoDbBuildTimeConfig;
import io.quarkiverse.amazon.dynamodb.runtime.DynamoDbConfig;
import io.quarkiverse.amazon.dynamodb.runtime.DynamoDbRecorder;
import io.quarkus.runtime.RuntimeValue;
import io.smallrye.config.SmallRyeConfig;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.protocols.json.internal.AwsStructuredPlainJsonFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;
import software.amazon.awssdk.thirdparty.jackson.core.StreamReadConstraints;

/** Builds the SDK's client of DynamoDB, with all operations and all settings. */
final class SdkClient {
  private SdkClient() {}

  /**
   * Configures a builder as quarkus-amazon-dynamodb does, which has none where no bean injects the
   * client.
   */
  static DynamoDbClientBuilder configured(SmallRyeConfig config) {
    RuntimeValue<DynamoDbConfig> settings =
        new RuntimeValue<>(config.getConfigMapping(DynamoDbConfig.class));
    DynamoDbClientBuilder builder =
        (DynamoDbClientBuilder) new DynamoDbRecorder(settings).getSyncClientBuilder();
    return (DynamoDbClientBuilder)
        new AmazonClientCommonRecorder()
            .configure(
                new RuntimeValue<>(builder),
                settings,
                config.getConfigMapping(DynamoDbBuildTimeConfig.class),
                null,
                "dynamodb",
                ClientUtil.DEFAULT_CLIENT_NAME)
            .getValue();
  }

  static DynamoDbClient build(
      DynamoDbClientBuilder builder, SdkHttpClient http, AwsCredentialsProvider credentials) {
    readLongNames();
    return builder
        .httpClientBuilder(null)
        .httpClient(http)
        .credentialsProvider(credentials)
        .endpointProvider(new RememberedEndpoints(DynamoDbEndpointProvider.defaultProvider()))
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                // DynamoDb repeats calls itself: the SDK knows neither the deadline nor which
                // writes must not take effect twice.
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .build())
        .build();
  }

  /**
   * Has the client read all names of attributes that DynamoDB can store, up to 65,535 bytes. The
   * SDK's parser stops at 50,000 by default. The factory of its parsers is a constant, which a
   * native executable contains as it was built, so the limit is set on the factory itself.
   */
  private static void readLongNames() {
    AwsStructuredPlainJsonFactory.SDK_JSON_FACTORY
        .getJsonFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNameLength(JsonInput.MAX_NAME_LENGTH).build());
  }
}
