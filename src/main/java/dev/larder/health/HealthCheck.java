package dev.larder.health;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.StoredTable;
import dev.larder.dynamo.expression.Projection;
import dev.larder.problem.ProblemException;
import dev.larder.table.Collection;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.SystemTable;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.schema.TableSchema;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Checks each table by reading an item that does not exist, which costs half a read unit. It caches
 * every result for {@link #CACHE_TIME}, so that no client can make checks cost more.
 */
@Singleton
class HealthCheck {
  static final Duration CACHE_TIME = Duration.ofSeconds(5);

  /** How long to go on to further tables; a single call takes up to four seconds. */
  static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(HealthCheck.class);

  private final CollectionRegistry collections;
  private final Optional<String> systemTable;
  private final DynamoDb dynamoDb;
  private final Deadline deadline;
  private final Clock clock;
  private Instant checked = Instant.MIN;
  private HealthReport health;

  HealthCheck(
      CollectionRegistry collections,
      LarderConfig config,
      DynamoDb dynamoDb,
      Deadline deadline,
      Clock clock) {
    this.collections = collections;
    this.systemTable = config.systemTable();
    this.dynamoDb = dynamoDb;
    this.deadline = deadline;
    this.clock = clock;
  }

  /** Returns the states of the tables, at most {@link #CACHE_TIME} old. */
  synchronized HealthReport get() {
    Instant now = clock.instant();
    if (now.isBefore(checked) || !now.isBefore(checked.plus(CACHE_TIME))) {
      health = check(now.plus(TIME_LIMIT));
      checked = clock.instant();
    }
    return health;
  }

  private HealthReport check(Instant end) {
    Map<String, TableHealth> states = new TreeMap<>();
    Map<String, TableHealth> ofTables = new HashMap<>();
    for (String name : collections.names()) {
      states.put(name, isOver(end) ? TableHealth.UNAVAILABLE : ofCollection(name, ofTables));
    }
    return new HealthReport(
        states,
        systemTable.map(
            table ->
                isOver(end)
                    ? TableHealth.UNAVAILABLE
                    : state(
                        "The system table", () -> probe(new PlainTable(table), SystemTable.KEY))));
  }

  private boolean isOver(Instant end) {
    return deadline.isOver() || clock.instant().isAfter(end);
  }

  private TableHealth ofCollection(String name, Map<String, TableHealth> ofTables) {
    String what = "The collection " + name;
    return state(
        what,
        () -> {
          Collection collection = collections.get(name);
          return ofTables.computeIfAbsent(
              collection.table().name(),
              table -> state(what, () -> probe(collection.table(), collection.schema())));
        });
  }

  private static TableHealth state(String what, Supplier<TableHealth> check) {
    try {
      return check.get();
    } catch (ProblemException e) {
      LOG.errorf(e.getCause() == null ? e : e.getCause(), "%s is not ready", what);
      return TableHealth.of(e.type());
    }
  }

  private TableHealth probe(StoredTable table, TableSchema schema) {
    dynamoDb.getOnce(table, schema.keyOfPath(schema.unusedKey()), false, Projection.ALL);
    return TableHealth.READY;
  }
}
