package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.net.SocketHttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class SnapshotConnectionTest {
  private static final String TABLE = "products";
  private static final Map<String, AttributeValue> ITEM =
      Map.of("sku", AttributeValue.fromS("rehearsed"));

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose private static final FaultyDynamoDb proxy = FaultyDynamoDb.before(dynamoDb.endpoint());

  private final List<Closeable> clients = new ArrayList<>();
  private final SnapshotConnection connection =
      new SnapshotConnection(this::newClient, AnonymousCredentialsProvider::create);
  private final DynamoDbClient client = client(connection);

  @BeforeEach
  void begin() {
    proxy.reset();
    connection.begin();
  }

  @AfterEach
  void close() {
    client.close();
    connection.close();
  }

  private SdkHttpClient newClient() {
    Closeable client = new Closeable();
    clients.add(client);
    return client;
  }

  private void writeInEveryWay() {
    client.putItem(put -> put.tableName(TABLE).item(ITEM));
    client.updateItem(update -> update.tableName(TABLE).key(ITEM));
    client.deleteItem(delete -> delete.tableName(TABLE).key(ITEM));
    client.batchWriteItem(
        batch ->
            batch.requestItems(
                Map.of(
                    TABLE,
                    List.of(
                        WriteRequest.builder()
                            .putRequest(PutRequest.builder().item(ITEM).build())
                            .build()))));
    client.transactWriteItems(
        transaction ->
            transaction.transactItems(
                TransactWriteItem.builder()
                    .put(Put.builder().tableName(TABLE).item(ITEM).build())
                    .build()));
  }

  @Test
  void whileItRehearsesNoWriteLeavesTheProcess() {
    writeInEveryWay();
    connection.rehearse(TABLE);
    writeInEveryWay();
    assertEquals(0, proxy.calls());
    connection.end();
    client.putItem(put -> put.tableName(TABLE).item(ITEM));
    assertEquals(1, proxy.calls());
    assertEquals(ITEM, client.getItem(get -> get.tableName(TABLE).key(ITEM)).item());
    client.deleteItem(delete -> delete.tableName(TABLE).key(ITEM));
    assertEquals(3, proxy.calls());
  }

  @Test
  void readsAreDynamoDbsUntilTheyAreRehearsedToo() {
    assertFalse(client.getItem(get -> get.tableName(TABLE).key(ITEM)).hasItem());
    assertEquals(1, proxy.calls());
    connection.rehearse(TABLE);
    Map<String, AttributeValue> rehearsed =
        client.getItem(get -> get.tableName(TABLE).key(ITEM)).item();
    assertTrue(rehearsed.entrySet().containsAll(ITEM.entrySet()), rehearsed::toString);
    assertTrue(client.scan(scan -> scan.tableName(TABLE)).count() > 0);
    assertFalse(client.getItem(get -> get.tableName("another").key(ITEM)).hasItem());
    assertEquals(1, proxy.calls());
    client.describeTable(describe -> describe.tableName(TABLE));
    assertEquals(2, proxy.calls());
  }

  @Test
  void aConditionFailsToo() {
    ConditionalCheckFailedException failed =
        assertThrows(
            ConditionalCheckFailedException.class,
            () ->
                client.putItem(
                    put ->
                        put.tableName(TABLE)
                            .item(ITEM)
                            .conditionExpression("sku = :sku")
                            .expressionAttributeValues(
                                Map.of(
                                    ":sku",
                                    AttributeValue.fromS(
                                        SnapshotConnection.FAILING_TAG.replace("\"", ""))))));
    assertTrue(failed.hasItem());
    assertEquals(0, proxy.calls());
  }

  @Test
  void itsConnectionsAreClosedWhenTheRehearsalEnds() {
    client.getItem(get -> get.tableName(TABLE).key(ITEM));
    connection.end();
    assertEquals(2, clients.size());
    assertTrue(clients.get(0).closed);
    assertFalse(clients.get(1).closed);
  }

  @Test
  void whateverFailsAtItsEndNothingIsAnsweredFromItAfterwards() {
    List<SdkHttpClient> left = new ArrayList<>(List.of(newClient()));
    try (SnapshotConnection failing =
        new SnapshotConnection(() -> left.remove(0), AnonymousCredentialsProvider::create)) {
      failing.begin();
      assertThrows(IndexOutOfBoundsException.class, failing::end);
      try (DynamoDbClient writer = client(failing)) {
        writer.deleteItem(delete -> delete.tableName(TABLE).key(ITEM));
      }
    }
    assertEquals(1, proxy.calls());
  }

  private static DynamoDbClient client(SdkHttpClient http) {
    return DynamoDbClient.builder()
        .endpointOverride(proxy.endpoint())
        .region(Region.of(TestDynamoDb.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClient(http)
        .build();
  }

  /** Tells whether it was closed. */
  private static final class Closeable implements SdkHttpClient {
    private final SdkHttpClient client =
        new SocketHttpClient(
            Duration.ofSeconds(5), Duration.ofSeconds(5), () -> SocketHttpClient.UNBOUNDED);
    private boolean closed;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return client.prepareRequest(request);
    }

    @Override
    public String clientName() {
      return client.clientName();
    }

    @Override
    public void close() {
      closed = true;
      client.close();
    }
  }
}
