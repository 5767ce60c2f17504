package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What a tenant's requests cost, which does not depend on what other tenants have. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
@TestProfile(TenantCostTest.Tenants.class)
class TenantCostTest {
  private static final String TABLE = "notes";
  private static final int OWN = 30;
  private static final int FEW = 10;
  private static final int MANY = 10_000;

  /** The most items that one call of BatchWriteItem writes. */
  private static final int BATCH = 25;

  /** Requests of one Query each: by the table, or by an index whose key has the tenant. */
  private static final Map<String, String> QUERIES =
      Map.of(
          "/notes", "*/*",
          "/notes?sort=-id&limit=7", "*/*",
          "/notes?rank[gte]=2&sort=-rank", "*/*",
          "/notes?kind=x", "*/*",
          "/notes?kind=x&id[prefix]=own1", "*/*",
          "/notes?limit=0&count=true", "*/*",
          "/notes?kind=x&limit=0&count=true", "*/*",
          "/notes?fields=id,rank", "text/csv",
          "/notes?rank=3", "application/x-ndjson");

  /** Tenants by a claim, in a table whose key and indexes have the tenant in each of its places. */
  public static class Tenants implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "larder.access", "authorizer",
          "larder.collections.notes.table", TABLE,
          "larder.collections.notes.rows", "{\"tenantId\": \"claim:tenant\"}");
    }
  }

  FaultyDynamoDb faulty;
  DynamoDbClient dynamoDb;

  @Inject RequestStreamHandler function;

  @BeforeEach
  void createTable() {
    dynamoDb.createTable(
        create ->
            create
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    definition("tenantId", ScalarAttributeType.S),
                    definition("id", ScalarAttributeType.S),
                    definition("kind", ScalarAttributeType.S),
                    definition("rank", ScalarAttributeType.N))
                .keySchema(key("tenantId", "id"))
                .globalSecondaryIndexes(index("kind", "tenantId"), index("tenantId", "rank")));
  }

  @AfterEach
  void deleteTable() {
    dynamoDb.deleteTable(delete -> delete.tableName(TABLE));
  }

  private static AttributeDefinition definition(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static List<KeySchemaElement> key(String partition, String sort) {
    return List.of(
        KeySchemaElement.builder().attributeName(partition).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(sort).keyType(KeyType.RANGE).build());
  }

  private static GlobalSecondaryIndex index(String partition, String sort) {
    return GlobalSecondaryIndex.builder()
        .indexName(partition + "-" + sort)
        .keySchema(key(partition, sort))
        .projection(Projection.builder().projectionType(ProjectionType.ALL).build())
        .build();
  }

  /** Stores items of a tenant, or of as many others as there are items. */
  private void store(String tenant, String id, int from, int to) {
    List<WriteRequest> batch = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Map<String, AttributeValue> item =
          Map.of(
              "tenantId", AttributeValue.fromS(id.equals("own") ? tenant : tenant + i % 100),
              "id", AttributeValue.fromS(id + i),
              "kind", AttributeValue.fromS("x"),
              "rank", AttributeValue.fromN(String.valueOf(i % 5)));
      batch.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
      if (batch.size() == BATCH || i == to - 1) {
        List<WriteRequest> full = List.copyOf(batch);
        dynamoDb.batchWriteItem(write -> write.requestItems(Map.of(TABLE, full)));
        batch.clear();
      }
    }
  }

  private HttpEvent.Answer get(String path, String accept) throws IOException {
    return HttpEvent.of("GET", path)
        .header("Accept", accept)
        .jwt("ada")
        .claim("tenant", "\"acme\"")
        .sendTo(function);
  }

  /** The body of each request's response, and what it has consumed. */
  private Map<String, String> answers() throws IOException {
    Map<String, String> answers = new LinkedHashMap<>();
    for (Map.Entry<String, String> query : QUERIES.entrySet()) {
      faulty.reset();
      HttpEvent.Answer answer = get(query.getKey(), query.getValue());
      assertEquals(200, answer.status(), answer.body());
      assertEquals(1, faulty.calls("Query"), query::getKey);
      assertEquals(1, faulty.calls(), query::getKey);
      String units = answer.headers().get("Larder-Consumed-Capacity");
      assertTrue(units.startsWith("read="), units);
      answers.put(query.getKey(), units + '\n' + answer.body());
    }
    return answers;
  }

  @Test
  void aTenantsQueriesAreOneQueryOfItsPartitionAndCostTheSameWhateverOthersHave()
      throws IOException {
    store("acme", "own", 0, OWN);
    store("acme-", "other", 0, FEW);
    assertEquals(OWN, get("/notes?rank[gte]=0&sort=rank", "*/*").json().path("items").size());
    Map<String, String> amongFew = answers();
    assertTrue(amongFew.get("/notes?kind=x&limit=0&count=true").contains("\"value\":" + OWN));
    store("acme-", "other", FEW, MANY);
    assertEquals(amongFew, answers());
  }
}
