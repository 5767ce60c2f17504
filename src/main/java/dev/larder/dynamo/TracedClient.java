package dev.larder.dynamo;

import io.quarkus.arc.Unremovable;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Injects the SDK's client where its calls shall be traced, since quarkus-amazon-dynamodb makes the
 * builder that traces them only for a bean that does.
 */
@IfBuildProperty(name = "quarkus.dynamodb.telemetry", stringValue = "true")
@Singleton
@Unremovable
final class TracedClient {
  TracedClient(Instance<DynamoDbClient> client) {}
}
