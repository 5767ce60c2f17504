package dev.larder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The stream of a table of a DynamoDB Local, from when it is opened. */
public final class ChangeStream implements AutoCloseable {
  private static final long LONGEST_MILLIS = 20_000;

  private final DynamoDbClient client;
  private final DynamoDbStreamsClient streams;
  private final String table;

  private ChangeStream(DynamoDbClient client, DynamoDbStreamsClient streams, String table) {
    this.client = client;
    this.streams = streams;
    this.table = table;
  }

  public static ChangeStream open(DynamoDbClient client, String table) {
    client.updateTable(
        update ->
            update
                .tableName(table)
                .streamSpecification(
                    stream ->
                        stream
                            .streamEnabled(true)
                            .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    DynamoDbStreamsClient streams =
        DynamoDbStreamsClient.builder()
            .endpointOverride(client.serviceClientConfiguration().endpointOverride().orElseThrow())
            .region(client.serviceClientConfiguration().region())
            .credentialsProvider(client.serviceClientConfiguration().credentialsProvider())
            .build();
    return new ChangeStream(client, streams, table);
  }

  /** The keys of the changes so far, up to that of an item with this key, which is awaited. */
  public List<Map<String, AttributeValue>> keysUntil(Map<String, AttributeValue> last)
      throws InterruptedException {
    long end = System.currentTimeMillis() + LONGEST_MILLIS;
    List<Map<String, AttributeValue>> keys = keys();
    while (!keys.contains(last)) {
      if (System.currentTimeMillis() > end) {
        throw new AssertionError("The stream of " + table + " has " + keys);
      }
      Thread.sleep(50);
      keys = keys();
    }
    return keys;
  }

  private List<Map<String, AttributeValue>> keys() {
    String arn = client.describeTable(of -> of.tableName(table)).table().latestStreamArn();
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    for (Shard shard :
        streams.describeStream(of -> of.streamArn(arn)).streamDescription().shards()) {
      String from =
          streams
              .getShardIterator(
                  of ->
                      of.streamArn(arn)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      for (Record record : streams.getRecords(of -> of.shardIterator(from)).records()) {
        keys.add(record.dynamodb().keys());
      }
    }
    return keys;
  }

  /** Closes it, and ends the table's stream. */
  @Override
  public void close() {
    streams.close();
    client.updateTable(
        update ->
            update.tableName(table).streamSpecification(stream -> stream.streamEnabled(false)));
  }
}
