package dev.larder.bench;

import dev.larder.dev.LocalTables;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.HttpEvent.Answer;
import dev.larder.lambda.RuntimeApi.Outcome;
import dev.larder.table.schema.TableSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * Requests of many kinds in turn, each with the statuses that its answer may have. The keys repeat,
 * so that only the table of idempotency records grows.
 */
final class MixedRequests {
  private static final int ITEMS = 500;
  private static final int FILMS = 1_000;
  private static final String NOTE = "Please ring twice and wait for the door. ".repeat(13);
  private static final String SYSTEM_TABLE = "larder";

  /** In this order: each finds what those before it have left of the item. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              List.of(200, 201), round -> put(round).header("Idempotency-Key", "round-" + round)),
          new Kind(List.of(200), round -> HttpEvent.of("GET", item(round))),
          new Kind(List.of(200), MixedRequests::patch),
          new Kind(List.of(200), MixedRequests::put),
          new Kind(List.of(412), round -> put(round).header("If-Match", "\"another\"")),
          new Kind(List.of(400), round -> HttpEvent.of("PUT", item(round)).json("{\"name\": ")),
          new Kind(List.of(200), MixedRequests::transaction),
          new Kind(List.of(200), MixedRequests::bulk),
          new Kind(List.of(200), MixedRequests::batchGet),
          new Kind(List.of(200), round -> HttpEvent.of("GET", "/items?limit=50")),
          new Kind(
              List.of(200),
              round -> HttpEvent.of("GET", "/films?year=1970&title[gte]=C&sort=-title&limit=20")),
          new Kind(List.of(400), round -> HttpEvent.of("GET", "/films?cast=Roy")),
          new Kind(List.of(200), round -> HttpEvent.of("GET", "/openapi")),
          new Kind(List.of(200), round -> HttpEvent.of("GET", "/_health")),
          new Kind(List.of(204), round -> HttpEvent.of("DELETE", item(round))),
          new Kind(List.of(404), round -> HttpEvent.of("GET", item(round))));

  private MixedRequests() {}

  private record Kind(List<Integer> statuses, Function<Integer, HttpEvent> event) {}

  /** What the function has to be told of its tables. */
  static Map<String, String> environment() {
    return Map.of(
        "LARDER_SYSTEM_TABLE",
        SYSTEM_TABLE,
        "LARDER_COLLECTIONS_FILMS_TABLE",
        "films",
        "LARDER_COLLECTIONS_FILMS_KEY",
        Films.KEY);
  }

  /** Creates the tables, and what is only read. */
  static void fill(DynamoDbClient dynamoDb) {
    LocalTables.create(dynamoDb, Workload.TABLE, TableSchema.parse("id:S"));
    LocalTables.create(dynamoDb, SYSTEM_TABLE, TableSchema.parse("id:S"));
    LocalTables.create(dynamoDb, "films", TableSchema.parse(Films.KEY));
    try (BatchWriter writer = new BatchWriter(dynamoDb, ReturnConsumedCapacity.NONE)) {
      writer.write("films", Films.items(Films.lines(FILMS)));
    }
  }

  static int kinds() {
    return KINDS.size();
  }

  /** Returns the n-th event. */
  static String event(int n) {
    return KINDS.get(n % KINDS.size()).event().apply(n / KINDS.size()).toString();
  }

  /**
   * Checks the answer to the n-th event.
   *
   * @throws BenchException if it has none of the statuses that it may have
   */
  static void check(int n, Outcome outcome) {
    List<Integer> statuses = KINDS.get(n % KINDS.size()).statuses();
    Answer answer = Answer.of(outcome);
    if (!statuses.contains(answer.status())) {
      throw new BenchException(
          "Not "
              + statuses
              + ": answered "
              + answer.status()
              + ", "
              + answer.body()
              + ", to "
              + event(n));
    }
  }

  private static String item(int round) {
    return "/items/item-" + round % ITEMS;
  }

  private static HttpEvent put(int round) {
    return HttpEvent.of("PUT", item(round)).json(body("\"name\": \"item\""));
  }

  private static HttpEvent patch(int round) {
    return HttpEvent.of("PATCH", item(round))
        .json("{\"round\": " + round + "}")
        .header("Content-Type", "application/merge-patch+json");
  }

  private static HttpEvent transaction(int round) {
    return HttpEvent.of("POST", "/_transactions")
        .json(
            String.format(
                Locale.ROOT,
                "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/items/beside-%d\", \"body\":"
                    + " %s}, {\"method\": \"CHECK\", \"path\": \"%s\", \"ifMatch\": \"*\"}]}",
                round % ITEMS,
                body("\"name\": \"beside\""),
                item(round)));
  }

  private static HttpEvent bulk(int round) {
    return HttpEvent.of("POST", "/items")
        .json(
            bulkIds(round)
                .map(id -> body("\"id\": \"" + id + "\""))
                .collect(Collectors.joining(",", "[", "]")));
  }

  private static HttpEvent batchGet(int round) {
    return HttpEvent.of("GET", "/items?id[in]=" + bulkIds(round).collect(Collectors.joining(",")));
  }

  private static Stream<String> bulkIds(int round) {
    return IntStream.range(0, BatchWriter.BATCH)
        .mapToObj(n -> "bulk-" + (round * BatchWriter.BATCH + n) % ITEMS);
  }

  private static String body(String members) {
    return "{" + members + ", \"note\": \"" + NOTE + "\"}";
  }
}
