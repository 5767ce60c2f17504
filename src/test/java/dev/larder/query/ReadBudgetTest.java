package dev.larder.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import dev.larder.dynamo.LocalDynamoDb;
import dev.larder.dynamo.MeasuredDynamoDb;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.http.Preconditions;
import dev.larder.http.QueryParameters;
import dev.larder.http.StoredResponse;
import dev.larder.item.TestItems;
import dev.larder.item.WriteOptions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.Expiry;
import dev.larder.table.filter.AttributeTypes;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Random requests over items of 1 to 390 KB read no more than their budget and one call. {@code
 * -Dbudget.requests} makes them more, {@code -Dseed} others.
 */
class ReadBudgetTest {
  private static final int REQUESTS = Integer.getInteger("budget.requests", 100);
  private static final int REQUESTS_OF_A_CONTAINER = 50;
  private static final int PAGES_OF_A_QUERY = 5;
  private static final double[] BUDGETS = {10, 128, 128, 512};

  /** The most that one strongly consistent call reads: see {@link #mostOfOneCall}. */
  private static final double UNITS_OF_QUERY = 256 + 100;

  private static final double UNITS_OF_ITEM = 100;
  private static final int MOST_KEYS = 40;

  private static final KeyAttribute SHOP = new KeyAttribute("shop", KeyType.S);
  private static final KeyAttribute NUMBER = new KeyAttribute("number", KeyType.N);
  private static final KeyAttribute STATUS = new KeyAttribute("status", KeyType.S);
  private static final KeyAttribute CREATED = new KeyAttribute("created", KeyType.N);
  private static final KeyAttribute RATING = new KeyAttribute("rating", KeyType.N);

  /**
   * The table of tests with its indexes: a global and a local one that has all attributes or not.
   */
  private static final TableSchema ORDERS =
      new TableSchema(
          SHOP,
          Optional.of(NUMBER),
          List.of(STATUS, CREATED, RATING),
          List.of(
              new TableIndex("by-status", true, STATUS, Optional.of(CREATED), Optional.empty()),
              new TableIndex("by-rating", true, RATING, Optional.of(NUMBER), keysAnd("rating")),
              new TableIndex(
                  "shop-by-rating", false, SHOP, Optional.of(RATING), keysAnd("rating"))));

