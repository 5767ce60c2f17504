package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

class RequestCostTest {
  private final RequestCost cost = new RequestCost();

  private static ConsumedCapacity units(double units) {
    return ConsumedCapacity.builder().capacityUnits(units).build();
  }

  private static GetItemResponse got(double units) {
    return GetItemResponse.builder().consumedCapacity(units(units)).build();
  }

  @Test
  void withoutACallThereIsNothingToSay() {
    assertEquals(Optional.empty(), cost.consumed());
    assertEquals(Optional.empty(), cost.timing());
    assertEquals(0, cost.read());
  }

  @Test
  void readsAndWritesAreAddedUpEachForItself() {
    cost.add(true, got(0.5), 0);
    assertEquals(Optional.of("read=0.5"), cost.consumed());
    cost.add(false, PutItemResponse.builder().consumedCapacity(units(1)).build(), 0);
    assertEquals(Optional.of("read=0.5, write=1"), cost.consumed());
    cost.add(true, got(9.5), 0);
    assertEquals(Optional.of("read=10, write=1"), cost.consumed());
    assertEquals(10, cost.read());
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, 1",
    "1234567, 1.235",
    "1030000, 1.03",
    "1003000, 1.003",
    "1200000, 1.2",
    "400, 0",
    "500, 0.001",
    "999999999, 1000",
    "1000500, 1.001",
    "12742000, 12.742"
  })
  void aDurationIsInMillisecondsOfThreeDecimals(long nanos, String millis) {
    cost.add(true, null, nanos);
    assertEquals(Optional.of("dynamodb;dur=" + millis + ";desc=\"1 call\""), cost.timing());
  }

  @Test
  void aBatchConsumesOnEachOfItsTables() {
    cost.add(
        false,
        BatchWriteItemResponse.builder().consumedCapacity(List.of(units(2), units(23))).build(),
        0);
    assertEquals(Optional.of("read=0, write=25"), cost.consumed());
  }

  @Test
  void aCallThatFailedOrSaysNothingIsOneAllTheSame() {
    cost.add(true, null, 0);
    cost.add(true, DescribeTableResponse.builder().build(), 0);
    cost.add(false, PutItemResponse.builder().build(), 0);
    cost.add(true, GetItemResponse.builder().consumedCapacity(capacity -> {}).build(), 0);
    assertEquals(Optional.of("read=0"), cost.consumed());
    assertEquals(Optional.of("dynamodb;dur=0;desc=\"4 calls\""), cost.timing());
  }

  @Test
  void whatWasThrottledIsCounted() {
    cost.add(true, null, 0);
    cost.addThrottled();
    assertEquals(Optional.of("read=0, throttled=1"), cost.consumed());
    cost.addThrottled();
    cost.add(false, PutItemResponse.builder().consumedCapacity(units(1)).build(), 0);
    assertEquals(Optional.of("read=0, write=1, throttled=2"), cost.consumed());
  }

  @Test
  void theTimeIsInMillisecondsWithThreeDecimalsAtMost() {
    cost.add(true, got(0.5), 1_200_000);
    assertEquals(Optional.of("dynamodb;dur=1.2;desc=\"1 call\""), cost.timing());
    cost.add(true, got(0.5), 1_345_678);
    assertEquals(Optional.of("dynamodb;dur=2.546;desc=\"2 calls\""), cost.timing());
  }

  /** RFC 9651, section 3.3.2: three decimals at most, and no exponent. */
  @Test
  void sumsAreNumbersOfAStructuredField() {
    for (int i = 0; i < 30; i++) {
      cost.add(true, got(0.1), 0);
    }
    cost.add(false, PutItemResponse.builder().consumedCapacity(units(100_000_000)).build(), 0);
    assertEquals(Optional.of("read=3, write=100000000"), cost.consumed());
  }
}
