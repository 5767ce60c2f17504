package dev.larder.dynamo;

import dev.larder.http.SnapStart;
import dev.larder.net.SocketHttpClient;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Starts the one DynamoDB client of a container. */
@Singleton
public class DynamoDbClients {
  /** The SDK's own default for DynamoDB is 9, which outlasts every Lambda timeout in use. */
  private static final int MAX_ATTEMPTS = 3;

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration READ = Duration.ofSeconds(3);

  private SnapshotConnection connection;

  @Produces
  @Singleton
  @Unremovable
  SdkHttpClient http() {
    return new SocketHttpClient(CONNECT, READ);
  }

  void close(@Disposes SdkHttpClient http) {
    http.close();
  }

  @Produces
  @Singleton
  DynamoDbClient client(DynamoDbClientBuilder builder, SdkHttpClient http) {
    builder.httpClientBuilder(null).httpClient(http);
    if (SnapStart.ON.equals(System.getenv(SnapStart.VARIABLE))) {
      connection = SnapshotConnection.of(builder, this::http);
    }
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

  /** What the client calls with where there will be a snapshot; else null. */
  public SnapshotConnection connection() {
    return connection;
  }
}
