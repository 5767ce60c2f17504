package dev.larder.dynamo;

import dev.larder.net.SocketHttpClient;
import dev.larder.runtime.SnapStart;
import dev.larder.text.JsonInput;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.protocols.json.internal.AwsStructuredPlainJsonFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;
import software.amazon.awssdk.thirdparty.jackson.core.StreamReadConstraints;

/** Creates the DynamoDB client, one per container. */
@Singleton
public class DynamoDbClientProducer {
  /**
   * Within a region, a connection takes milliseconds. After this time the attempt counts as lost
   * and is repeated.
   */
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** The slowest calls, of pages and transactions, respond within some tenths of a second. */
  private static final Duration READ = Duration.ofSeconds(3);

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

  private SdkHttpClient http;
  private RenewableCredentials credentials;

  @Produces
  @Singleton
  @Unremovable
  SdkHttpClient http() {
    return new SocketHttpClient(CONNECT, READ, Deadline::remainingOfRequest);
  }

  void close(@Disposes SdkHttpClient http) {
    http.close();
  }

  @Produces
  @Singleton
  DynamoDbClient client(DynamoDbClientBuilder builder, SdkHttpClient http) {
    readLongNames();
    builder
        .httpClientBuilder(null)
        .httpClient(http)
        .endpointProvider(new RememberedEndpoints(DynamoDbEndpointProvider.defaultProvider()));
    if (SnapStart.ON.equals(System.getenv(SnapStart.VARIABLE))) {
      this.http = http;
      credentials = RenewableCredentials.configured();
      builder.credentialsProvider(credentials);
    }
    return builder
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                // DynamoDb repeats calls itself: the SDK knows neither the deadline nor which
                // writes must not take effect twice.
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .build())
        .build();
  }

  /**
   * Closes the client's connections and forgets its credentials, since neither is valid in a
   * process that SnapStart restores. Call it only if SnapStart is on and no call is in progress.
   */
  public void renew() {
    http.close();
    credentials.renew();
  }
}
