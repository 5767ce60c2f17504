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

/** The keys and the expiry of one kind of record in the system table. */
public final class SystemRecords {
  private final String prefix;
  private final Clock clock;

  /**
   * @param kind a name that no other kind of record has; it begins every key
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
   * Creates a record with its key and expiry time, to which the caller adds the other attributes.
   *
   * @param expires when DynamoDB may delete the record
   */
  public Map<String, AttributeValue> create(String id, Instant expires) {
    Map<String, AttributeValue> record = new HashMap<>(key(id).attributes());
    record.put(EXPIRES, AttributeValue.fromN(String.valueOf(expires.getEpochSecond())));
    return record;
  }

  /** Whether a record has expired and so counts as absent; DynamoDB deletes it some time later. */
  public boolean hasExpired(Item record) {
    return Long.parseLong(record.attributes().get(EXPIRES).n()) < now();
  }

  /** A condition that holds if no record exists at a key, or only an expired one. */
  public Condition vacantCondition() {
    return Condition.absent(ID).or(Condition.numberBefore(EXPIRES, now()));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
