package dev.larder.lambda.snapstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.ChangeStream;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.event.InvocationFailedException;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.FunctionHandler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * What priming sends, for collections of every kind: items have owners, times to live or a schema,
 * keys are of each type.
 */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
@TestProfile(PrimingTest.WithRights.class)
class PrimingTest {
  DynamoDbClient dynamoDb;
  FaultyDynamoDb proxy;

  @Inject FunctionHandler function;

  public static class WithRights implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "larder.access", "authorizer",
          "larder.collections.items.owner", "owner",
          "larder.collections.pages.owner", "book",
          "larder.collections.orders.write", "writers",
          "example.audit", "true");
    }
  }

  @BeforeEach
  void reset() {
    proxy.reset();
  }

  private static List<ObjectNode> all(String collection) {
    PrimingRequests requests = new PrimingRequests();
    List<ObjectNode> all = new ArrayList<>();
    all.addAll(requests.events(collection, "common"));
    all.addAll(requests.events(collection, "others"));
    return all;
  }

  private void send(List<ObjectNode> events) {
    for (ObjectNode event : events) {
      try {
        function.handle(
            event.toString().getBytes(StandardCharsets.UTF_8), new FixedContext("r", 1024, 20_000));
      } catch (InvocationFailedException e) {
        // As a direct request is told of a problem.
      }
    }
  }

  /** All items of all tables. */
  private Map<String, Set<Map<String, AttributeValue>>> tables() {
    Map<String, Set<Map<String, AttributeValue>>> tables = new TreeMap<>();
    for (String table : dynamoDb.listTables().tableNames()) {
      tables.put(
          table,
          Set.copyOf(dynamoDb.scan(scan -> scan.tableName(table).consistentRead(true)).items()));
    }
    return tables;
  }

  /** Puts an item, and returns its key. */
  private Map<String, AttributeValue> put(String table, String text) {
    TableDescription described =
        dynamoDb.describeTable(describe -> describe.tableName(table)).table();
    Map<String, AttributeValue> item = new HashMap<>();
    for (AttributeDefinition attribute : described.attributeDefinitions()) {
      item.put(
          attribute.attributeName(),
          switch (attribute.attributeType()) {
            case N -> AttributeValue.fromN(String.valueOf(text.length()));
            case B -> AttributeValue.fromB(SdkBytes.fromUtf8String(text));
            default -> AttributeValue.fromS(text);
          });
    }
    dynamoDb.putItem(put -> put.tableName(table).item(item));
    item.keySet()
        .retainAll(described.keySchema().stream().map(KeySchemaElement::attributeName).toList());
    return item;
  }

  @Test
  void hooksWriteNothingBesides() {
    Map<String, Set<Map<String, AttributeValue>>> before = tables();
    send(all("sessions"));
    assertEquals(before, tables());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blobs",
        "films",
        "items",
        "movies",
        "orders",
        "pages",
        "products",
        "readings",
        "sessions"
      })
  void nothingOfItWrites(String collection) throws InterruptedException {
    put(collection, "there before");
    try (ChangeStream stream = ChangeStream.open(dynamoDb, collection)) {
      Map<String, Set<Map<String, AttributeValue>>> before = tables();
      send(all(collection));
      assertEquals(before, tables());
      Map<String, AttributeValue> last = put(collection, "there afterwards");
      assertEquals(List.of(last), stream.keysUntil(last));
    }
  }

  @Test
  void dynamoDbIsAskedInEveryWay() {
    send(all("products"));
    assertCalled("GetItem", "Query", "BatchGetItem", "DeleteItem", "BatchWriteItem");
    send(all("blobs"));
    assertCalled("PutItem", "UpdateItem", "TransactWriteItems");
  }

  private void assertCalled(String... operations) {
    for (String operation : operations) {
      assertTrue(proxy.calls(operation) > 0, operation);
    }
  }
}
