package dev.larder;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.Map;

/**
 * As {@link DynamoDbResource}, with a {@link FaultyDynamoDb} between the application and its
 * DynamoDB, which tests get too; their client goes past it.
 */
public final class FaultyDynamoDbResource implements QuarkusTestResourceLifecycleManager {
  private final DynamoDbResource dynamoDb = new DynamoDbResource();
  private FaultyDynamoDb faulty;

  @Override
  public Map<String, String> start() {
    Map<String, String> config = dynamoDb.start();
    faulty = FaultyDynamoDb.before(URI.create(config.get(DynamoDbResource.ENDPOINT)));
    config.put(DynamoDbResource.ENDPOINT, faulty.endpoint().toString());
    return config;
  }

  @Override
  public void inject(TestInjector injector) {
    dynamoDb.inject(injector);
    injector.injectIntoFields(faulty, field -> field.getType() == FaultyDynamoDb.class);
  }

  @Override
  public void stop() {
    if (faulty != null) {
      faulty.close();
    }
    dynamoDb.stop();
  }
}
