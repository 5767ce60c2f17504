package dev.larder.idempotency;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Gzip;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records of answered requests, in the system table. */
@Singleton
public class IdempotencyRepository {
  /** Bytes of a compressed body that fit into one item beside the rest of its record. */
  static final int MAX_BODY = 380 * 1024;

  private static final String ID = "id";
  private static final String EXPIRES = "expires";
  private static final String PREFIX = "idempotency/";

  private final DynamoDb dynamoDb;
  private final Transactions transactions;
  private final Clock clock;

  IdempotencyRepository(DynamoDb dynamoDb, Transactions transactions, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A request that was answered.
   *
   * @param fingerprint of its body
   */
  record Answered(String fingerprint, StoredResponse answer) {}

  Optional<Answered> find(String table, String id) {
    return dynamoDb.get(table, key(id), true, Projection.ALL).flatMap(this::read);
  }

  /** What a record says; empty where it has expired and DynamoDB has not removed it yet. */
  Optional<Answered> read(Item item) {
    Map<String, AttributeValue> record = item.attributes();
    if (Long.parseLong(record.get(EXPIRES).n()) < now()) {
      return Optional.empty();
    }
    return Optional.of(new Answered(record.get("fingerprint").s(), answer(record)));
  }

  /** The write that keeps an answer, unless there is one. */
  Write record(String table, IdempotentRequest request, StoredResponse answer) {
    Map<String, AttributeValue> record = new HashMap<>(key(request.id()).attributes());
    record.put(EXPIRES, number(now() + IdempotentRequest.KEPT.toSeconds()));
    record.put("fingerprint", AttributeValue.fromS(request.fingerprint()));
    keep(answer, record);
    return Write.put(
        table,
        key(request.id()),
        Item.of(record),
        Condition.absent(ID).or(Condition.numberBefore(EXPIRES, now())));
  }

  /** The answer that a record {@link #keep keeps}. */
  public static StoredResponse answer(Map<String, AttributeValue> record) {
    Map<String, String> headers = new HashMap<>();
    record.get("headers").m().forEach((name, value) -> headers.put(name, value.s()));
    byte[] body =
        record.containsKey("body")
            ? Gzip.unzipped(record.get("body").b().asByteArrayUnsafe())
            : null;
    return new StoredResponse(Integer.parseInt(record.get("status").n()), headers, body);
  }

  /**
   * Adds an answer to a record, without its body where that does not fit.
   *
   * @return whether it fits
   */
  public static boolean keep(StoredResponse answer, Map<String, AttributeValue> record) {
    record.put("status", number(answer.status()));
    Map<String, AttributeValue> headers = new HashMap<>();
    answer.headers().forEach((name, value) -> headers.put(name, AttributeValue.fromS(value)));
    boolean fits = true;
    if (answer.body() != null) {
      byte[] zipped = Gzip.zipped(answer.body());
      fits = zipped.length <= MAX_BODY;
      if (fits) {
        record.put("body", AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(zipped)));
      } else {
        headers.keySet().removeIf(HttpHeaders.CONTENT_TYPE::equalsIgnoreCase);
      }
    }
    record.put("headers", AttributeValue.fromM(headers));
    return fits;
  }

  /** Makes all writes or none. Failures are those of {@link Transactions#commit}. */
  void commit(List<Write> writes) {
    transactions.commit(writes);
  }

  private static Item key(String id) {
    return Item.of(Map.of(ID, AttributeValue.fromS(PREFIX + id)));
  }

  private long now() {
    return Instant.now(clock).getEpochSecond();
  }

  private static AttributeValue number(long number) {
    return AttributeValue.fromN(String.valueOf(number));
  }
}
