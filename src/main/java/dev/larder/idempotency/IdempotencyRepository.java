package dev.larder.idempotency;

import dev.larder.dynamo.Condition;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Item;
import dev.larder.dynamo.Projection;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records of answered requests, in the system table. */
@Singleton
class IdempotencyRepository {
  /** How long a repeat gets the first answer. */
  static final Duration KEPT = Duration.ofHours(24);

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
  record Answered(String fingerprint, Answer answer) {}

  Optional<Answered> find(String table, String id) {
    return dynamoDb.get(table, key(id), true, Projection.ALL).flatMap(this::read);
  }

  /** What a record says; empty where it has expired and DynamoDB has not removed it yet. */
  Optional<Answered> read(Item item) {
    Map<String, AttributeValue> record = item.attributes();
    if (Long.parseLong(record.get(EXPIRES).n()) < now()) {
      return Optional.empty();
    }
    Map<String, String> headers = new HashMap<>();
    record.get("headers").m().forEach((name, value) -> headers.put(name, value.s()));
    byte[] body =
        record.containsKey("body") ? unzipped(record.get("body").b().asByteArrayUnsafe()) : null;
    return Optional.of(
        new Answered(
            record.get("fingerprint").s(),
            new Answer(Integer.parseInt(record.get("status").n()), headers, body)));
  }

  /** The write that keeps an answer, unless there is one. */
  Write record(String table, IdempotentRequest request, Answer answer) {
    Map<String, AttributeValue> record = new HashMap<>(key(request.id()).attributes());
    record.put(EXPIRES, number(now() + KEPT.toSeconds()));
    record.put("fingerprint", AttributeValue.fromS(request.fingerprint()));
    record.put("status", number(answer.status()));
    Map<String, AttributeValue> headers = new HashMap<>();
    answer.headers().forEach((name, value) -> headers.put(name, AttributeValue.fromS(value)));
    if (answer.body() != null) {
      byte[] zipped = zipped(answer.body());
      if (zipped.length <= MAX_BODY) {
        record.put("body", AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(zipped)));
      } else {
        headers.remove("Content-Type");
      }
    }
    record.put("headers", AttributeValue.fromM(headers));
    return Write.put(
        table,
        key(request.id()),
        Item.of(record),
        Condition.absent(ID).or(Condition.numberBefore(EXPIRES, now())));
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

  private static byte[] zipped(byte[] body) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(body.length / 4 + 32);
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private static byte[] unzipped(byte[] zipped) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
