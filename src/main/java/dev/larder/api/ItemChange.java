package dev.larder.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of an item, as a DynamoDB stream reports it.
 *
 * <pre>{@code
 * if (change.kind() == ItemChange.Kind.CREATED) {
 *   String id = change.key().string("id").orElseThrow();
 * }
 * }</pre>
 *
 * @param id stays the same when the change is delivered again
 * @param sequenceNumber greater than those of earlier changes of the item
 * @param table the table's name
 * @param tableArn the table's ARN
 * @param collection the collection that is configured with the table, or the first by name of
 *     several; empty if there is none
 * @param time the approximate time of the change, in seconds
 * @param before the item before the change; empty if it did not exist or the stream's view type
 *     omits it
 * @param after the item after the change; empty if it was deleted or the stream's view type omits
 *     it
 * @param expired whether DynamoDB deleted the item because its time to live had passed
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

  /** The kind of change. */
  public enum Kind {
    CREATED,
    CHANGED,
    DELETED
  }
}
