package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.TestConfig;
import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.Deadlines;
import dev.larder.dynamo.RequestCost;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.table.Collection;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.filter.Filter;
import dev.larder.text.QueryValue;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Pages that end short of their limit, or do not come about. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class PageBudgetTest {
  private static final String CONSUMED = "Larder-Consumed-Capacity";
  private static final double DEFAULT_CAPACITY = 128;

  private static final Duration LONG = Duration.ofSeconds(20);

  /** Enough for some calls, and their repeats. */
  private static final Duration SHORT = Duration.ofMillis(1500);

  @Inject PageReader reader;
  @Inject CollectionRegistry collections;
  @Inject RequestCost cost;
  @Inject Deadline deadline;
  FaultyDynamoDb faulty;
  DynamoDbClient dynamoDb;

  @BeforeEach
  void noFaults() {
    faulty.reset();
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(int value) {
    return AttributeValue.fromN(String.valueOf(value));
  }

  private void put(String table, Map<String, AttributeValue> item) {
    dynamoDb.putItem(put -> put.tableName(table).item(item));
  }

  private void films(int year, int count, String synopsis) {
    for (int i = 0; i < count; i++) {
      put(
          "movies",
          Map.of(
              "year", number(year),
              "title", text("%03d".formatted(i)),
              "number", number(i),
              "synopsis", text(synopsis)));
    }
  }

  private static Response get(String query) {
    return given().urlEncodingEnabled(false).get(query);
  }

  private static Response next(String query, Response page) {
    return get(query + "&cursor=" + page.path("next"));
  }

  private static void assertStopped(String why, Response page) {
    page.then()
        .statusCode(200)
        .header("Larder-Stopped", why)
        .header("Link", notNullValue())
        .body("stopped", equalTo(why), "next", notNullValue());
  }

  private static void assertLast(Response page) {
    page.then()
        .statusCode(200)
        .header("Larder-Stopped", nullValue())
        .header("Link", not(containsString("\"next\"")))
        .body("stopped", nullValue(), "next", nullValue());
  }

  private static void assertTooLate(Response response) {
    response
        .then()
        .statusCode(503)
        .header("Retry-After", "1")
        .body("type", equalTo("urn:problem-type:larder:deadline"));
  }

  private static double consumed(Response page) {
    return Double.parseDouble(page.header(CONSUMED).replace("read=", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "'number[in]=0,19,20,44', '000,019,020,044'",
    "'number=43',             '043'",
    "'number=99',             ''"
  })
  void aQueryThatHasTakenItsCapacityGoesOnWithTheNextPage(String filter, String titles) {
    films(1901, 45, "x".repeat(110_000));
    String query = "/movies?consistent=true&fields=title&limit=5&year=1901&" + filter;
    List<String> found = new ArrayList<>();
    int pages = 1;
    Response page = get(query);
    while (page.path("next") != null) {
      assertStopped("capacity", page);
      assertTrue(consumed(page) >= DEFAULT_CAPACITY, page.header(CONSUMED));
      found.addAll(page.jsonPath().getList("items.title"));
      page = next(query, page);
      pages++;
    }
    assertLast(page);
    found.addAll(page.jsonPath().getList("items.title"));
    assertEquals(titles, String.join(",", found));
    assertTrue(pages > 1, "one page");
  }

  @Test
  void aQueryThatHasNoMoreTimeGoesOnWithTheNextPage() {
    films(1902, 100, "");
    String query = "/movies?year=1902&number[in]=0,33,66,99&limit=5";
    List<Integer> found = new ArrayList<>();
    int pages = 1;
    Deadlines.leaveEveryOtherCall();
    Response page = get(query);
    while (page.path("next") != null) {
      assertStopped("time", page);
      found.addAll(page.jsonPath().getList("items.number"));
      page = next(query, page);
      pages++;
    }
    assertLast(page);
    found.addAll(page.jsonPath().getList("items.number"));
    assertEquals(List.of(0, 33, 66, 99), found);
    assertTrue(pages > 2, "no more than 2 pages");
  }

  @Test
  void aCountThatIsThrottledLeavesThePageAsItIs() {
    films(1907, 9, "");
    faulty.next(1, "Query", Fault.NONE);
    faulty.fail(3, "Query", 400, "ThrottlingException");
    get("/movies?fields=title&limit=2&year=1907&count=true")
        .then()
        .statusCode(200)
        .body("items.title", contains("000", "001"))
        .body("count.value", equalTo(2), "count.complete", equalTo(false))
        .body("stopped", nullValue(), "next", notNullValue())
        .header("Larder-Count", "2;complete=?0");
  }

  @Test
  void aPageThatHasBegunEndsBeforeWhatIsThrottled() {
    films(1903, 40, "");
    String query = "/movies?fields=title&limit=2&year=1903&number[in]=0,39";
    faulty.next(1, "Query", Fault.NONE);
    faulty.fail(3, "Query", 400, "ThrottlingException");
    Response page = get(query);
    assertStopped("time", page);
    List<String> found = new ArrayList<>(page.jsonPath().getList("items.title"));
    found.addAll(next(query, page).jsonPath().getList("items.title"));
    assertEquals(List.of("000", "039"), found);

    faulty.fail(3, "Query", 400, "ThrottlingException");
    get(query).then().statusCode(503).body("type", equalTo("urn:problem-type:larder:throttled"));
  }

  @Test
  void aPageOfKeysThatHasBegunEndsBeforeWhatIsThrottled() {
    films(1904, 2, "");
    String query = "/movies?year=1904&limit=2&title[in]=none,none2,000,001";
    faulty.next(1, "BatchGetItem", Fault.NONE);
    faulty.fail(100, "BatchGetItem", 400, "ThrottlingException");
    Deadlines.leave(Duration.ofSeconds(2));
    Response page = get(query);
    assertStopped("time", page);
    assertEquals(List.of(), page.jsonPath().getList("items"));
    faulty.reset();
    Deadlines.leave(LONG);
    Response last = next(query, page);
    assertLast(last);
    assertEquals(List.of("000", "001"), last.jsonPath().getList("items.title"));
  }

  private static final class Numbers extends Page {
    private final List<Integer> found = new ArrayList<>();

    Numbers() {
      super(5, Integer.MAX_VALUE);
    }

    @Override
    boolean append(Item item) {
      return found.add(Integer.valueOf(item.attributes().get("number").n()));
    }

    @Override
    void reverse() {
      throw new UnsupportedOperationException();
    }

    @Override
    byte[] finish(Members members) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @CsvSource({"20, PT1H, CAPACITY", "1E9, PT0S, TIME", "0, PT0S, CAPACITY"})
  void theLimitsOfAPageAreThoseThatAreConfigured(double capacity, Duration time, Page.Stop why) {
    films(1903, 60, "x".repeat(10_000));
    Deadlines.leave(LONG);
    Collection movies = collections.described("movies");
    List<Filter> filters =
        List.of(
            Filter.parse(
                movies.schema(), "year", QueryValue.of("1903"), TestConfig.LIMITS.batchSize()),
            Filter.parse(
                movies.schema(),
                "number[in]",
                QueryValue.of("0,29,58"),
                TestConfig.LIMITS.batchSize()));
    Plan plan =
        Planner.plan(
            movies,
            new Query(filters, filters, List.of(), Optional.empty(), false, Projection.ALL),
            TestConfig.LIMITS.batchSize());
    List<Integer> found = new ArrayList<>();
    Optional<Position> from = Optional.of(Position.START);
    int pages = 0;
    do {
      Numbers page = new Numbers();
      // All of the test is one request, whose cost adds up.
      PageReader.End end =
          reader.fill(
              page,
              movies,
              plan,
              Projection.ALL::of,
              from.get(),
              new PageBudget(cost.read() + capacity, time, cost, deadline));
      assertEquals(end.next().map(more -> why), end.stop());
      found.addAll(page.found);
      from = end.next();
      pages++;
    } while (from.isPresent());
    assertEquals(List.of(0, 29, 58), found);
    assertTrue(pages > 2, "no more than 2 pages");
  }

  @Test
  void itemsOfKeysThatAreTooLargeTogetherGoOnWithTheNextPage() {
    // As JSON in JSON these quotes are four bytes each.
    AttributeValue quotes = text("\"".repeat(390_000));
    for (int i = 0; i < 5; i++) {
      put("products", Map.of("sku", text("large" + i), "quotes", quotes));
    }
    String query = "/products?sku[in]=large4,large3,large2,large1,large0";
    Response page = get(query);
    assertStopped("size", page);
    page.then().body("items.sku", contains("large4", "large3", "large2"));
    Response rest = next(query, page);
    assertLast(rest);
    rest.then().body("items.sku", contains("large1", "large0"));
  }

  private void products() {
    for (String id : List.of("early", "stuck", "late")) {
      put("products", Map.of("sku", text(id)));
    }
    get("/products?sku[in]=early,stuck,late").then().statusCode(200);
    faulty.leaveUnprocessed("stuck");
    Deadlines.leave(SHORT);
  }

  @Test
  void itemsOfKeysThatAreNotAllReadInTimeGoOnWithTheNextPage() {
    products();
    String query = "/products?sku[in]=early,stuck,late";
    Response page = get(query);
    assertStopped("time", page);
    page.then().body("items.sku", contains("early"), "missing", nullValue());
    faulty.reset();
    Deadlines.leave(LONG);
    Response rest = next(query, page);
    assertLast(rest);
    rest.then().body("items.sku", contains("stuck", "late"));
  }

  @Test
  void aPageWhoseFirstItemIsNotReadInTimeIsTooLate() {
    products();
    assertTooLate(get("/products?sku[in]=stuck,early,late"));
    assertTrue(faulty.calls("BatchGetItem") > 1, "not tried again");
  }

  @Test
  void aBatchIsNotBegunWhereThereIsNoTimeForIt() {
    put("products", Map.of("sku", text("early")));
    get("/products?sku[in]=early").then().statusCode(200);
    faulty.reset();
    Deadlines.leave(Duration.ofMillis(100));
    assertTooLate(get("/products?sku[in]=early"));
    assertEquals(0, faulty.calls());
  }

  /** Of which the index has the keys alone. */
  private void orders(int rating, String... shops) {
    IntStream.range(0, shops.length)
        .forEach(
            i ->
                put(
                    "orders",
                    Map.of("shop", text(shops[i]), "number", number(i), "rating", number(rating))));
    get("/orders?rating=" + rating).then().statusCode(200);
    faulty.leaveUnprocessed("stuck");
    Deadlines.leave(SHORT);
  }

  @Test
  void whatAnIndexLacksAndIsNotReadInTimeIsForTheNextPage() {
    orders(1904, "early", "stuck", "late");
    String query = "/orders?rating=1904";
    Response page = get(query);
    assertStopped("time", page);
    page.then().body("items.shop", contains("early"));
    faulty.reset();
    Deadlines.leave(LONG);
    Response rest = next(query, page);
    assertLast(rest);
    rest.then().body("items.shop", contains("stuck", "late"));
  }

  @Test
  void whereTheFirstThatAnIndexLacksIsNotReadInTimeThePageIsTooLate() {
    orders(1905, "stuck", "late");
    assertTooLate(get("/orders?rating=1905"));
  }
}
