package dev.larder.table;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * When a collection's items expire. DynamoDB deletes an expired item within days; Larder treats it
 * as absent from the second it expires. The attribute counts only if it is a number and at most
 * five years in the past: "How it works: DynamoDB Time to Live" of the developer guide.
 *
 * @param attribute the TTL attribute, in seconds since the epoch; empty if items do not expire
 */
public record Expiry(Optional<String> attribute) {
  private static final long IGNORED_SECONDS = Duration.ofDays(5 * 365 + 1).toSeconds();

  public boolean hasExpired(Item item, Instant now) {
    AttributeValue value = attribute.map(item.attributes()::get).orElse(null);
    if (value == null || value.n() == null) {
      return false;
    }
    double expires = Double.parseDouble(value.n());
    return expires <= now.getEpochSecond() && expires >= now.getEpochSecond() - IGNORED_SECONDS;
  }

  /** A condition that holds for expired items. */
  Condition expired(String name, Instant now) {
    return Condition.numberBetween(
        name, now.getEpochSecond() - IGNORED_SECONDS, now.getEpochSecond());
  }
}
