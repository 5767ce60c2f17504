package dev.larder.dynamo;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointParams;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

/**
 * Remembers the endpoints that another provider gives. The SDK's own goes through its rules and
 * parses a URI at every call, though region and tables of a function stay the same.
 */
final class RememberedEndpoints implements DynamoDbEndpointProvider {
  /** More than a function has tables; what comes after them is not remembered. */
  static final int MOST = 64;

  private final DynamoDbEndpointProvider provider;
  private final Map<Key, CompletableFuture<Endpoint>> endpoints = new ConcurrentHashMap<>();

  RememberedEndpoints(DynamoDbEndpointProvider provider) {
    this.provider = provider;
  }

  @Override
  public CompletableFuture<Endpoint> resolveEndpoint(DynamoDbEndpointParams params) {
    Key key = new Key(params);
    CompletableFuture<Endpoint> known = endpoints.get(key);
    if (known != null) {
      return known;
    }
    CompletableFuture<Endpoint> endpoint = provider.resolveEndpoint(params);
    if (endpoint.isDone() && !endpoint.isCompletedExceptionally() && endpoints.size() < MOST) {
      endpoints.put(key, endpoint);
    }
    return endpoint;
  }

  /** All that a call asks with. */
  private static final class Key {
    private final Region region;
    private final String endpoint;
    private final Boolean dualStack;
    private final Boolean fips;
    private final String accountId;
    private final String accountIdMode;
    private final String resource;
    private final List<String> resources;

    Key(DynamoDbEndpointParams params) {
      this.region = params.region();
      this.endpoint = params.endpoint();
      this.dualStack = params.useDualStack();
      this.fips = params.useFips();
      this.accountId = params.accountId();
      this.accountIdMode = params.accountIdEndpointMode();
      this.resource = params.resourceArn();
      this.resources = params.resourceArnList();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(region, key.region)
          && Objects.equals(endpoint, key.endpoint)
          && Objects.equals(dualStack, key.dualStack)
          && Objects.equals(fips, key.fips)
          && Objects.equals(accountId, key.accountId)
          && Objects.equals(accountIdMode, key.accountIdMode)
          && Objects.equals(resource, key.resource)
          && Objects.equals(resources, key.resources);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(resource) * 31 + Objects.hashCode(resources);
    }
  }
}
