package dev.larder.idempotency;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.systemtable.ResponseRecord;
import dev.larder.systemtable.SystemRecords;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records of answered requests, in the system table. */
@Singleton
class IdempotencyRepository {
  private static final String FINGERPRINT = "fingerprint";

  private final DynamoDb dynamoDb;
  private final Transactions transactions;
  private final Clock clock;
  private final SystemRecords records;

  IdempotencyRepository(DynamoDb dynamoDb, Transactions transactions, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.transactions = transactions;
    this.clock = clock;
    this.records = new SystemRecords("idempotency", clock);
  }

  /**
   * A request that was answered.
   *
   * @param fingerprint of its body
   */
  record Answered(String fingerprint, StoredResponse answer) {}

  Optional<Answered> find(String table, String id) {
    return dynamoDb.get(table, records.key(id), true, Projection.ALL).flatMap(this::read);
  }

  /** What a record says; empty where it has expired and DynamoDB has not removed it yet. */
  Optional<Answered> read(Item item) {
    if (records.hasExpired(item)) {
      return Optional.empty();
    }
    Map<String, AttributeValue> record = item.attributes();
    return Optional.of(new Answered(record.get(FINGERPRINT).s(), ResponseRecord.response(record)));
  }

  /** The write that keeps an answer, unless there is one. */
  Write record(String table, IdempotentRequest request, StoredResponse answer) {
    Map<String, AttributeValue> record =
        records.create(request.id(), clock.instant().plus(IdempotentRequest.KEPT));
    record.put(FINGERPRINT, AttributeValue.fromS(request.fingerprint()));
    ResponseRecord.keep(answer, record);
    return Write.put(table, records.key(request.id()), Item.of(record), records.free());
  }

  /** Makes all writes or none. Failures are those of {@link Transactions#commit}. */
  void commit(List<Write> writes) {
    transactions.commit(writes);
  }
}
