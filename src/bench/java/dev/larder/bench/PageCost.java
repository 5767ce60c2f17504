package dev.larder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.Progress;
import dev.larder.bench.ResultTable.Column;
import dev.larder.dev.LocalTables;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.RuntimeApi.Outcome;
import dev.larder.table.schema.TableSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * What a page of a partition and an item cost in tables that have ever more items, while the
 * partition has always as many. One function serves all tables, and they take turns.
 */
final class PageCost {
  private static final List<Integer> SIZES = List.of(1_000, 10_000, 200_000);
  private static final int PARTITION_ITEMS = 1_000;
  private static final int PAGE_ITEMS = 50;
  private static final String KEY = "sensor:S,at:N";
  private static final String PARTITION = "sensor-0";
  private static final Duration READY = Duration.ofSeconds(30);

  private PageCost() {}

  private record Cost(double pageUnits, double pageMillis, double itemUnits, double itemMillis) {}

  private static final List<Column<Cost>> COLUMNS =
      List.of(
          new Column<>("page, read units", "%,.1f", Cost::pageUnits),
          new Column<>("page p50, ms", "%,.2f", Cost::pageMillis),
          new Column<>("item, read units", "%,.1f", Cost::itemUnits),
          new Column<>("item p50, ms", "%,.2f", Cost::itemMillis));

  /** What has been measured of one kind of request in one table. */
  private static final class Series {
    private final Samples samples = new Samples();
    private double units = Double.NaN;

    void add(long nanos, double consumed, String path) {
      if (samples.count() > 0 && consumed != units) {
        throw new BenchException(path + " consumed " + units + ", and then " + consumed);
      }
      units = consumed;
      samples.add(nanos);
    }
  }

  static String measure(BenchOptions options) {
    Map<String, String> environment = new HashMap<>();
    for (int size : SIZES) {
      String collection = "LARDER_COLLECTIONS_" + table(size).toUpperCase(Locale.ROOT);
      environment.put(collection + "_TABLE", table(size));
      environment.put(collection + "_KEY", KEY);
    }
    Contestant larder = LarderFunction.of(Flavour.JVM, options).with(environment);
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      fill(dynamoDb);
      System.out.println("Pages and items ...");
      try (DeployedFunction function =
          larder.start(dynamoDb.endpoint(), Folders.make(options.output().resolve("logs")))) {
        Map<Integer, Series> pages = new LinkedHashMap<>();
        Map<Integer, Series> items = new LinkedHashMap<>();
        run(function, options.warmUp(), pages, items);
        run(function, options.measured(), pages, items);
        return head(options, larder) + "\n" + ResultTable.render(COLUMNS, rows(pages, items));
      } catch (RuntimeException e) {
        throw BenchException.of(larder, e);
      }
    }
  }

  private static String table(int size) {
    return "readings" + size;
  }

  private static void fill(LocalDynamoDb dynamoDb) {
    try (BatchWriter writer = new BatchWriter(dynamoDb.client(), ReturnConsumedCapacity.NONE)) {
      for (int size : SIZES) {
        System.out.printf(Locale.ROOT, "Loading %,d items ...%n", size);
        LocalTables.create(dynamoDb.client(), table(size), TableSchema.parse(KEY));
        writer.write(table(size), IntStream.range(0, size).mapToObj(PageCost::item).toList());
      }
    }
  }

  private static Map<String, AttributeValue> item(int n) {
    return Map.of(
        "sensor", AttributeValue.fromS("sensor-" + n / PARTITION_ITEMS),
        "at", AttributeValue.fromN(String.valueOf(n % PARTITION_ITEMS)),
        "value", AttributeValue.fromN("21.5"),
        "note", AttributeValue.fromS("The window was open for a while. ".repeat(6)));
  }

  /** Asks each table in turn for a page and an item, and forgets what was measured before. */
  private static void run(
      DeployedFunction function,
      int times,
      Map<Integer, Series> pages,
      Map<Integer, Series> items) {
    for (int size : SIZES) {
      pages.put(size, new Series());
      items.put(size, new Series());
    }
    List<Integer> order = new ArrayList<>(SIZES);
    Progress progress = new Progress("pages and items of each table", times / SIZES.size());
    for (int n = 0; n < times / SIZES.size(); n++) {
      for (int size : order) {
        page(function, size, pages.get(size));
        item(function, size, n % PARTITION_ITEMS, items.get(size));
      }
      Collections.reverse(order);
      progress.step();
    }
  }

  private static void page(DeployedFunction function, int size, Series series) {
    String path = "/" + table(size) + "?sensor=" + PARTITION + "&limit=" + PAGE_ITEMS;
    JsonNode page = get(function, path, series);
    if (page.path("items").size() != PAGE_ITEMS || !page.has("next")) {
      throw new BenchException(path + " answered " + page);
    }
  }

  private static void item(DeployedFunction function, int size, int at, Series series) {
    String path = "/" + table(size) + "/" + PARTITION + "/" + at;
    JsonNode item = get(function, path, series);
    if (item.path("at").asInt(-1) != at) {
      throw new BenchException(path + " answered " + item);
    }
  }

  private static JsonNode get(DeployedFunction function, String path, Series series) {
    String event = HttpEvent.of("GET", path).toString();
    function.awaitNext(READY);
    long start = System.nanoTime();
    Outcome outcome = function.invoke(event);
    long nanos = System.nanoTime() - start;
    HttpEvent.Answer answer = HttpEvent.Answer.of(outcome);
    String consumed = answer.headers().get("Larder-Consumed-Capacity");
    if (answer.status() != 200 || consumed == null || !consumed.startsWith("read=")) {
      throw new BenchException(
          path + " answered " + answer.status() + ", consumed " + consumed + ": " + answer.body());
    }
    series.add(nanos, Double.parseDouble(consumed.substring("read=".length())), path);
    return answer.json();
  }

  private static Map<String, Cost> rows(Map<Integer, Series> pages, Map<Integer, Series> items) {
    Map<String, Cost> rows = new LinkedHashMap<>();
    for (int size : SIZES) {
      Series page = pages.get(size);
      Series item = items.get(size);
      rows.put(
          String.format(Locale.ROOT, "%,d items", size),
          new Cost(
              page.units,
              page.samples.percentileMillis(0.5),
              item.units,
              item.samples.percentileMillis(0.5)));
    }
    return rows;
  }

  private static String head(BenchOptions options, Contestant larder) {
    return String.format(
        Locale.ROOT,
        "- %s: %s%n- Table: key %s, %,d items in the partition that is read; pages of %d%n"
            + "- Counts: of each table %,d pages and as many items, after %,d unmeasured ones%n",
        larder.name(),
        larder.version(),
        KEY,
        PARTITION_ITEMS,
        PAGE_ITEMS,
        options.measured() / SIZES.size(),
        options.warmUp() / SIZES.size());
  }
}
