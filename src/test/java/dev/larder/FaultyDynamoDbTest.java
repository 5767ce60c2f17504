package dev.larder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Each fault as a client of DynamoDB sees it that tries nothing twice. */
class FaultyDynamoDbTest {
  private static final String TABLE = "products";
  private static final String PUT = "PutItem";
  private static final Map<String, AttributeValue> KEY = Map.of("sku", AttributeValue.fromS("a"));

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());

  private final DynamoDbClient client = client(Duration.ofSeconds(20));

  @BeforeEach
  void reset() {
    faulty.reset();
    dynamoDb.client().deleteItem(delete -> delete.tableName(TABLE).key(KEY));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static DynamoDbClient client(Duration read) {
    return TestDynamoDb.lowLevel(faulty.endpoint(), read);
  }

  private void put() {
    client.putItem(put -> put.tableName(TABLE).item(KEY));
  }

  private static boolean happened() {
    return dynamoDb
        .client()
        .getItem(get -> get.tableName(TABLE).key(KEY).consistentRead(true))
        .hasItem();
  }

  private DynamoDbException refused(Fault fault) {
    faulty.next(1, PUT, fault);
    return assertThrows(DynamoDbException.class, this::put);
  }

  private void broken(Fault fault) {
    faulty.next(1, PUT, fault);
    assertThrows(SdkClientException.class, this::put);
  }

  @Test
  void anErrorIsAnsweredBeforeTheCallIsCarriedOut() {
    assertTrue(refused(Fault.error(400, "ThrottlingException")).isThrottlingException());
    assertTrue(
        refused(Fault.error(400, "ProvisionedThroughputExceededException"))
            .isThrottlingException());
    assertEquals(503, refused(Fault.error(503, "ServiceUnavailable")).statusCode());
    assertFalse(happened());
    assertEquals(3, faulty.calls(PUT));
    put();
    assertTrue(happened());
  }

  @Test
  void orAfterIt() {
    assertInstanceOf(
        InternalServerErrorException.class, refused(Fault.errorAfter(500, "InternalServerError")));
    assertTrue(happened());
  }

  @Test
  void anotherWriterIsInTheWay() {
    assertInstanceOf(TransactionConflictException.class, refused(Fault.conflict()));
    faulty.next(1, "TransactWriteItems", Fault.conflict());
    TransactionCanceledException canceled =
        assertThrows(TransactionCanceledException.class, this::transact);
    assertEquals(
        List.of("TransactionConflict", "None"),
        canceled.cancellationReasons().stream().map(reason -> reason.code()).toList());
    assertFalse(happened());
    faulty.next(1, "GetItem", Fault.conflict());
    assertFalse(client.getItem(get -> get.tableName(TABLE).key(KEY)).hasItem());
  }

  private void transact() {
    client.transactWriteItems(transaction -> transaction.transactItems(written("a"), written("b")));
  }

  private static TransactWriteItem written(String sku) {
    return TransactWriteItem.builder()
        .put(Put.builder().tableName(TABLE).item(Map.of("sku", AttributeValue.fromS(sku))).build())
        .build();
  }

  @Test
  void aConnectionBreaksBeforeTheCallIsCarriedOut() {
    faulty.next(1, PUT, Fault.disconnect());
    SdkClientException e = assertThrows(SdkClientException.class, this::put);
    assertInstanceOf(SocketException.class, e.getCause());
    assertFalse(happened());
  }

  @Test
  void orAfterItWithHalfOfTheAnswerOrNothing() {
    broken(Fault.cut());
    assertTrue(happened());
    reset();
    broken(Fault.lose());
    assertTrue(happened());
  }

  @Test
  void aLateCallIsCarriedOutWhenTheClientHasGivenItUp() {
    broken(Fault.late(Duration.ofMillis(200)));
    faulty.settle();
    assertTrue(happened());
  }

  @Test
  void aStalledCallIsCarriedOutOnceItIsResumed() {
    faulty.next(1, PUT, Fault.stall());
    CompletableFuture<Void> call = stalled();
    assertFalse(happened());
    faulty.resume();
    call.join();
    assertTrue(happened());
  }

  @Test
  void orDropped() {
    faulty.next(1, PUT, Fault.stall());
    CompletableFuture<Void> call = stalled();
    faulty.reset();
    assertThrows(CompletionException.class, call::join);
    assertFalse(happened());
  }

  private CompletableFuture<Void> stalled() {
    CompletableFuture<Void> call = CompletableFuture.runAsync(this::put);
    while (faulty.calls(PUT) == 0) {
      Thread.onSpinWait();
    }
    return call;
  }

  @Test
  void aClientOfAStalledCallSeesNothing() {
    faulty.next(1, PUT, Fault.stall());
    try (DynamoDbClient impatient = client(Duration.ofMillis(50))) {
      SdkClientException e =
          assertThrows(
              SdkClientException.class,
              () -> impatient.putItem(put -> put.tableName(TABLE).item(KEY)));
      assertInstanceOf(SocketTimeoutException.class, e.getCause());
    }
  }

  @Test
  void whatIsNotReadIsNoCallYet() {
    put();
    faulty.stopReading();
    CompletableFuture<Void> call = CompletableFuture.runAsync(this::put);
    assertThrows(TimeoutException.class, () -> call.get(100, TimeUnit.MILLISECONDS));
    assertEquals(1, faulty.calls());
    faulty.resume();
    call.join();
    assertEquals(2, faulty.calls());
  }

  @Test
  void aSlowCallTakesItsTime() {
    faulty.next(1, PUT, Fault.slow(Duration.ofMillis(60)));
    long start = System.nanoTime();
    put();
    assertTrue(System.nanoTime() - start >= 60_000_000);
    assertTrue(happened());
  }

  @Test
  void aBatchIsLeftUnprocessed() {
    faulty.next(1, "BatchWriteItem", Fault.unprocessed(1));
    WriteRequest write =
        WriteRequest.builder().putRequest(PutRequest.builder().item(KEY).build()).build();
    BatchWriteItemResponse response =
        client.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, List.of(write))));
    assertEquals(Map.of(TABLE, List.of(write)), response.unprocessedItems());
    assertFalse(happened());
  }

  @Test
  void theSameRainFallsFromTheSameSeed() {
    List<String> first = rain(1);
    assertEquals(first, rain(1));
    assertNotEquals(first, rain(2));
    assertTrue(first.containsAll(List.of("ok", "500", "503")), first::toString);
    assertTrue(faulty.befallen().get("ServiceUnavailable") > 0, () -> "" + faulty.befallen());
    faulty.reset();
    for (int i = 0; i < 40; i++) {
      put();
    }
  }

  private List<String> rain(long seed) {
    faulty.rain(
        seed,
        Fault.error(500, "InternalServerError").likely(0.2),
        Fault.error(503, "ServiceUnavailable").likely(0.3));
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      try {
        put();
        answers.add("ok");
      } catch (DynamoDbException e) {
        answers.add(String.valueOf(e.statusCode()));
      }
    }
    return answers;
  }
}
