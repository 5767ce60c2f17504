package dev.larder.job;

import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.event.JobProgress;
import dev.larder.http.Identity;
import dev.larder.http.StoredResponse;
import dev.larder.systemtable.ResponseRecord;
import dev.larder.systemtable.SystemRecords;
import dev.larder.table.config.LarderConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores jobs in the system table. Each write is conditional on the revision that it replaces, so
 * of two concurrent writes one fails. All methods fail as {@link DynamoDb} does.
 */
@Singleton
class JobRepository {
  /** How long a job is kept from its creation or the end of its last step. */
  static final Duration RETENTION = Duration.ofHours(24);

  private static final String ID = "id";
  private static final String REVISION = Write.VERSION;

  /** A UUID, or a digest. */
  private static final Pattern JOB_ID = Pattern.compile("[A-Za-z0-9_-]{36,43}");

  private final DynamoDb dynamoDb;
  private final Transactions transactions;
  private final SystemRecords records;
  private final SystemRecords parts;
  private final Optional<String> table;

  JobRepository(DynamoDb dynamoDb, Transactions transactions, Clock clock, LarderConfig config) {
    this.dynamoDb = dynamoDb;
    this.transactions = transactions;
    this.records = new SystemRecords("job", clock);
    this.parts = new SystemRecords("job-part", clock);
    this.table = config.systemTable();
  }

  /** Whether there is a system table, without which there are no jobs. */
  boolean isAvailable() {
    return table.isPresent();
  }

  Optional<Job> find(String id) {
    return table
        .filter(there -> JOB_ID.matcher(id).matches())
        .flatMap(
            there -> dynamoDb.get(new PlainTable(there), records.key(id), true, Projection.ALL))
        .flatMap(this::read);
  }

  /**
   * Stores a new job.
   *
   * @return the existing job with this id; empty if there was none and the new job is stored
   */
  Optional<Job> create(Job job) {
    while (true) {
      Optional<Item> inTheWay = put(job, records.vacantCondition());
      Optional<Job> known = inTheWay.flatMap(this::read);
      if (inTheWay.isEmpty() || known.isPresent()) {
        return known;
      }
      // The existing record has expired meanwhile.
    }
  }

  /**
   * Replaces a job.
   *
   * @return whether the stored job still had the revision of {@code before}
   */
  boolean replace(Job before, Job after) {
    return put(after, hasRevisionOf(before)).isEmpty();
  }

  /**
   * Replaces a job together with other writes, all or nothing.
   *
   * @return false if the stored job has another revision; nothing was written
   * @throws TransactionFailedException with a reason for each of the other writes
   */
  boolean replace(Job before, Job after, List<Write> others) {
    List<Write> all = new ArrayList<>();
    all.add(
        Write.put(
            table.orElseThrow(), records.key(after.id()), record(after), hasRevisionOf(before)));
    all.addAll(others);
    try {
      transactions.commit(all);
      return true;
    } catch (TransactionFailedException e) {
      TransactionFailedException.Reason ofJob = e.reasons().get(0);
      if (ofJob.kind() == TransactionFailedException.Kind.CONDITION) {
        return false;
      }
      if (ofJob.problem().isPresent()) {
        throw ofJob.problem().get();
      }
      throw new TransactionFailedException(e.reasons().subList(1, e.reasons().size()));
    }
  }

  /**
   * A write that can be made once for a job.
   *
   * @param part identifies it
   */
  Write once(Job job, String part) {
    String id = job.id() + '/' + part;
    return Write.put(
        table.orElseThrow(),
        parts.key(id),
        Item.of(parts.create(id, job.since().plus(RETENTION))),
        parts.vacantCondition());
  }

  /**
   * Deletes a job.
   *
   * @return false if the stored job has another revision
   */
  boolean remove(Job job) {
    try {
      dynamoDb.write(Write.delete(table.orElseThrow(), records.key(job.id()), hasRevisionOf(job)));
      return true;
    } catch (ConditionFailedException e) {
      return e.current().isEmpty();
    }
  }

  /** Writes a job. Returns the record that prevents it; empty if the job is written. */
  private Optional<Item> put(Job job, Condition condition) {
    try {
      dynamoDb.write(Write.put(table.orElseThrow(), records.key(job.id()), record(job), condition));
      return Optional.empty();
    } catch (ConditionFailedException e) {
      return Optional.of(e.current().orElse(Item.NONE));
    }
  }

