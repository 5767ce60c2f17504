package dev.larder.table;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * When a collection's items expire. DynamoDB removes them within days; here they are absent from
 * the second on. As in "How it works: DynamoDB Time to Live" of the developer guide, the attribute
 * counts where it is a number, and not more than five years past.
 *
 * @param attribute the attribute; empty where nothing expires
 */
public record Expiry(Optional<String> attribute) {
  private static final long IGNORED_SECONDS = Duration.ofDays(5 * 365 + 1).toSeconds();

  /** Whether the item has expired. */
  public boolean hasExpired(Item item, Instant now) {
    AttributeValue value = attribute.map(item.attributes()::get).orElse(null);
    if (value == null || value.n() == null) {
      return false;
    }
    double expires = Double.parseDouble(value.n());
    return expires <= now.getEpochSecond() && expires >= now.getEpochSecond() - IGNORED_SECONDS;
  }

  /** Holds for items that have expired. */
  Condition expired(String name, Instant now) {
    return Condition.numberBetween(
        name, now.getEpochSecond() - IGNORED_SECONDS, now.getEpochSecond());
  }
}
