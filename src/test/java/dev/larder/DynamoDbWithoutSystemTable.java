package dev.larder;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** What other tests have, but the table of idempotency records and jobs. */
public final class DynamoDbWithoutSystemTable implements QuarkusTestResourceLifecycleManager {
  private final DynamoDbResource dynamoDb = new DynamoDbResource();

  @Override
  public Map<String, String> start() {
    Map<String, String> config = new HashMap<>(dynamoDb.start());
    config.put("larder.system-table", "");
    return config;
  }

  @Override
  public void stop() {
    dynamoDb.stop();
  }
}
