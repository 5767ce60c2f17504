package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.dynamo.lowlevel.Exchange;
import dev.larder.text.JsonInput;
import io.quarkiverse.amazon.dynamodb.runtime.DynamoDbBuildTimeConfig;
import io.quarkiverse.amazon.dynamodb.runtime.DynamoDbConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class SdkClientTest {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private static SmallRyeConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("quarkus.dynamodb.endpoint-override", "http://localhost:1");
    all.put("quarkus.dynamodb.aws.region", "eu-west-1");
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(DynamoDbConfig.class)
        .withMapping(DynamoDbBuildTimeConfig.class)
        .withDefaultValues(all)
        .build();
  }

  private static DynamoDbClient client(Exchange exchange, Map<String, String> settings) {
    return SdkClient.build(
        SdkClient.configured(config(settings)),
        exchange,
        () -> AwsBasicCredentials.create("key", "secret"));
  }

  @Test
  void itHasTheSettingsOfTheExtension() {
    try (DynamoDbClient client =
        client(new Exchange(200, NOTHING), Map.of("quarkus.dynamodb.api-call-timeout", "PT7S"))) {
      DynamoDbServiceClientConfiguration configuration = client.serviceClientConfiguration();
      assertEquals(Region.EU_WEST_1, configuration.region());
      assertEquals(URI.create("http://localhost:1"), configuration.endpointOverride().get());
      assertEquals(
          Optional.of(Duration.ofSeconds(7)),
          configuration.overrideConfiguration().apiCallTimeout());
    }
  }

  @Test
  void itCallsOnce() {
    Exchange exchange = new Exchange(500, NOTHING);
    try (DynamoDbClient client = client(exchange, Map.of())) {
      assertThrows(DynamoDbException.class, client::listTables);
    }
    assertEquals("attempt=1; max=1", exchange.sent("amz-sdk-request"));
  }

  @Test
  void itReadsTheLongestNames() {
    String name = "n".repeat(JsonInput.MAX_NAME_LENGTH);
    String item = "{\"Item\":{\"" + name + "\":{\"S\":\"x\"}}}";
    try (DynamoDbClient client =
        client(new Exchange(200, item.getBytes(StandardCharsets.UTF_8)), Map.of())) {
      Set<String> names = client.getItem(get -> get.tableName("t").key(Map.of())).item().keySet();
      assertEquals(Set.of(name), new TreeSet<>(names));
    }
  }
}
