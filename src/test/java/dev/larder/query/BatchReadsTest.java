package dev.larder.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.TestConfig;
import dev.larder.dynamo.StubbedDynamoDb;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.table.Collection;
import dev.larder.table.schema.TableSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/** How many keys a batch get names. */
class BatchReadsTest {
  private static final Collection ITEMS = TestConfig.collection(TableSchema.parse("id:N"));

  private final Map<String, Double> heaviest = new HashMap<>();
  private long bytesLeft = 6_000_000;

  /**
   * Reads as many keys as the budget allows, and returns the number of keys of each call.
   *
   * @param each the read units of each key, by its place
   */
  private List<Integer> calls(double budget, boolean consistent, double... each) {
    List<Integer> calls = new ArrayList<>();
    double[] consumed = new double[1];
    StubbedDynamoDb dynamoDb =
        new StubbedDynamoDb(
            request ->
                BatchGetItemResponse.builder()
                    .consumedCapacity(ConsumedCapacity.builder().capacityUnits(consumed[0]).build())
                    .build());
    PageBudget left =
        new PageBudget(budget, Duration.ofMinutes(1), dynamoDb.cost(), dynamoDb.deadline());
    BatchReads reads = new BatchReads(dynamoDb.batches(), heaviest, ITEMS, consistent, left);
    int read = 0;
    while (read < each.length && left.exhausted().isEmpty()) {
      int size = reads.size(each.length - read, bytesLeft);
      consumed[0] = IntStream.range(read, read + size).mapToDouble(i -> each[i]).sum();
      reads.get(keys(read, read + size), Projection.ALL);
      read += size;
      calls.add(size);
    }
    return calls;
  }

  private static List<Item> keys(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Item.of(Map.of("id", AttributeValue.fromN(String.valueOf(i)))))
        .toList();
  }

  private static double[] all(int count, double units) {
    return IntStream.range(0, count).mapToDouble(i -> units).toArray();
  }

  private static double[] small(int count) {
    return all(count, 0.5);
  }

  @Test
  void aHundredSmallItemsTakeThreeCallsOnceTheirSizeIsKnown() {
    assertEquals(List.of(2, 8, 32, 40, 18), calls(128, false, small(100)));
    assertEquals(List.of(20, 40, 40), calls(128, false, small(100)));
    assertEquals(List.of(20), calls(128, true, all(20, 1)));
  }

  @Test
  void unknownItemsMayBeTheLargest() {
    assertEquals(List.of(2, 1), calls(128, false, all(100, 49)));
    heaviest.clear();
    assertEquals(List.of(1, 1), calls(128, true, all(100, 98)));
    heaviest.clear();
    assertEquals(List.of(1), calls(10, true, all(100, 98)));
  }

  @Test
  void whatWeighedMuchOnceIsReadWithCareAgain() {
    assertEquals(List.of(2, 1), calls(128, false, all(3, 49)));
    assertEquals(List.of(2, 8, 30), calls(128, false, small(40)));
    assertEquals(List.of(1, 4, 16, 19), calls(128, true, all(40, 1)));
  }

  @Test
  void theRestOfTheBudgetLimitsTheNextCall() {
    assertEquals(List.of(2, 8, 2), calls(120, false, all(100, 10)));
    assertEquals(List.of(12), calls(120, false, all(12, 10)));
  }

  @Test
  void noMoreIsReadThanThePageCanTake() {
    assertEquals(List.of(14, 14, 2), calls(10_000, false, all(30, 50)));
    bytesLeft = 100_000;
    assertEquals(List.of(1, 1), calls(10_000, true, all(2, 100)));
    heaviest.clear();
    assertEquals(List.of(1, 4, 16, 24, 24), calls(10_000, true, all(69, 1)));
  }

  @Test
  void ofItemsThatAreLargeAfterAllNoMoreIsReadThanByOneCall() {
    double[] each = small(100);
    for (int i = 42; i < 100; i++) {
      each[i] = 49;
    }
    assertEquals(List.of(2, 8, 32, 40), calls(128, false, each));
  }
}
