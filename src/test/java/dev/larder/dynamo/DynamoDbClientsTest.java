package dev.larder.dynamo;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.dynamo.lowlevel.LowLevelClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class DynamoDbClientsTest {
  @Inject DynamoDbClientProducer clients;

  /** As a project's code gets it. */
  @Inject Instance<DynamoDbClient> injected;

  @Test
  void theCallsOfLarderAreLowLevel() {
    assertInstanceOf(LowLevelClient.class, clients.own());
    assertSame(clients.own(), clients.own());
  }

  @Test
  void whoInjectsTheClientGetsAllOperations() {
    assertTrue(injected.get().listTables().tableNames().contains("items"));
  }

  @Test
  void bothHaveOtherCredentialsAndConnectionsAfterARestore() {
    injected.get().listTables();
    clients.renew();
    assertTrue(injected.get().listTables().tableNames().contains("items"));
    given().get("/items/a").then().statusCode(404);
  }
}
