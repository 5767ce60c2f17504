package dev.larder.dynamo;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.dynamo.lowlevel.LowLevelClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** With a setting that only the SDK's client knows. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(SdkClientForLarderTest.WithInterceptor.class)
class SdkClientForLarderTest {
  @Inject DynamoDbClientProducer clients;

  public static class WithInterceptor implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.dynamodb.interceptors", Interceptor.class.getName());
    }
  }

  /** Keeps the names of the requests. */
  public static final class Interceptor implements ExecutionInterceptor {
    private static final Set<String> REQUESTS = ConcurrentHashMap.newKeySet();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      REQUESTS.add(context.request().getClass().getSimpleName());
    }
  }

  @Test
  void itMakesTheCalls() {
    assertFalse(clients.own() instanceof LowLevelClient);
    given()
        .contentType("application/json")
        .body("{\"name\":\"by the SDK\"}")
        .put("/items/by-the-sdk")
        .then()
        .statusCode(201);
    given().get("/items/by-the-sdk").then().statusCode(200).body("name", equalTo("by the SDK"));
    assertTrue(Interceptor.REQUESTS.containsAll(Set.of("PutItemRequest", "GetItemRequest")));
  }

  /** Where no bean injects the client, the extension has no builder. */
  @Test
  void itHasTheInterceptorsWithoutTheExtensionToo() {
    assertTrue(
        SdkClient.configured(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class))
            .overrideConfiguration()
            .executionInterceptors()
            .stream()
            .anyMatch(Interceptor.class::isInstance));
  }
}
