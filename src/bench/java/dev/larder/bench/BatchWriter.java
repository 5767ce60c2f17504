package dev.larder.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Puts many items as a plain program does: by BatchWriteItem, 25 a batch, 8 at a time. */
final class BatchWriter implements AutoCloseable {
  static final int BATCH = 25;
  static final int AT_A_TIME = 8;

  private final DynamoDbClient dynamoDb;
  private final ReturnConsumedCapacity cost;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);

  /**
   * @param cost whether each call is to say what it consumed
   */
  BatchWriter(DynamoDbClient dynamoDb, ReturnConsumedCapacity cost) {
    this.dynamoDb = dynamoDb;
    this.cost = cost;
  }

  /** Returns when all items are written. */
  void write(String table, List<Map<String, AttributeValue>> items) {
    List<Future<?>> batches = new ArrayList<>();
    for (int from = 0; from < items.size(); from += BATCH) {
      List<WriteRequest> batch =
          items.subList(from, Math.min(from + BATCH, items.size())).stream()
              .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
              .toList();
      batches.add(threads.submit(() -> write(Map.of(table, batch))));
    }
    try {
      for (Future<?> batch : batches) {
        batch.get();
      }
    } catch (ExecutionException e) {
      throw new BenchException("Cannot write items: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while writing items", e);
    }
  }

  private void write(Map<String, List<WriteRequest>> batch) {
    Map<String, List<WriteRequest>> left = batch;
    while (!left.isEmpty()) {
      Map<String, List<WriteRequest>> items = left;
      left =
          dynamoDb
              .batchWriteItem(request -> request.requestItems(items).returnConsumedCapacity(cost))
              .unprocessedItems();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
