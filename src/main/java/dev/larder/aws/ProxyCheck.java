package dev.larder.aws;

import dev.larder.dynamo.DynamoDbClientProducer;
import dev.larder.net.ProxySettings;
import dev.larder.table.config.LarderConfig;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/**
 * Refuses to start behind a proxy, since the function would ignore it and most likely reach
 * nothing.
 */
@Singleton
@Unremovable
public class ProxyCheck {
  private final LarderConfig config;
  private final DynamoDbClientProducer clients;

  ProxyCheck(LarderConfig config, DynamoDbClientProducer clients) {
    this.config = config;
    this.clients = clients;
  }

  /**
   * @param setting the name of the setting that names the proxy
   * @throws IllegalStateException naming it, and the hosts that it would be for
   */
  public void check(ProxySettings proxies, String setting) {
    List<String> hosts =
        endpoints().stream().map(URI::getHost).filter(host -> !proxies.excepts(host)).toList();
    if (!hosts.isEmpty()) {
      throw new IllegalStateException(
          setting
              + " is set, but the function calls AWS directly and supports no proxy; add "
              + String.join(",", hosts)
              + " to NO_PROXY if it can be reached without one, or remove "
              + setting);
    }
  }

  private List<URI> endpoints() {
    DynamoDbServiceClientConfiguration dynamoDb = clients.own().serviceClientConfiguration();
    Region region = dynamoDb.region();
    List<URI> endpoints = new ArrayList<>();
    endpoints.add(
        dynamoDb.endpointOverride().orElseGet(() -> AwsService.DYNAMODB.endpoint(region)));
    if (config.systemTable().isPresent()) {
      endpoints.add(AwsService.LAMBDA.endpoint(region));
    }
    if (config.publication().eventBus().isPresent()) {
      endpoints.add(AwsService.EVENTBRIDGE.endpoint(region));
    }
    return endpoints;
  }
}
