package dev.larder.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.TestConfig;
import dev.larder.TestDynamoDb;
import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.Deadlines;
import dev.larder.dynamo.DynamoDb;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.config.LarderConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class HealthCheckTest {
  /** The first that is asked. */
  private static final String FIRST = "blobs";

  @Inject CollectionRegistry collections;
  @Inject LarderConfig config;
  @Inject DynamoDb dynamoDb;
  FaultyDynamoDb faulty;

  private final SetClock clock = new SetClock();

  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private Duration ofAReading = Duration.ZERO;

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      advance(ofAReading);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** With all keys known, so that what follows is the check's own calls. */
  @BeforeEach
  void noFaults() {
    collections.names().forEach(collections::get);
    faulty.reset();
  }

  private HealthCheck check() {
    return check(Deadlines.in(Duration.ofSeconds(20)));
  }

  private HealthCheck check(Deadline deadline) {
    return new HealthCheck(collections, config, dynamoDb, deadline, clock);
  }

  private static Set<String> unready(HealthReport health) {
    Set<String> unready = new TreeSet<>();
    health
        .collections()
        .forEach(
            (name, state) -> {
              if (state != TableHealth.READY) {
                unready.add(name + " " + state);
              }
            });
    return unready;
  }

  @Test
  void everyTableIsAskedOnceWhateverItsKey() {
    HealthReport health = check().get();
    assertTrue(health.isReady(), health::toString);
    Set<String> names = new TreeSet<>();
    collections.names().forEach(names::add);
    assertEquals(names, health.collections().keySet());
    assertTrue(names.containsAll(TestDynamoDb.TABLES.keySet()));
    assertEquals(Optional.of(TableHealth.READY), health.systemTable());
    assertEquals(names.size() + 1, faulty.calls("GetItem"));
    assertEquals(faulty.calls("GetItem"), faulty.calls());
  }

  @Test
  void whatCameOfItIsRememberedForSomeSeconds() {
    HealthCheck check = check();
    faulty.fail(1, "GetItem", 400, "AccessDeniedException");
    HealthReport health = check.get();
    assertFalse(health.isReady());
    int calls = faulty.calls();
    clock.advance(HealthCheck.CACHE_TIME.minusMillis(1));
    assertEquals(health, check.get());
    assertEquals(calls, faulty.calls());
    clock.advance(Duration.ofMillis(1));
    assertTrue(check.get().isReady());
    assertEquals(2 * calls, faulty.calls());
  }

  @Test
  void aTableThatIsThrottledIsNamed() {
    faulty.fail(1, "GetItem", 400, "ThrottlingException");
    HealthReport health = check().get();
    assertEquals(Set.of(FIRST + " throttled"), unready(health));
  }

  @Test
  void aTableThatDoesNotAnswerIsNamed() {
    faulty.fail(1, "GetItem", 500, "InternalServerError");
    assertEquals(Set.of(FIRST + " unavailable"), unready(check().get()));
  }

  @Test
  void aTableThatIsNotThereOrNotAllowedIsNamed() {
    faulty.fail(1, "GetItem", 400, "ResourceNotFoundException");
    faulty.fail(1, "GetItem", 400, "AccessDeniedException");
    assertEquals(Set.of(FIRST + " misconfigured", "films misconfigured"), unready(check().get()));
  }

  @Test
  void theSystemTableIsAskedWhereThereIsOne() {
    HealthReport wrong =
        new HealthCheck(
                collections,
                TestConfig.of(Map.of("larder.system-table", "no-table")),
                dynamoDb,
                Deadlines.in(Duration.ofSeconds(20)),
                clock)
            .get();
    assertEquals(Optional.of(TableHealth.MISCONFIGURED), wrong.systemTable());
    assertFalse(wrong.isReady());
    HealthReport none =
        new HealthCheck(
                collections,
                TestConfig.of(Map.of()),
                dynamoDb,
                Deadlines.in(Duration.ofSeconds(20)),
                clock)
            .get();
    assertEquals(Optional.empty(), none.systemTable());
    assertTrue(none.isReady());
  }

  @Test
  void whereTheDeadlineIsOverNoTableIsAsked() {
    HealthReport health = check(Deadlines.in(Duration.ZERO)).get();
    assertEquals(0, faulty.calls());
    assertEquals(health.collections().size(), unready(health).size());
    assertEquals(Optional.of(TableHealth.UNAVAILABLE), health.systemTable());
  }

  @Test
  void tablesThatTakeTheirTimeLeaveNoneForTheRest() {
    clock.ofAReading = HealthCheck.TIME_LIMIT.dividedBy(2);
    HealthReport health = check().get();
    assertEquals(2, faulty.calls("GetItem"));
    assertEquals(health.collections().size() - 2, unready(health).size());
  }
}
