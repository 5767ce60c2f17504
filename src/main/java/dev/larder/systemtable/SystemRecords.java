package dev.larder.systemtable;

import static dev.larder.table.SystemTable.EXPIRES;
import static dev.larder.table.SystemTable.ID;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The keys and the expiry of one kind of records in the system table. */
public final class SystemRecords {
  private final String prefix;
  private final Clock clock;

  /**
   * @param kind the name of this kind, which no other kind has
   */
  public SystemRecords(String kind, Clock clock) {
    this.prefix = kind + '/';
    this.clock = clock;
  }

  public Item key(String id) {
    return Item.of(Map.of(ID, AttributeValue.fromS(prefix + id)));
  }

  /** The id in the key of a record. */
  public String id(Item record) {
    return record.attributes().get(ID).s().substring(prefix.length());
  }

  /**
   * A new record, to which its other attributes are added.
   *
   * @param expires when DynamoDB may remove it
   */
  public Map<String, AttributeValue> create(String id, Instant expires) {
    Map<String, AttributeValue> record = new HashMap<>(key(id).attributes());
    record.put(EXPIRES, AttributeValue.fromN(String.valueOf(expires.getEpochSecond())));
    return record;
  }

  /** Whether a record counts as absent: DynamoDB removes it some time after it has expired. */
  public boolean hasExpired(Item record) {
    return Long.parseLong(record.attributes().get(EXPIRES).n()) < now();
  }

  /** Holds if a key has no record, or one that has expired. */
  public Condition free() {
    return Condition.absent(ID).or(Condition.numberBefore(EXPIRES, now()));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