  /**
   * Shops by the kilobytes of their items: any, small, large, and small with a large one between.
   */
  private static final Map<String, int[]> SHOPS =
      Map.of(
          "budget-any", new int[] {1, 5, 20, 60, 120, 200, 300, 390},
          "budget-small", new int[] {1, 1, 1, 2, 4},
          "budget-large", new int[] {390},
          "budget-mixed", new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 380});

  private static final int ITEMS_OF_A_SHOP = 60;

  private static final DynamoDbClient LOCAL = LocalDynamoDb.local().client();

  private final Random random = new Random(Long.getLong("seed", 20));
  private MeasuredDynamoDb dynamoDb;
  private PageReader reader;
  private int containers;
  private int requests;
  private final Map<String, Double> mostOverBudget = new TreeMap<>();

  /** What queries find without a limit, by their texts. */
  private final Map<String, Found> found = new HashMap<>();

  private record Found(List<Item> keys, List<Item> missing) {}

  private static Optional<Set<String>> keysAnd(String attribute) {
    return Optional.of(Set.of("shop", "number", attribute));
  }

  @BeforeAll
  static void fill() {
    SHOPS.forEach(
        (shop, kilobytes) -> {
          for (int number = 0; number < ITEMS_OF_A_SHOP; number++) {
            Map<String, AttributeValue> item = new HashMap<>(key(shop, number));
            item.put(
                "text",
                AttributeValue.fromS("x".repeat(1000 * kilobytes[number % kilobytes.length])));
            item.put("even", AttributeValue.fromBool(number % 2 == 0));
            item.put("rating", AttributeValue.fromN(String.valueOf(number % 3)));
            item.put("_version", AttributeValue.fromS(UUID.randomUUID().toString()));
            // The entries of local indexes count to the 400 KB of an item.
            if (number % 3 == 0 && kilobytes[number % kilobytes.length] < 150) {
              item.put("status", AttributeValue.fromS(shop));
              item.put("created", AttributeValue.fromN(String.valueOf(number)));
            }
            LOCAL.putItem(put -> put.tableName("orders").item(item));
          }
        });
  }

  @AfterAll
  static void clear() {
    for (String shop : SHOPS.keySet()) {
      for (int number = 0; number < ITEMS_OF_A_SHOP; number++) {
        Map<String, AttributeValue> key = key(shop, number);
        LOCAL.deleteItem(delete -> delete.tableName("orders").key(key));
      }
    }
  }

  private static Map<String, AttributeValue> key(String shop, int number) {
    return Map.of("shop", AttributeValue.fromS(shop), "number", AttributeValue.fromN("" + number));
  }

  private static Collection orders(double readUnits) {
    return new Collection(
        "orders",
        "orders",
        ORDERS,
        new Expiry(Optional.empty()),
        true,
        readUnits,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** A page that keeps its items as they are. */
  private static final class Items extends Page {
    private final List<Item> items = new ArrayList<>();
    private long bytes;

    Items(int limit, int mostBytes) {
      super(limit, mostBytes);
    }

    @Override
    boolean append(Item item) {
      long with = bytes + ItemWriter.toBytes(item, ItemFormat.PLAIN).length;
      if (!fits(with)) {
        return false;
      }
      bytes = with;
      return items.add(item);
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

  @Test
  void noneReadsMoreThanItsBudgetAndOneCall() {
    Map<String, Integer> kinds = new HashMap<>();
    while (requests < REQUESTS) {
      if (requests / REQUESTS_OF_A_CONTAINER >= containers) {
        startContainer();
      }
      kinds.merge(random.nextInt(8) == 0 ? patch() : list(), 1, Integer::sum);
    }
    System.out.println(
        requests + " requests by " + kinds + "; most units over the budget: " + mostOverBudget);
    for (String kind : List.of("Query", "Scan", "BatchGetItem", "fetches", "PATCH")) {
      assertTrue(kinds.containsKey(kind), kinds::toString);
    }
  }

  /** Whether the budget or the size ends the pages, nothing is read in vain. */
  @ParameterizedTest
  @CsvSource({"128, 0", "10000, 0", "128, 1", "10000, 1"})
  void largeItemsCostWhatTheyWeigh(double budget, int byKeys) {
    startContainer();
    String all =
        IntStream.range(0, ITEMS_OF_A_SHOP)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(","));
    List<Filter> filters =
        Filter.parse(
            ORDERS,
            AttributeTypes.UNKNOWN,
            QueryParameters.parse("shop=budget-large" + (byKeys > 0 ? "&number[in]=" + all : "")),
            TestConfig.LIMITS);
    Query query = new Query(filters, filters, List.of(), Optional.empty(), false, Projection.ALL);
    Plan plan = Planner.plan(orders(budget), query, TestConfig.LIMITS.batchSize());
    int read = 0;
    Optional<Position> from = Optional.of(Position.START);
    do {
      Items page = new Items(1000, 6_000_000);
      from =
          reader
              .fill(page, orders(budget), plan, Projection.ALL::of, from.get(), budget(budget))
              .next();
      read += page.items.size();
    } while (from.isPresent());
    assertEquals(ITEMS_OF_A_SHOP, read);
    double worth = ITEMS_OF_A_SHOP * Math.ceil(390_100 / 4096.0) / 2;
    assertEquals(worth, sum(dynamoDb.reads()), worth * 0.02);
  }

  private String pick(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private String query(String shop) {
    return switch (random.nextInt(9)) {
      case 0 -> "shop=" + shop;
      case 1 -> "shop=" + shop + "&number[gte]=" + random.nextInt(ITEMS_OF_A_SHOP);
      case 2 -> "shop=" + shop + "&even=" + random.nextBoolean();
      case 3 -> "status=" + shop + "&even=true";
      case 4 -> "rating=" + random.nextInt(4) + "&even=false";
      case 5 -> "shop=" + shop + "&rating=" + random.nextInt(4);
      case 6 -> "even=" + random.nextBoolean() + "&note[exists]=false";
      default -> "shop=" + shop + "&number[in]=" + numbers();
    };
  }

  /** Up to a hundred, of which some have no item. */
  private String numbers() {
    return random
        .ints(0, ITEMS_OF_A_SHOP + 20)
        .limit(1 + random.nextInt(100))
        .mapToObj(String::valueOf)
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** Reads pages of a query, and compares them with what it finds without limits. */
  private String list() {
    double budget = BUDGETS[random.nextInt(BUDGETS.length)];
    Collection collection = orders(budget);
    String text = query(pick(SHOPS.keySet().stream().sorted().toArray(String[]::new)));
    boolean global = text.startsWith("status") || text.startsWith("rating");
    List<Filter> filters =
        Filter.parse(
            ORDERS, AttributeTypes.UNKNOWN, QueryParameters.parse(text), TestConfig.LIMITS);
    Optional<Query.Sort> sort =
        text.contains("status=")
            ? Optional.of(new Query.Sort("created", random.nextBoolean()))
            : Optional.empty();
    // A projection consumes as much, and is quicker here.
    Projection fields =
        random.nextInt(8) == 0
            ? Projection.ALL
            : Projection.ofAttributes(List.of("shop", "number"));
    Query query =
        new Query(filters, filters, List.of(), sort, !global && random.nextBoolean(), fields);
    Plan plan = Planner.plan(collection, query, TestConfig.LIMITS.batchSize());
    int limit = List.of(1, 7, 50, 1000).get(random.nextInt(4));
    int mostBytes = List.of(6_000_000, 1_000_000, 1_000).get(random.nextInt(3));
    String what = text + " " + query + " limit " + limit + " of " + mostBytes + " for " + budget;

    List<Item> items = new ArrayList<>();
    List<Item> missing = new ArrayList<>();
    Optional<Position> from = Optional.of(Position.START);
    do {
      dynamoDb.reads().clear();
      Items page = new Items(limit, mostBytes);
      PageReader.End end =
          reader.fill(page, collection, plan, fields::of, from.get(), budget(budget));
      assertWithinBudget(what, plan, budget, dynamoDb.reads());
      items.addAll(page.items);
      missing.addAll(end.missing());
      assertTrue(page.items.size() <= limit, what);
      from = end.next();
      requests++;
    } while (from.isPresent() && requests % PAGES_OF_A_QUERY > 0);

    Found all = found.computeIfAbsent(text + sort, same -> all(collection, plan));
    List<Item> keys = keys(items);
    assertEquals(from.isPresent() ? all.keys().subList(0, keys.size()) : all.keys(), keys, what);
    assertEquals(
        from.isPresent() ? all.missing().subList(0, missing.size()) : all.missing(), missing, what);
    if (random.nextInt(4) == 0) {
      count(what, collection, plan.counting(collection), all.keys().size());
    }
    return kind(plan);
  }

  /** Counts the items of a query, as far as its budget allows. */
  private void count(String what, Collection collection, Plan counting, int expected) {
    dynamoDb.reads().clear();
    CountPage counted = new CountPage();
    double budget = collection.readUnits();
    PageReader.End end =
        reader.fill(
            counted, collection, counting, Projection.ALL::of, Position.START, budget(budget));
    assertWithinBudget(what, counting, budget, dynamoDb.reads());
    if (end.stop().isEmpty()) {
      assertEquals(expected, counted.counted(), what);
    } else {
      assertEquals(Page.Stop.CAPACITY, end.stop().get(), what);
      assertTrue(counted.counted() <= expected, what);
    }
    requests++;
  }

  private Found all(Collection collection, Plan plan) {
    Items whole = new Items(Integer.MAX_VALUE, Integer.MAX_VALUE);
    PageReader.End end =
        reader.fill(whole, collection, plan, Projection.ALL::of, Position.START, budget(1e9));
    return new Found(keys(whole.items), end.missing());
  }

  /** A new container, which knows nothing of the items. */
  private void startContainer() {
    dynamoDb = new MeasuredDynamoDb(() -> {});
    reader = new PageReader(dynamoDb.dynamoDb(), dynamoDb.batches(), Clock.systemUTC());
    containers++;
  }

  /** All requests of a container have one cost, which adds up. */
  private PageBudget budget(double units) {
    return new PageBudget(
        dynamoDb.cost().read() + units,
        Duration.ofMinutes(5),
        dynamoDb.cost(),
        dynamoDb.deadline());
  }

  private static List<Item> keys(List<Item> items) {
    return items.stream().map(item -> item.select(List.of("shop", "number"))).toList();
  }

  private static double sum(List<Double> units) {
    return units.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * No call begins after the budget is spent. One call is a Query or Scan, which reads 1 MB at most
   * and the item that reaches it, or a BatchGetItem; the first Query of an index and the first
   * BatchGetItem for its items are one call. DynamoDB Local, other than DynamoDB, counts only what
   * a filter leaves to the 1 MB, so a call with a filter reads more of it here.
   */
  private void assertWithinBudget(String what, Plan plan, double budget, List<Double> calls) {
    int last = plan.fetched().isPresent() && calls.size() == 2 ? 0 : calls.size() - 1;
    double before = sum(calls.subList(0, Math.max(0, last)));
    assertTrue(calls.isEmpty() || before < budget, () -> what + ": " + calls);
    double most = mostOfOneCall(plan) * (plan.consistent() ? 1 : 0.5);
    assertTrue(calls.stream().allMatch(each -> each <= most), () -> what + ": " + calls);
    if (plan.filters().isEmpty()) {
      mostOverBudget.merge(kind(plan), sum(calls) - budget, Math::max);
    }
  }

  private static double mostOfOneCall(Plan plan) {
    if (!plan.filters().isEmpty()) {
      return Double.MAX_VALUE;
    }
    return plan.operation() == Plan.Operation.BATCH_GET || plan.fetched().isPresent()
        ? MOST_KEYS * UNITS_OF_ITEM
        : UNITS_OF_QUERY;
  }

  private static String kind(Plan plan) {
    return plan.fetched().isPresent() ? "fetches" : plan.operation().text();
  }

  /** Patches an item that other writers change each time before it is written. */
  private String patch() {
    double budget = BUDGETS[random.nextInt(BUDGETS.length)];
    String shop = pick(SHOPS.keySet().stream().sorted().toArray(String[]::new));
    Map<String, AttributeValue> key = key(shop, random.nextInt(ITEMS_OF_A_SHOP));
    MeasuredDynamoDb contended =
        new MeasuredDynamoDb(
            () ->
                LOCAL.updateItem(
                    update ->
                        update
                            .tableName("orders")
                            .key(key)
                            .updateExpression("SET #v = :v")
                            .expressionAttributeNames(Map.of("#v", "_version"))
                            .expressionAttributeValues(
                                Map.of(":v", AttributeValue.fromS(UUID.randomUUID().toString())))));
    try {
      TestItems.service(contended.dynamoDb(), contended.deadline())
          .patch(
              orders(budget),
              Item.of(key),
              item -> item.with("note", "patched"),
              new WriteOptions(
                  Preconditions.NONE,
                  Optional.empty(),
                  written -> new StoredResponse(200, Map.of(), null)));
    } catch (ProblemException e) {
      assertEquals(ProblemType.WRITE_CONFLICT, e.type());
    }
    List<Double> calls = contended.reads();
    assertTrue(
        sum(calls.subList(0, calls.size() - 1)) < budget, () -> "PATCH " + key + ": " + calls);
    assertTrue(calls.stream().allMatch(each -> each <= UNITS_OF_ITEM), calls::toString);
    requests++;
    return "PATCH";
  }
}
