package dev.larder.idempotency;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.PlainTable;
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

/** Stores the responses to requests with an Idempotency-Key in the system table. */
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
   * An earlier request with its response.
   *
   * @param fingerprint a digest of the request's body
   */
  record Answered(String fingerprint, StoredResponse answer) {}

  /**
   * Finds the record of an earlier request.
   *
   * @param consistent whether to find one that was written just now
   */
  Optional<Answered> find(String table, String id, boolean consistent) {
    return dynamoDb
        .get(new PlainTable(table), records.key(id), consistent, Projection.ALL)
        .flatMap(this::read);
  }

  /** Reads a record; empty if it has expired but DynamoDB has not deleted it yet. */
  Optional<Answered> read(Item item) {
    if (records.hasExpired(item)) {
      return Optional.empty();
    }
    Map<String, AttributeValue> record = item.attributes();
    return Optional.of(new Answered(record.get(FINGERPRINT).s(), ResponseRecord.response(record)));
  }

  /** Returns the write that stores a response, on condition that there is none for the same key. */
  Write record(String table, IdempotentRequest request, StoredResponse answer) {
    Map<String, AttributeValue> record =
        records.create(request.id(), clock.instant().plus(IdempotentRequest.RETENTION));
    record.put(FINGERPRINT, AttributeValue.fromS(request.fingerprint()));
    ResponseRecord.store(answer, record);
    return Write.put(table, records.key(request.id()), Item.of(record), records.vacantCondition());
  }

  /** Makes all writes or none. It fails as {@link Transactions#commit} does. */
  void commit(List<Write> writes) {
    transactions.commit(writes);
  }
}
