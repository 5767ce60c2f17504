package dev.larder.event;

import dev.larder.dynamo.item.Item;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of an item, as a DynamoDB stream reports it.
 *
 * @param id the same however often the change is delivered
 * @param sequenceNumber greater than those of earlier changes of the item
 * @param table the table's name
 * @param tableArn the table's ARN
 * @param collection the collection that is configured with the table, the first by name where
 *     several are; empty where none is
 * @param time about when the item was changed, in seconds
 * @param before the item as it was; empty where there was none, or the stream's view type leaves it
 *     out
 * @param after the item as it became; empty likewise
 * @param expired whether DynamoDB deleted the item because its time had come
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html">Record
 *     of the API reference of DynamoDB Streams</a>
 */
public record ItemChange(
    String id,
    String sequenceNumber,
    Kind kind,
    String table,
    String tableArn,
    Optional<String> collection,
    Instant time,
    Item key,
    Optional<Item> before,
    Optional<Item> after,
    boolean expired) {

  /** What happened to the item. */
  public enum Kind {
    CREATED,
    CHANGED,
    DELETED
  }
}
