package dev.larder;

import dev.larder.WideIndexes.WideIndex;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * As {@link DynamoDbResource}, with {@link WideIndexes} of the table {@code items}, and of {@code
 * parcels}, whose collection is that of a model.
 */
public final class WideIndexesResource implements QuarkusTestResourceLifecycleManager {
  private static final List<String> SORT = List.of("day:S", "number:N");

  private static final String MODEL =
      """
      {"tables": {"parcels": {
         "key": {"id": "S"},
         "indexes": {"byKind": {
           "partition": {"owner": "S", "kind": "S"}, "sort": {"day": "S", "number": "N"}}}}},
       "collections": {"parcels": {"table": "parcels", "keys": {"owner": "TENANT#{tenant}"}}}}
      """;

  private final DynamoDbResource dynamoDb = new DynamoDbResource();
  private WideIndexes indexes;

  @Override
  public Map<String, String> start() {
    Map<String, String> config = dynamoDb.start();
    indexes =
        WideIndexes.before(
            URI.create(config.get(DynamoDbResource.ENDPOINT)),
            List.of(
                new WideIndex("items", "byKind", List.of("tenant:S", "kind:S"), SORT),
                new WideIndex("parcels", "byKind", List.of("owner:S", "kind:S"), SORT)));
    config.put(DynamoDbResource.ENDPOINT, indexes.endpoint().toString());
    config.put("larder.model", MODEL);
    return config;
  }

  @Override
  public void inject(TestInjector injector) {
    dynamoDb.inject(injector);
    injector.injectIntoFields(indexes, field -> field.getType() == WideIndexes.class);
  }

  @Override
  public void stop() {
    if (indexes != null) {
      indexes.close();
    }
    dynamoDb.stop();
  }
}
