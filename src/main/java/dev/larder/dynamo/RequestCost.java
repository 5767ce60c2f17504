package dev.larder.dynamo;

import jakarta.enterprise.context.RequestScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;

/**
 * What a request has used of DynamoDB so far: calls, their duration, the consumed capacity, and how
 * often DynamoDB throttled.
 */
@RequestScoped
public class RequestCost {
  private int calls;
  private int throttled;
  private long nanos;
  private double read;
  private double write;

  /** Read request units, or read capacity units, that the request has consumed. */
  public synchronized double read() {
    return read;
  }

  /** Write request units, or write capacity units, that the request has consumed. */
  public synchronized double write() {
    return write;
  }

  synchronized void add(boolean reads, DynamoDbResponse response, long nanos) {
    this.calls++;
    this.nanos += nanos;
    double units =
        response == null
            ? 0
            : units(response.getValueForField("ConsumedCapacity", Object.class).orElse(null));
    if (reads) {
      read += units;
    } else {
      write += units;
    }
  }

  /** Counts a call that DynamoDB throttled or processed only in part. */
  synchronized void addThrottled() {
    throttled++;
  }

  private static double units(Object consumed) {
    if (consumed instanceof List<?> all) {
      return all.stream().mapToDouble(RequestCost::units).sum();
    }
    Double units = consumed instanceof ConsumedCapacity one ? one.capacityUnits() : null;
    return units == null ? 0 : units;
  }

  /**
   * The value of {@code Larder-Consumed-Capacity}, an RFC 9651 dictionary, as in {@code read=0.5,
   * write=2, throttled=1}. It omits {@code write} and {@code throttled} if they are 0. Empty if the
   * request has made no call.
   */
  public synchronized Optional<String> consumed() {
    if (calls == 0) {
      return Optional.empty();
    }
    StringBuilder consumed = new StringBuilder("read=").append(rounded(read));
    if (write > 0) {
      consumed.append(", write=").append(rounded(write));
    }
    if (throttled > 0) {
      consumed.append(", throttled=").append(throttled);
    }
    return Optional.of(consumed.toString());
  }

  /** The value of {@code Server-Timing}; empty if the request has made no call. */
  public synchronized Optional<String> timing() {
    if (calls == 0) {
      return Optional.empty();
    }
    double millis = nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    return Optional.of(
        "dynamodb;dur="
            + rounded(millis)
            + ";desc=\""
            + calls
            + (calls == 1 ? " call" : " calls")
            + '"');
  }

  private static String rounded(double number) {
    return BigDecimal.valueOf(number)
        .setScale(3, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
