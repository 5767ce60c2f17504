package dev.larder.bench;

import dev.larder.dev.EmbeddedDynamoDb;
import dev.larder.lambda.RuntimeApi;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The one DynamoDB that all contestants read from. */
final class LocalDynamoDb implements AutoCloseable {
  private final EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
  private final DynamoDbClient client = client(engine.endpoint());

  /** Returns a client of the DynamoDB at this place. */
  static DynamoDbClient client(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(RuntimeApi.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
        .build();
  }

  String endpoint() {
    return engine.endpoint().toString();
  }

  DynamoDbClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