  private static Condition hasRevisionOf(Job job) {
    return Condition.equal(REVISION, AttributeValue.fromS(job.revision()));
  }

  private Optional<Job> read(Item item) {
    Map<String, AttributeValue> record = item.attributes();
    if (record.isEmpty() || records.hasExpired(item)) {
      return Optional.empty();
    }
    Job.Origin origin =
        new Job.Origin(
            caller(record.get("caller").m()),
            record.get("method").s(),
            record.get("path").s(),
            record.get("fingerprint").s(),
            time(record.get("created")));
    Optional<StoredResponse> answer =
        ResponseRecord.hasResponse(record)
            ? Optional.of(ResponseRecord.response(record))
            : Optional.empty();
    return Optional.of(
        new Job(
            records.id(item),
            record.get(REVISION).s(),
            origin,
            Job.State.valueOf(record.get("state").s().toUpperCase(Locale.ROOT)),
            record.get("queued").bool(),
            Integer.parseInt(record.get("attempts").n()),
            time(record.get("deadline")),
            item.string("problem"),
            answer,
            record.containsKey("bodyOmitted"),
            time(record.getOrDefault("since", record.get("created"))),
            item.string("progress")
                .map(shown -> new JobProgress(shown, record.get("position").s()))));
  }

  private static Identity caller(Map<String, AttributeValue> record) {
    return new Identity(
        record.get(ID).s(),
        Optional.ofNullable(record.get("subject")).map(AttributeValue::s),
        Set.copyOf(texts(record.get("roles"))),
        record.get("trusted").bool(),
        claims(record.get("claims")));
  }

  /**
   * @param record null in a record that has none
   */
  private static Map<String, List<String>> claims(AttributeValue record) {
    Map<String, List<String>> claims = new HashMap<>();
    if (record != null) {
      record.m().forEach((name, values) -> claims.put(name, texts(values)));
    }
    return claims;
  }

  private static AttributeValue caller(Identity caller) {
    Map<String, AttributeValue> record = new HashMap<>();
    record.put(ID, AttributeValue.fromS(caller.id()));
    caller.subject().ifPresent(subject -> record.put("subject", AttributeValue.fromS(subject)));
    record.put("roles", list(caller.roles()));
    record.put("trusted", AttributeValue.fromBool(caller.trusted()));
    if (!caller.claims().isEmpty()) {
      Map<String, AttributeValue> claims = new HashMap<>();
      caller.claims().forEach((name, values) -> claims.put(name, list(values)));
      record.put("claims", AttributeValue.fromM(claims));
    }
    return AttributeValue.fromM(record);
  }

  private static List<String> texts(AttributeValue list) {
    return list.l().stream().map(AttributeValue::s).toList();
  }

  private static AttributeValue list(Collection<String> texts) {
    return AttributeValue.fromL(texts.stream().map(AttributeValue::fromS).toList());
  }

  private Item record(Job job) {
    Job.Origin origin = job.origin();
    Map<String, AttributeValue> record = records.create(job.id(), job.since().plus(RETENTION));
    record.put(REVISION, AttributeValue.fromS(job.revision()));
    record.put("caller", caller(origin.caller()));
    record.put("method", AttributeValue.fromS(origin.method()));
    record.put("path", AttributeValue.fromS(origin.path()));
    record.put("fingerprint", AttributeValue.fromS(origin.fingerprint()));
    record.put("created", number(origin.created().toEpochMilli()));
    record.put("state", AttributeValue.fromS(job.state().name().toLowerCase(Locale.ROOT)));
    record.put("queued", AttributeValue.fromBool(job.queued()));
    record.put("attempts", number(job.attempts()));
    record.put("deadline", number(job.deadline().toEpochMilli()));
    job.problem().ifPresent(problem -> record.put("problem", AttributeValue.fromS(problem)));
    record.put("since", number(job.since().toEpochMilli()));
    job.progress()
        .ifPresent(
            progress -> {
              record.put("progress", AttributeValue.fromS(progress.shown()));
              record.put("position", AttributeValue.fromS(progress.position()));
            });
    if (job.answer().isPresent() && !ResponseRecord.store(job.answer().get(), record)) {
      record.put("bodyOmitted", AttributeValue.fromBool(true));
    }
    return Item.of(record);
  }

  private static Instant time(AttributeValue millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis.n()));
  }

  private static AttributeValue number(long number) {
    return AttributeValue.fromN(String.valueOf(number));
  }
}
