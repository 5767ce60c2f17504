package dev.larder.bench;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Many films in one {@code POST} as NDJSON, against a {@link PlainProgram} that puts the same. They
 * take turns on one DynamoDB, and each round begins with an empty table.
 */
final class BulkWrite {
  private static final int FILMS = 10_000;
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 9;
  private static final String TABLE = "films";
  private static final Duration READY = Duration.ofSeconds(30);

  /** Longer than a client waits at API Gateway: how long it takes is what is asked. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final List<Column<Samples>> COLUMNS =
      List.of(
          new Column<>("median, ms", "%,.0f", samples -> samples.percentileMillis(0.5)),
          new Column<>("fastest, ms", "%,.0f", samples -> samples.percentileMillis(0)),
          new Column<>(
              "items/s", "%,.0f", samples -> FILMS * 1000 / samples.percentileMillis(0.5)));

  private BulkWrite() {}

  static String measure(BenchOptions options) {
    Contestant larder =
        LarderFunction.of(Flavour.JVM, options)
            .with(
                Map.of(
                    "LARDER_COLLECTIONS_FILMS_TABLE",
                    TABLE,
                    "LARDER_COLLECTIONS_FILMS_KEY",
                    Films.KEY));
    String event =
        HttpEvent.of("POST", "/films")
            .json(String.join("\n", Films.lines(FILMS)) + "\n")
            .header("Content-Type", "application/x-ndjson")
            .toString();
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb();
        PlainProgram plain =
            PlainProgram.start(
                options, dynamoDb.endpoint(), TABLE, FILMS, ReturnConsumedCapacity.NONE);
        PlainProgram counting =
            PlainProgram.start(
                options, dynamoDb.endpoint(), TABLE, FILMS, ReturnConsumedCapacity.TOTAL);
        DeployedFunction function =
            larder.start(dynamoDb.endpoint(), Folders.make(options.output().resolve("logs")))) {
      Map<String, LongSupplier> writers = new LinkedHashMap<>();
      writers.put("Plain program, BatchWriteItem", () -> plain(plain, dynamoDb.client()));
      writers.put("the same, with the capacity consumed", () -> plain(counting, dynamoDb.client()));
      writers.put(
          larder.name() + ", POST of NDJSON", () -> larder(function, event, dynamoDb.client()));
      Map<String, Samples> rows = new LinkedHashMap<>();
      writers.keySet().forEach(name -> rows.put(name, new Samples()));
      List<String> turns = new ArrayList<>(writers.keySet());
      System.out.println("Bulk writes ...");
      Progress progress = new Progress("rounds", WARM_UP + ROUNDS);
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        for (String name : turns) {
          long nanos = writers.get(name).getAsLong();
          if (round >= 0) {
            rows.get(name).add(nanos);
          }
        }
        Collections.rotate(turns, 1);
        progress.step();
      }
      return head(larder) + "\n" + ResultTable.render(COLUMNS, rows);
    } catch (RuntimeException e) {
      throw BenchException.of(larder, e);
    }
  }

  private static long plain(PlainProgram plain, DynamoDbClient dynamoDb) {
    empty(dynamoDb);
    long nanos = plain.round();
    requireAll("The plain program", dynamoDb);
    return nanos;
  }

  private static long larder(DeployedFunction function, String event, DynamoDbClient dynamoDb) {
    empty(dynamoDb);
    function.awaitNext(READY);
    long start = System.nanoTime();
    Outcome outcome = function.invoke(event, TIMEOUT);
    long nanos = System.nanoTime() - start;
    HttpEvent.Answer answer = HttpEvent.Answer.of(outcome);
    if (answer.status() != 200 || answer.json().path("succeeded").asInt() != FILMS) {
      String body = answer.body();
      throw new BenchException(
          "POST /films answered "
              + answer.status()
              + ": "
              + body.substring(0, Math.min(body.length(), 1000)));
    }
    requireAll("Larder", dynamoDb);
    return nanos;
  }

  private static void empty(DynamoDbClient dynamoDb) {
    if (dynamoDb.listTables().tableNames().contains(TABLE)) {
      dynamoDb.deleteTable(delete -> delete.tableName(TABLE));
    }
    LocalTables.create(dynamoDb, TABLE, TableSchema.parse(Films.KEY));
  }

  private static void requireAll(String writer, DynamoDbClient dynamoDb) {
    int stored =
        dynamoDb.scanPaginator(scan -> scan.tableName(TABLE).select(Select.COUNT)).stream()
            .mapToInt(ScanResponse::count)
            .sum();
    if (stored != FILMS) {
      throw new BenchException(writer + " wrote " + stored + " items of " + FILMS);
    }
  }

  private static String head(Contestant larder) {
    return String.format(
        Locale.ROOT,
        "- %s: %s%n- Plain program: the same SDK and JVM flags; %d items a batch, %d batches at a"
            + " time%n- Counts: %,d films, the median of %d rounds after %d unmeasured ones%n",
        larder.name(),
        larder.version(),
        BatchWriter.BATCH,
        BatchWriter.AT_A_TIME,
        FILMS,
        ROUNDS,
        WARM_UP);
  }
}
