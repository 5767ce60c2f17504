package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.KeyIdentity;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class BatchesTest {
  private static final String TABLE = "items";
  private static final String READ = "BatchGetItem";
  private static final String WRITE = "BatchWriteItem";

  /** As an invocation begins. */
  private static final int MILLIS = 29_000;

  @Inject DynamoDb dynamoDb;
  FaultyDynamoDb faulty;
  DynamoDbClient pastIt;

  @BeforeEach
  void nothingStoredAndNoFaults() {
    faulty.reset();
    for (int id : stored().keySet()) {
      pastIt.deleteItem(delete -> delete.tableName(TABLE).key(key(id).attributes()));
    }
  }

  private Batches batches(int remainingMillis) {
    return new Batches(dynamoDb, new Deadline(remainingMillis));
  }

  private static Item key(int id) {
    return Item.of(Map.of("id", AttributeValue.fromS(String.valueOf(id))));
  }

  private static Item item(int id, String value) {
    return key(id).with("value", value);
  }

  private static Write put(int id, String value) {
    return Write.put(TABLE, key(id), item(id, value), Condition.ALWAYS);
  }

  private static List<Write> puts(int from, int to) {
    return IntStream.range(from, to).mapToObj(id -> put(id, "of " + id)).toList();
  }

  private static List<Item> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(BatchesTest::key).toList();
  }

  private Map<Integer, Item> stored() {
    return pastIt.scanPaginator(scan -> scan.tableName(TABLE).consistentRead(true)).items().stream()
        .map(Item::of)
        .collect(
            Collectors.toMap(item -> Integer.valueOf(item.string("id").orElseThrow()), i -> i));
  }

  private static Map<Integer, Item> items(int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .collect(Collectors.toMap(id -> id, id -> item(id, "of " + id)));
  }

  private static void assertMade(List<Optional<ProblemException>> results, int writes) {
    assertEquals(Collections.nCopies(writes, Optional.empty()), results);
  }

  private static void assertFailed(
      ProblemType type, int writes, List<Optional<ProblemException>> results) {
    assertEquals(
        Collections.nCopies(writes, type),
        results.stream().map(result -> result.orElseThrow().type()).toList());
  }

  @Test
  void everyWriteIsMadeThoughAlmostAThirdOfEachBatchIsLeftUnprocessed() {
    faulty.leaveUnprocessed(0.3);
    for (int from = 0; from < 1000; from += Batches.MAX_WRITES) {
      assertMade(batches(MILLIS).write(puts(from, from + Batches.MAX_WRITES)), Batches.MAX_WRITES);
    }
    assertEquals(items(0, 1000), stored());
    assertTrue(faulty.calls(WRITE) > 60, () -> faulty.calls(WRITE) + " calls");

    List<Write> mixed = new ArrayList<>(puts(1000, 1010));
    keys(0, 15).forEach(key -> mixed.add(Write.delete(TABLE, key, Condition.ALWAYS)));
    assertMade(batches(MILLIS).write(mixed), Batches.MAX_WRITES);
    assertEquals(items(15, 1010), stored());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.9})
  void everyKeyIsReadThoughAShareIsLeftUnprocessed(double share) {
    for (int from = 0; from < 75; from += Batches.MAX_WRITES) {
      batches(MILLIS).write(puts(from, from + Batches.MAX_WRITES));
    }
    faulty.leaveUnprocessed(share);
    List<Item> keys = keys(0, Batches.MAX_READS);
    Map<KeyIdentity, Optional<Item>> read =
        batches(MILLIS).get(new PlainTable(TABLE), keys, true, Projection.ALL);
    assertEquals(share > 0, faulty.calls(READ) > 1);
    assertEquals(Batches.MAX_READS, read.size());
    for (int id = 0; id < Batches.MAX_READS; id++) {
      assertEquals(
          id < 75 ? Optional.of(item(id, "of " + id)) : Optional.empty(),
          read.get(KeyIdentity.of(key(id))));
    }
  }

  @Test
  void aReadHasTheChosenAttributes() {
    batches(MILLIS).write(puts(0, 1));
    Projection id = Projection.of(List.of(List.of("id")));
    assertEquals(
        Map.of(KeyIdentity.of(key(0)), Optional.of(key(0))),
        batches(MILLIS).get(new PlainTable(TABLE), keys(0, 1), false, id));
  }

  @Test
  void ofNothingThereIsNothingToReadOrWrite() {
    assertEquals(
        Map.of(), batches(MILLIS).get(new PlainTable(TABLE), List.of(), true, Projection.ALL));
    assertEquals(List.of(), batches(MILLIS).write(List.of()));
    assertEquals(0, faulty.calls(READ) + faulty.calls(WRITE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProvisionedThroughputExceededException", "ThrottlingException"})
  void throttledCallsAreTriedAgain(String code) {
    faulty.fail(4, WRITE, 400, code);
    faulty.fail(4, READ, 400, code);
    assertMade(batches(MILLIS).write(puts(0, 25)), 25);
    assertEquals(items(0, 25), stored());
    assertEquals(
        25,
        batches(MILLIS)
            .get(new PlainTable(TABLE), keys(0, 25), true, Projection.ALL)
            .values()
            .size());
    assertEquals(List.of(5, 5), List.of(faulty.calls(WRITE), faulty.calls(READ)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "24", "11 12", "0 6 12 18 24"})
  void anItemThatIsRefusedFailsAloneInItsBatch(String positions) {
    Set<Integer> large = new TreeSet<>();
    List.of(positions.split(" ")).forEach(position -> large.add(Integer.valueOf(position)));
    List<Write> writes = new ArrayList<>(puts(0, 25));
    large.forEach(position -> writes.set(position, put(position, "x".repeat(400 * 1024))));
    List<Optional<ProblemException>> results = batches(MILLIS).write(writes);
    for (int i = 0; i < writes.size(); i++) {
      assertEquals(
          large.contains(i) ? Optional.of(ProblemType.ITEM_TOO_LARGE) : Optional.empty(),
          results.get(i).map(ProblemException::type));
    }
    Map<Integer, Item> others = items(0, 25);
    others.keySet().removeAll(large);
    assertEquals(others, stored());
  }

  @Test
  void theOthersOfARefusedBatchAreRepeatedToo() {
    faulty.leaveUnprocessed(0.5);
    List<Write> writes = new ArrayList<>(puts(0, 25));
    writes.set(3, put(3, "x".repeat(400 * 1024)));
    List<Optional<ProblemException>> results = batches(MILLIS).write(writes);
    assertEquals(1, results.stream().filter(Optional::isPresent).count());
    assertEquals(24, stored().size());
  }

  @Test
  void aRefusalInWordsThatAreNotKnownIsTakenApartAsWell() {
    faulty.fail(1, WRITE, 400, "ValidationException");
    assertMade(batches(MILLIS).write(puts(0, 25)), 25);
    assertEquals(items(0, 25), stored());
    assertEquals(3, faulty.calls(WRITE));
  }

  @Test
  void whatIsUnprocessedUntilTheDeadlineIsThrottled() {
    faulty.leaveUnprocessed(1);
    Duration time = Duration.ofMillis(1500);
    int millis = (int) time.plus(Deadline.RESERVE).toMillis();
    long start = System.nanoTime();
    assertFailed(ProblemType.THROTTLED, 25, batches(millis).write(puts(0, 25)));
    assertTrue(System.nanoTime() - start < time.toNanos());
    assertTrue(faulty.calls(WRITE) > 1);
    assertEquals(Map.of(), stored());

    start = System.nanoTime();
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () -> batches(millis).get(new PlainTable(TABLE), keys(0, 25), true, Projection.ALL));
    assertEquals(ProblemType.THROTTLED, problem.type());
    assertTrue(System.nanoTime() - start < time.toNanos());
    assertTrue(faulty.calls(READ) > 1);
  }

  @Test
  void whatIsRefusedForNowUntilTheDeadlineIsThrottledToo() {
    faulty.fail(100, WRITE, 400, "ProvisionedThroughputExceededException");
    assertFailed(ProblemType.THROTTLED, 25, batches(2500).write(puts(0, 25)));
    assertTrue(faulty.calls(WRITE) > 3, () -> faulty.calls(WRITE) + " calls");
    assertEquals(Map.of(), stored());
  }

  @Test
  void ofWhatIsReadByTheDeadlineTheRestIsAbsent() {
    for (int from = 0; from < 100; from += Batches.MAX_WRITES) {
      batches(MILLIS).write(puts(from, from + Batches.MAX_WRITES));
    }
    faulty.leaveUnprocessed(0.97);
    Map<KeyIdentity, Optional<Item>> read =
        batches(1500).get(new PlainTable(TABLE), keys(0, 100), true, Projection.ALL);
    assertTrue(!read.isEmpty() && read.size() < 100, () -> read.size() + " of 100");
    assertTrue(read.values().stream().allMatch(Optional::isPresent));
  }

  @Test
  void withoutTimeForACallNoneIsBegun() {
    int millis = (int) Deadline.RESERVE.toMillis() + 1;
    assertFailed(ProblemType.DEADLINE, 25, batches(millis).write(puts(0, 25)));
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () -> batches(millis).get(new PlainTable(TABLE), keys(0, 25), true, Projection.ALL));
    assertEquals(ProblemType.DEADLINE, problem.type());
    assertEquals(0, faulty.calls(READ) + faulty.calls(WRITE));
  }

  @Test
  void whatIsFoundWrittenAfterItsAnswerWasLostIsDone() {
    faulty.next(1, WRITE, Fault.lose());
    List<Write> writes = versioned(0, 24);
    writes.add(Write.delete(TABLE, key(100), Condition.ALWAYS));
    List<Optional<ProblemException>> results = batches(MILLIS).write(writes);
    assertMade(results.subList(0, 24), 24);
    assertFailed(ProblemType.OUTCOME_UNKNOWN, 1, results.subList(24, 25));
    assertEquals(24, stored().size());
    assertEquals(1, faulty.calls(WRITE));
  }

  @Test
  void whatIsNotFoundMayBeWrittenLaterAndIsNotSentAgain() {
    batches(MILLIS).write(versioned(0, 25));
    Map<Integer, Item> before = stored();
    faulty.reset();
    faulty.next(1, WRITE, Fault.disconnect());
    assertFailed(ProblemType.OUTCOME_UNKNOWN, 25, batches(MILLIS).write(versioned(0, 25)));
    assertEquals(before, stored());
    assertEquals(1, faulty.calls(WRITE));
  }

  @Test
  void whatCannotBeLookedUpStaysInDoubt() {
    faulty.next(1, WRITE, Fault.lose());
    faulty.next(1, READ, Fault.error(400, "AccessDeniedException"));
    assertFailed(ProblemType.OUTCOME_UNKNOWN, 25, batches(MILLIS).write(versioned(0, 25)));
  }

  @Test
  void whatCannotBeLookedUpAtOnceIsLookedUpAgain() {
    faulty.next(1, WRITE, Fault.lose());
    faulty.next(5, READ, Fault.error(400, "ThrottlingException"));
    assertMade(batches(MILLIS).write(versioned(0, 25)), 25);
    assertEquals(List.of(1, 6), List.of(faulty.calls(WRITE), faulty.calls(READ)));
  }

  private static List<Write> versioned(int from, int to) {
    return puts(from, to).stream()
        .map(
            put ->
                Write.put(
                    TABLE,
                    put.key(),
                    put.item().orElseThrow().with("_version", UUID.randomUUID().toString()),
                    Condition.ALWAYS))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Test
  void aFailureThatIsNoUseRepeatingIsReportedAtOnce() {
    faulty.fail(1, WRITE, 400, "AccessDeniedException");
    faulty.fail(1, READ, 400, "AccessDeniedException");
    assertFailed(ProblemType.INTERNAL, 25, batches(MILLIS).write(puts(0, 25)));
    assertEquals(Map.of(), stored());
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () -> batches(MILLIS).get(new PlainTable(TABLE), keys(0, 25), true, Projection.ALL));
    assertEquals(ProblemType.INTERNAL, problem.type());
    assertEquals(List.of(1, 1), List.of(faulty.calls(WRITE), faulty.calls(READ)));
  }

  @Test
  void aNumberInAKeyIsItsValueHoweverItIsWritten() {
    Item written = reading("1.0");
    faulty.leaveUnprocessed(1, 1);
    assertMade(
        batches(MILLIS).write(List.of(Write.put("readings", written, written, Condition.ALWAYS))),
        1);
    faulty.leaveUnprocessed(1, 1);
    List<Item> keys = List.of(reading("1.00"), reading("2.0"));
    assertEquals(
        Map.of(
            KeyIdentity.of(reading("1")), Optional.of(reading("1")),
            KeyIdentity.of(reading("2")), Optional.empty()),
        batches(MILLIS).get(new PlainTable("readings"), keys, true, Projection.ALL));
    assertEquals(List.of(2, 2), List.of(faulty.calls(WRITE), faulty.calls(READ)));
  }

  private static Item reading(String at) {
    return Item.of(Map.of("sensor", AttributeValue.fromS("a"), "at", AttributeValue.fromN(at)));
  }

  @Test
  void twoWritesOfOneItemAreNoBatch() {
    assertThrows(
        IllegalArgumentException.class,
        () -> batches(MILLIS).write(List.of(put(0, "one"), put(0, "two"))));
    assertEquals(0, faulty.calls(WRITE));
  }
}
