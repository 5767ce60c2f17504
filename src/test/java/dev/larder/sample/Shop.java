package dev.larder.sample;

import dev.larder.dev.DevTables;
import dev.larder.dev.EmbeddedDynamoDb;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.RuntimeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The sample shop: its project, built once by its own tests, and its tables for its function. */
final class Shop implements AutoCloseable {
  private static final String TABLE = "shop";

  private final EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
  private final DynamoDbClient client =
      DynamoDbClient.builder()
          .endpointOverride(engine.endpoint())
          .region(Region.of(RuntimeApi.REGION))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
          .build();

  Shop() {
    Path model = project().folder().resolve("target/classes/META-INF/larder/model.json");
    DevTables.recreate(client, Map.of("LARDER_MODEL", model.toString()));
  }

  /**
   * Builds it as its owner does, with {@code ./mvnw verify}, or natively. Test classes run in
   * processes of their own: the first one builds it, and the others wait.
   */
  static SampleProject project() {
    try (FileChannel lock =
        FileChannel.open(
            SampleProject.BUILD.resolve("shop.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock.lock();
      SampleProject project = SampleProject.in("shop");
      Path built = project.folder().resolve("built");
      String state = SampleProject.state("shop");
      if (!Files.exists(built) || !Files.readString(built).equals(state)) {
        SampleProject shop = SampleProject.copy("shop", "shop");
        if (BuiltFunction.runsOnJvm()) {
          shop.run("verify");
        } else {
          shop.run("-Dnative", "package", "-DskipTests");
        }
        Files.writeString(built, state);
      }
      return project;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts its function.
   *
   * @param log the name of its log
   */
  DeployedFunction start(String log) {
    return start(log, Map.of());
  }

  /**
   * As {@link #start(String)}.
   *
   * @param more variables of its environment
   */
  DeployedFunction start(String log, Map<String, String> more) {
    Path target = project().folder().resolve("target");
    Map<String, String> environment = new HashMap<>();
    environment.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", engine.endpoint().toString());
    environment.put("LARDER_SYSTEM_TABLE", "larder");
    environment.putAll(more);
    return BuiltFunction.startOf(target, environment, target.resolve("function-" + log + ".log"));
  }

  /**
   * A stored item.
   *
   * @param kind with which its keys begin, as in {@code ORDER}
   */
  Map<String, AttributeValue> stored(String kind, String id) {
    return client
        .getItem(
            get ->
                get.tableName(TABLE)
                    .key(
                        Map.of(
                            "PK",
                            AttributeValue.fromS(kind + "#" + id),
                            "SK",
                            AttributeValue.fromS(kind)))
                    .consistentRead(true))
        .item();
  }

  /** All stored items of a kind. */
  List<Map<String, AttributeValue>> stored(String kind) {
    return client.scanPaginator(scan -> scan.tableName(TABLE).consistentRead(true)).items().stream()
        .filter(item -> item.get("SK").s().equals(kind))
        .toList();
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
