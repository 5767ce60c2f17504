package dev.larder.health;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.DynamoDb;
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
 * every result for {@link #REMEMBERED}, so that no client can make checks cost more.
 */
@Singleton
class HealthCheck {
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  /** How long to go on to further tables; a single call takes up to four seconds. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(HealthCheck.class);

  private final CollectionRegistry collections;
  private final Optional<String> systemTable;
  private final DynamoDb dynamoDb;
  private final Deadline deadline;
  private final Clock clock;
  private Instant checked = Instant.MIN;
  private Health health;

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

  /** Returns the states of the tables, at most {@link #REMEMBERED} old. */
  synchronized Health get() {
    Instant now = clock.instant();
    if (now.isBefore(checked) || !now.isBefore(checked.plus(REMEMBERED))) {
      health = check(now.plus(LONGEST));
      checked = clock.instant();
    }
    return health;
  }

  private Health check(Instant end) {
    Map<String, State> states = new TreeMap<>();
    Map<String, State> ofTables = new HashMap<>();
    for (String name : collections.names()) {
      states.put(name, isOver(end) ? State.UNAVAILABLE : ofCollection(name, ofTables));
    }
    return new Health(
        states,
        systemTable.map(
            table ->
                isOver(end)
                    ? State.UNAVAILABLE
                    : state("The system table", () -> ask(table, SystemTable.KEY))));
  }

  private boolean isOver(Instant end) {
    return deadline.isOver() || clock.instant().isAfter(end);
  }

  private State ofCollection(String name, Map<String, State> ofTables) {
    String what = "The collection " + name;
    return state(
        what,
        () -> {
          Collection collection = collections.get(name);
          return ofTables.computeIfAbsent(
              collection.table(), table -> state(what, () -> ask(table, collection.schema())));
        });
  }

  private static State state(String what, Supplier<State> check) {
    try {
      return check.get();
    } catch (ProblemException e) {
      LOG.errorf(e.getCause() == null ? e : e.getCause(), "%s is not ready", what);
      return State.of(e.type());
    }
  }

  private State ask(String table, TableSchema schema) {
    dynamoDb.getOnce(table, schema.keyOfPath(schema.unusedKey()), false, Projection.ALL);
    return State.READY;
  }
}
