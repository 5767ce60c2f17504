package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.table.CollectionRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Indexes that are deleted and created while the function knows them as they were. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class ChangedIndexesTest {
  private static final String TABLE = "orders";
  private static final String INDEX = "by-carrier";

  /** After which a description of the table is doubted. */
  private static final long OLD_MILLIS = 1100;

  @Inject CollectionRegistry collections;
  FaultyDynamoDb faulty;
  DynamoDbClient dynamoDb;

  @BeforeEach
  void anOrder() {
    collections.forgetIndexes();
    dynamoDb.putItem(
        put ->
            put.tableName(TABLE)
                .item(
                    Map.of(
                        "shop", AttributeValue.fromS("changed"),
                        "number", AttributeValue.fromN("1"),
                        "rating", AttributeValue.fromN("1911"),
                        "carrier", AttributeValue.fromS("changing"))));
  }

  @AfterEach
  void asItWas() throws InterruptedException {
    faulty.reset();
    if (indexes().stream().noneMatch(index -> index.indexName().equals(INDEX))) {
      create();
    }
    collections.forgetIndexes();
  }

  private List<GlobalSecondaryIndexDescription> indexes() {
    return dynamoDb
        .describeTable(describe -> describe.tableName(TABLE))
        .table()
        .globalSecondaryIndexes();
  }

  private void delete() throws InterruptedException {
    update(GlobalSecondaryIndexUpdate.builder().delete(index -> index.indexName(INDEX)).build());
    while (indexes().stream().anyMatch(index -> index.indexName().equals(INDEX))) {
      Thread.sleep(20);
    }
  }

  private void create() throws InterruptedException {
    update(
        GlobalSecondaryIndexUpdate.builder()
            .create(
                CreateGlobalSecondaryIndexAction.builder()
                    .indexName(INDEX)
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("carrier")
                            .keyType(KeyType.HASH)
                            .build())
                    .projection(
                        of -> of.projectionType(ProjectionType.INCLUDE).nonKeyAttributes("created"))
                    .build())
            .build());
    while (indexes().stream().anyMatch(index -> index.indexStatus() != IndexStatus.ACTIVE)) {
      Thread.sleep(20);
    }
  }

  private void update(GlobalSecondaryIndexUpdate change) {
    dynamoDb.updateTable(
        update ->
            update
                .tableName(TABLE)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("carrier")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .globalSecondaryIndexUpdates(change));
  }

  private static Response get(String query) {
    return given().get("/orders?" + query);
  }

  @Test
  void aDeletedIndexIsPlannedWithNoMore() throws InterruptedException {
    get("carrier=changing").then().statusCode(200).body("items", hasSize(1));
    get("carrier=changing&rating=1911").then().statusCode(200).body("items", hasSize(1));
    delete();
    Thread.sleep(OLD_MILLIS);
    faulty.reset();
    get("carrier=changing&rating=1911").then().statusCode(200).body("items", hasSize(1));
    assertEquals(1, faulty.calls("DescribeTable"));
    for (int i = 0; i < 3; i++) {
      get("carrier=changing")
          .then()
          .statusCode(400)
          .body("type", equalTo("urn:problem-type:larder:unserved-query"));
    }
    assertEquals(1, faulty.calls("DescribeTable"));
  }

  @Test
  void aQueryThatOnlyADeletedIndexServedIsRefused() throws InterruptedException {
    get("carrier=changing").then().statusCode(200).body("items", hasSize(1));
    delete();
    Thread.sleep(OLD_MILLIS);
    faulty.reset();
    get("carrier=changing")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:unserved-query"));
    assertEquals(1, faulty.calls("DescribeTable"));
  }

  @Test
  void aRejectionThatIndexesDoNotExplainStaysAFailure() throws InterruptedException {
    get("rating=1911").then().statusCode(200);
    Thread.sleep(OLD_MILLIS);
    faulty.reset();
    faulty.fail(1, "Query", 400, "ValidationException");
    get("rating=1911").then().statusCode(500);
    assertEquals(1, faulty.calls("DescribeTable"));
    get("rating=1911").then().statusCode(200).body("items", hasSize(1));
    // Without an index, indexes explain nothing.
    faulty.reset();
    faulty.fail(1, "Query", 400, "ValidationException");
    get("shop=changed").then().statusCode(500);
    assertEquals(0, faulty.calls("DescribeTable"));
  }
}
