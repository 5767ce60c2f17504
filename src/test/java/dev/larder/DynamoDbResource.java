package dev.larder;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Gives the application under test a DynamoDB Local, and tests a client of it. */
public final class DynamoDbResource implements QuarkusTestResourceLifecycleManager {
  static final String ENDPOINT = "quarkus.dynamodb.endpoint-override";

  private TestDynamoDb dynamoDb;

  @Override
  public Map<String, String> start() {
    dynamoDb = TestDynamoDb.start();
    Map<String, String> config = new HashMap<>();
    config.put(ENDPOINT, dynamoDb.endpoint().toString());
    config.put("quarkus.dynamodb.aws.region", TestDynamoDb.REGION);
    config.put("quarkus.dynamodb.aws.credentials.type", "static");
    config.put("quarkus.dynamodb.aws.credentials.static-provider.access-key-id", "test");
    config.put("quarkus.dynamodb.aws.credentials.static-provider.secret-access-key", "test");
    config.put("larder.collections.items.table", "items");
    config.put("larder.collections.sessions.ttl-attribute", "expires");
    config.put("larder.system-table", TestDynamoDb.SYSTEM_TABLE);
    TestDynamoDb.TABLES
        .keySet()
        .forEach(name -> config.put("larder.collections." + name + ".table", name));
    TestDynamoDb.INDEXED_TABLES.forEach(
        name -> config.put("larder.collections." + name + ".table", name));
    config.put("larder.collections.pages.scan", "true");
    config.put("larder.collections.products.schema", "product.schema.json");
    return config;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        dynamoDb.client(),
        field -> field.getType() == software.amazon.awssdk.services.dynamodb.DynamoDbClient.class);
  }

  @Override
  public void stop() {
    if (dynamoDb != null) {
      dynamoDb.close();
    }
  }
}
