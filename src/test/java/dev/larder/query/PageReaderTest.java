package dev.larder.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import dev.larder.dynamo.StubbedDynamoDb;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.ResponseSize;
import dev.larder.table.Collection;
import dev.larder.table.Expiry;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.QueryValue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** What is read for a page, where it ends, and why. */
class PageReaderTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final KeyAttribute RATING = new KeyAttribute("rating", KeyType.N);

  private static final Collection ORDERS = orders(true);

  private static Collection orders(boolean global) {
    return new Collection(
        "orders",
        "orders",
        new TableSchema(
            new KeyAttribute("id", KeyType.N),
            Optional.empty(),
            List.of(RATING),
            List.of(
                new TableIndex(
                    "by-rating",
                    global,
                    RATING,
                    Optional.empty(),
                    Optional.of(Set.of("id", "rating"))))),
        new Expiry(Optional.of("expires")),
        false,
        Double.MAX_VALUE,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  private Collection collection = ORDERS;
  private boolean consistent;
  private double capacity = 128;
  private Duration time = Duration.ofSeconds(1);
  private int remainingMillis = 60_000;
  private int mostBytes = ResponseSize.MAX_BYTES;
  private StubbedDynamoDb dynamoDb;
  private PageReader.End end;

  private String page(String query, int limit, DynamoDbResponse... answers) {
    return page(query, limit, Optional.empty(), answers);
  }

  private String page(String query, int limit, Optional<Item> after, DynamoDbResponse... answers) {
    dynamoDb = new StubbedDynamoDb(remainingMillis, answers);
    Plan plan = plan(query);
    Page page = new JsonPage(ItemFormat.PLAIN, limit, mostBytes);
    end =
        new PageReader(dynamoDb.dynamoDb(), dynamoDb.batches(), Clock.fixed(NOW, ZoneOffset.UTC))
            .fill(page, collection, plan, Projection.ALL::of, new Position(after, false), budget());
    byte[] json =
        page.finish(
            new Page.Members(
                Optional.empty(), Optional.empty(), Optional.empty(), end.stop(), end.missing()));
    return new String(json, StandardCharsets.UTF_8);
  }

  private Plan plan(String query) {
    List<Filter> filters =
        Stream.of(query.split("&"))
            .map(each -> each.split("="))
            .map(
                each ->
                    Filter.parse(
                        collection.schema(),
                        each[0],
                        QueryValue.of(each[1]),
                        TestConfig.LIMITS.batchSize()))
            .toList();
    return Planner.plan(
        collection,
        new Query(filters, filters, List.of(), Optional.empty(), consistent, Projection.ALL),
        TestConfig.LIMITS.batchSize());
  }

  /** The position after which the next page begins; empty on the last page. */
  private Optional<Item> last() {
    return end.next().flatMap(Position::key);
  }

  private PageBudget budget() {
    return new PageBudget(capacity, time, dynamoDb.cost(), dynamoDb.deadline());
  }

  private static Map<String, AttributeValue> order(int id, int rating) {
    return Map.of("id", AttributeValue.fromN("" + id), "rating", AttributeValue.fromN("" + rating));
  }

  private static Map<String, AttributeValue> key(int id) {
    return Map.of("id", AttributeValue.fromN("" + id));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static QueryResponse run(
      int scanned, Map<String, AttributeValue> last, Map<String, AttributeValue>... items) {
    return QueryResponse.builder()
        .items(List.of(items))
        .scannedCount(scanned)
        .lastEvaluatedKey(last)
        .consumedCapacity(ConsumedCapacity.builder().capacityUnits(10.0).build())
        .build();
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static BatchGetItemResponse got(Map<String, AttributeValue>... items) {
    return BatchGetItemResponse.builder().responses(Map.of("orders", List.of(items))).build();
  }

  private List<Integer> limits() {
    return dynamoDb.requests(QueryRequest.class).stream().map(QueryRequest::limit).toList();
  }

  private List<Integer> keysOfCalls() {
    return dynamoDb.requests(BatchGetItemRequest.class).stream()
        .map(call -> call.requestItems().get("orders").keys().size())
        .toList();
  }

  @Test
  void whatTheTableHasNoLongerIsNotInThePage() {
    String page =
        page(
            "rating=7",
            3,
            run(3, Map.of(), order(1, 7), order(2, 7), order(3, 7)),
            got(order(1, 8), order(3, 7)));
    assertEquals(1, page.split("rating").length - 1, page);
    assertTrue(page.contains("\"id\":3"), page);
  }

  @Test
  void noMoreIsFetchedThanThePageTakes() {
    page("rating=7", 1, run(1, order(1, 7), order(1, 7)), got(order(1, 7)));
    assertEquals(List.of(1), limits());
    assertEquals(List.of(1), keysOfCalls());
  }

  @Test
  void moreIsAskedForWhereSomeIsLeftOut() {
    QueryResponse none = run(20, order(20, 7));
    QueryResponse end = run(1, Map.of());
    page("rating=7&note=x", 1, none, end);
    assertEquals(List.of(20, 22), limits());
    page("rating=7&note=x", 2, run(20, order(20, 7), order(1, 7)), got(order(1, 8)), none, end);
    assertEquals(List.of(20, 43, 83), limits());
  }

  @Test
  void fromAnIndexNoMoreIsAskedForThanABatchTakes() {
    page("rating=7", 1000, run(0, Map.of()));
    assertEquals(List.of(100), limits());
    page("id=7", 1000, run(0, Map.of()));
    assertEquals(List.of(1000), limits());
  }

  @Test
  void whereTheCapacityIsSpentItEndsAndSaysWhereToGoOn() {
    capacity = 20;
    assertEquals(
        "{\"items\":[],\"stopped\":\"capacity\"}",
        page("id=1&note=x", 1, run(20, key(20)), run(20, key(40)), run(20, key(60))));
    assertEquals(Optional.of(Item.of(key(40))), last());
  }

  @Test
  void whereTheTimeIsOverItEndsAndSaysWhereToGoOn() {
    time = Duration.ZERO;
    assertEquals(
        "{\"items\":[],\"stopped\":\"time\"}",
        page("id=1&note=x", 1, run(20, key(20)), run(20, key(40))));
    assertEquals(Optional.of(Item.of(key(20))), last());
  }

  @Test
  void aFullPageAndTheLastOneSayNothingOfTheirEnd() {
    capacity = 1;
    page("id=1", 1, run(1, key(1), key(1)));
    assertEquals(Optional.empty(), end.stop());
    assertEquals(Optional.of(Item.of(key(1))), last());
    page("id=1", 2, run(1, Map.of(), key(1)));
    assertEquals(Optional.empty(), end.stop());
    assertEquals(Optional.empty(), last());
  }

  @Test
  void whereItIsFullWithinARunItGoesOnAfterItsLastItem() {
    page(
        "rating=7&note=x",
        1,
        run(3, order(9, 7), order(1, 7), order(2, 7)),
        got(noted(1), noted(2)));
    assertEquals(Optional.of(Item.of(order(1, 7))), last());
  }

  private static Map<String, AttributeValue> noted(int id) {
    return Map.of(
        "id",
        AttributeValue.fromN("" + id),
        "rating",
        AttributeValue.fromN("7"),
        "note",
        AttributeValue.fromS("x"));
  }

  @Test
  void whatHasExpiredIsLeftOut() {
    Map<String, AttributeValue> expired =
        Map.of("id", AttributeValue.fromN("1"), "expires", AttributeValue.fromN("1800000000"));
    assertEquals(
        "{\"items\":[{\"id\":2}]}", page("id[gt]=0&id=2", 1, run(2, Map.of(), expired, key(2))));
  }

  @Test
  void whatIsUnreadInTimeIsLeftToTheNextPage() {
    remainingMillis = 2000;
    BatchGetItemResponse half =
        got(order(1, 7)).toBuilder()
            .unprocessedKeys(
                Map.of("orders", KeysAndAttributes.builder().keys(List.of(key(2))).build()))
            .build();
    BatchGetItemResponse none = half.toBuilder().responses(Map.of()).build();
    page("rating=7", 2, run(2, Map.of(), order(1, 7), order(2, 7)), half, none);
    assertEquals(Optional.of(Page.Stop.TIME), end.stop());
    assertEquals(Optional.of(Item.of(order(1, 7))), last());
    page("id[in]=1,2", 2, half, none);
    assertEquals(Optional.of(Page.Stop.TIME), end.stop());
    assertEquals(Optional.of(Item.of(key(1))), last());
    ProblemException e =
        assertThrows(ProblemException.class, () -> page("id[in]=2,1", 2, half, none));
    assertEquals(ProblemType.DEADLINE, e.type());
  }

  @Test
  void ofKeysNoMoreAreReadThanThePageTakes() {
    String keys = String.join(",", IntStream.range(0, 50).mapToObj(String::valueOf).toList());
    page("id[in]=" + keys, 1, got(key(0)));
    assertEquals(List.of(1), keysOfCalls());
    assertEquals(Optional.of(Item.of(key(0))), last());
    page("id[in]=" + keys, 50, got());
    assertEquals(List.of(2, 8, 32, 8), keysOfCalls());
    page("id[in]=" + keys, 2, got());
    assertEquals(List.of(2, 7, 21, 20), keysOfCalls());
    assertEquals(50, end.missing().size());
    assertEquals(Optional.empty(), last());
  }

  private static BatchGetItemResponse consuming(double units, BatchGetItemResponse got) {
    return got.toBuilder()
        .consumedCapacity(ConsumedCapacity.builder().capacityUnits(units).build())
        .build();
  }

  @Test
  void keysThatTheBudgetCutOffAreForTheNextPage() {
    BatchGetItemResponse two = consuming(97.5, got(key(1)));
    BatchGetItemResponse one = consuming(48.5, got(key(3)));
    String page = page("id[in]=1,2,3,4,5,6", 6, two, one);
    assertEquals(
        "{\"items\":[{\"id\":1},{\"id\":3}],\"missing\":[{\"id\":2}],\"stopped\":\"capacity\"}",
        page);
    assertEquals(List.of(2, 1), keysOfCalls());
    assertEquals(Optional.of(Item.of(key(3))), last());
    page = page("id[in]=1,2,3,4,5,6", 6, last(), consuming(1, got(key(6))));
    assertEquals("{\"items\":[{\"id\":6}],\"missing\":[{\"id\":4},{\"id\":5}]}", page);
    assertEquals(List.of(2, 1), keysOfCalls());
  }

  @Test
  void whatTheBudgetCutOffBehindAnIndexIsForTheNextPage() {
    QueryResponse four = run(4, Map.of(), order(1, 7), order(2, 7), order(3, 7), order(4, 7));
    String page =
        page(
            "rating=7",
            4,
            four,
            consuming(97.5, got(order(1, 8))),
            consuming(49, got(order(3, 7))));
    assertEquals("{\"items\":[{\"id\":3,\"rating\":7}],\"stopped\":\"capacity\"}", sorted(page));
    assertEquals(List.of(2, 1), keysOfCalls());
    assertEquals(Optional.of(Item.of(order(3, 7))), last());
  }

  /** Items have no order of their attributes. */
  private static String sorted(String page) {
    return page.replace("\"rating\":7,\"id\":3", "\"id\":3,\"rating\":7");
  }

  @Test
  void aQueryAsksForNoMoreThanTheBudgetHasLeft() {
    // Each of these calls consumes 10 units.
    capacity = 25;
    page("id=1&note=x", 1000, run(1000, key(1)), run(500, key(2)), run(100, key(3)));
    assertEquals(List.of(1000, 1500, 375), limits());
    assertEquals(Optional.of(Page.Stop.CAPACITY), end.stop());
  }

  @Test
  void noMoreIsReadThanTheSizeOfThePageAllows() {
    mostBytes = 1000;
    page(
        "id=1",
        100,
        run(3, key(1), text(1, 200), text(2, 200), text(3, 200)),
        run(1, Map.of(), text(4, 100)));
    assertEquals(List.of(100, 1), limits());
    page("id=1", 100, run(4, key(1), text(1, 200), text(2, 200), text(3, 200), text(4, 200)));
    assertEquals(List.of(100), limits());
    assertEquals(Optional.of(Page.Stop.SIZE), end.stop());
    // Of items that are not known yet, no more than one of 400 KB is sure to fit.
    mostBytes = 100_000;
    page("id[in]=1,2,3,4,5,6,7,8", 8, got(text(1, 30_000)), got(text(2, 30_000), text(3, 30_000)));
    assertEquals(List.of(1, 2), keysOfCalls());
    assertEquals(Optional.of(Page.Stop.SIZE), end.stop());
    assertEquals(Optional.of(Item.of(key(3))), last());
    page(
        "rating=7",
        8,
        run(3, Map.of(), rated(1), rated(2), rated(3)),
        got(rated(1)),
        got(rated(2)));
    assertEquals(List.of(1, 1), keysOfCalls());
    assertEquals(Optional.of(Page.Stop.SIZE), end.stop());
  }

  private static Map<String, AttributeValue> text(int id, int bytes) {
    return Map.of(
        "id", AttributeValue.fromN("" + id), "text", AttributeValue.fromS("x".repeat(bytes)));
  }

  private static Map<String, AttributeValue> rated(int id) {
    return Map.of(
        "id",
        AttributeValue.fromN("" + id),
        "rating",
        AttributeValue.fromN("7"),
        "text",
        AttributeValue.fromS("x".repeat(40_000)));
  }

  @Test
  void keysThatOtherConditionsLeaveOutAreNotRead() {
    page("id[in]=1,2,3&id[gt]=2", 3, got());
    assertEquals(List.of(1), keysOfCalls());
    assertEquals(List.of(Item.of(key(3))), end.missing());
  }

  @Test
  void aPlaceThatIsNoneOfTheKeysIsRefused() {
    ProblemException e =
        assertThrows(
            ProblemException.class,
            () -> page("id[in]=1,2", 2, Optional.of(Item.of(key(3))), got(key(1))));
    assertEquals(ProblemType.INVALID_CURSOR, e.type());
    assertEquals("[]", Arrays.toString(dynamoDb.requests(Object.class).toArray()));
  }

  @Test
  void whatIsAskedForConsistentlyIsFetchedConsistently() {
    collection = orders(false);
    for (boolean wanted : List.of(true, false)) {
      consistent = wanted;
      page("rating=7", 1, run(1, Map.of(), order(1, 7)), got(order(1, 7)));
      assertEquals(wanted, dynamoDb.requests(QueryRequest.class).get(0).consistentRead());
      assertEquals(
          wanted,
          dynamoDb
              .requests(BatchGetItemRequest.class)
              .get(0)
              .requestItems()
              .get("orders")
              .consistentRead());
    }
  }

  private CountPage count(String query, Position from, QueryResponse... answers) {
    dynamoDb = new StubbedDynamoDb(remainingMillis, answers);
    CountPage counted = new CountPage();
    end =
        new PageReader(dynamoDb.dynamoDb(), dynamoDb.batches(), Clock.fixed(NOW, ZoneOffset.UTC))
            .fill(
                counted,
                collection,
                plan(query).counting(collection),
                Projection.ALL::of,
                from,
                budget());
    return counted;
  }

  private static QueryResponse counted(int count, int scanned, Map<String, AttributeValue> last) {
    return run(scanned, last).toBuilder()
        .items((List<Map<String, AttributeValue>>) null)
        .count(count)
        .build();
  }

  @Test
  void whatDynamoDbCanCountItReturnsNoItemsOf() {
    CountPage counted =
        count("id=1&note=x", Position.START, counted(3, 20, key(1)), counted(4, 20, Map.of()));
    assertEquals(7, counted.counted());
    assertEquals(Optional.empty(), end.stop());
    for (QueryRequest call : dynamoDb.requests(QueryRequest.class)) {
      assertEquals(Select.COUNT, call.select());
      assertEquals(null, call.projectionExpression());
      assertEquals("#1 = :1 AND NOT (#2 BETWEEN :2 AND :3)", call.filterExpression());
    }
  }

  @Test
  void aCountGoesOnWhereItsBudgetEnded() {
    capacity = 10;
    CountPage counted = count("id=1", Position.START, counted(20, 20, key(20)));
    assertEquals(20, counted.counted());
    assertEquals(Optional.of(Page.Stop.CAPACITY), end.stop());
    assertEquals(Optional.of(Position.after(Item.of(key(20)))), end.next());
  }

  /** The call of the page consumed 10 units for 2 items. */
  @Test
  void aCountAfterAPageReadsNoMoreThanTheBudgetHasLeft() {
    dynamoDb =
        new StubbedDynamoDb(
            remainingMillis, run(2, key(2), key(1), key(2)), counted(9, 9, Map.of()));
    PageReader reader =
        new PageReader(dynamoDb.dynamoDb(), dynamoDb.batches(), Clock.fixed(NOW, ZoneOffset.UTC));
    PageBudget budget = budget();
    Plan plan = plan("id=1");
    end =
        reader.fill(
            new JsonPage(ItemFormat.PLAIN, 2, mostBytes),
            collection,
            plan,
            Projection.ALL::of,
            Position.START,
            budget);
    reader.fill(
        new CountPage(),
        collection,
        plan.counting(collection),
        Projection.ALL::of,
        end.next().orElseThrow(),
        budget);
    assertEquals(List.of(2, 23), limits());
  }

  @Test
  void goingBackOneMoreIsReadToFindOutWhetherThereIsAPageBefore() {
    Position from = new Position(Optional.of(Item.of(key(9))), true);
    dynamoDb = new StubbedDynamoDb(remainingMillis, run(3, key(6), key(8), key(7), key(6)));
    Page page = new JsonPage(ItemFormat.PLAIN, 2, mostBytes);
    end =
        new PageReader(dynamoDb.dynamoDb(), dynamoDb.batches(), Clock.fixed(NOW, ZoneOffset.UTC))
            .fill(page, collection, plan("id=1"), Projection.ALL::of, from, budget());
    assertEquals(List.of(3), limits());
    assertEquals(Optional.of(new Position(Optional.of(Item.of(key(7))), true)), end.prev());
    assertEquals(Optional.of(Position.after(Item.of(key(8)))), end.next());
    assertEquals(
        "{\"items\":[{\"id\":7},{\"id\":8}]}",
        new String(
            page.finish(
                new Page.Members(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of())),
            StandardCharsets.UTF_8));
    QueryRequest call = dynamoDb.requests(QueryRequest.class).get(0);
    assertEquals(false, call.scanIndexForward());
  }
}
