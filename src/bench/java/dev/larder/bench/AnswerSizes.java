package dev.larder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.bench.ResultTable.Column;
import dev.larder.dev.LocalTables;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.RuntimeApi.Outcome;
import dev.larder.table.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * What large items, pages and bulk writes cost, beside the same in Go. Each contestant has one
 * process for all of them.
 */
final class AnswerSizes {
  private static final int ROUNDS = 10;
  private static final String READINGS = "readings";
  private static final String READINGS_KEY = "sensor:S,at:N";
  private static final int SMALL_ITEMS = 1_200;
  private static final int SMALL_NOTE = 170;
  private static final int LARGE_ITEMS = 60;
  private static final int LARGE_NOTE = 20_000;
  private static final int BULK_ITEMS = 1_000;
  private static final String SENTENCE = "The window was open for a while. ";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "READINGS_TABLE",
          READINGS,
          "LARDER_COLLECTIONS_READINGS_TABLE",
          READINGS,
          "LARDER_COLLECTIONS_READINGS_KEY",
          READINGS_KEY);

  private static final List<Job> JOBS =
      List.of(
          item(100_000),
          item(390_000),
          page("of 50 small items", "small", 50),
          page("of 1,000 small items", "small", 1_000),
          page("of 50 large items", "large", 50),
          bulk());

  private AnswerSizes() {}

  /**
   * The same request again and again.
   *
   * @param right whether the body of an answer is right
   * @param sent the bytes of a body that is sent; 0 if the answer's body is what counts
   */
  private record Job(String name, byte[] event, Predicate<JsonNode> right, int sent)
      implements Requests {
    @Override
    public byte[] event(int n) {
      return event;
    }

    @Override
    public void check(int n, Outcome outcome) {
      HttpEvent.Answer answer = HttpEvent.Answer.of(outcome);
      if (answer.status() != 200 || !right.test(answer.json())) {
        String body = answer.body();
        throw new BenchException(
            name
                + " answered "
                + answer.status()
                + ": "
                + body.substring(0, Math.min(body.length(), 1000)));
      }
    }

    int bytes(Outcome answer) {
      return sent > 0
          ? sent
          : HttpEvent.Answer.of(answer).body().getBytes(StandardCharsets.UTF_8).length;
    }
  }

  private static Job item(int size) {
    return job(
        String.format(Locale.ROOT, "`GET` of an item of %,d KB", size / 1000),
        HttpEvent.of("GET", "/items/" + size),
        body -> body.path("note").asText().length() == size,
        0);
  }

  private static Job page(String name, String sensor, int items) {
    return job(
        "`GET` of a page " + name,
        HttpEvent.of("GET", "/readings?sensor=" + sensor + "&limit=" + items),
        body -> body.path("items").size() == items && body.has("next"),
        0);
  }

  private static Job bulk() {
    String lines =
        IntStream.range(0, BULK_ITEMS)
            .mapToObj(
                n ->
                    String.format(
                        Locale.ROOT,
                        "{\"id\":\"bulk-%d\",\"value\":21.5,\"note\":\"%s\"}\n",
                        n,
                        note(SMALL_NOTE)))
            .collect(Collectors.joining());
    return job(
        String.format(Locale.ROOT, "`POST` of %,d small items as NDJSON", BULK_ITEMS),
        HttpEvent.of("POST", "/items").json(lines).header("Content-Type", "application/x-ndjson"),
        body -> body.path("succeeded").asInt() == BULK_ITEMS,
        lines.length());
  }

  private static Job job(String name, HttpEvent event, Predicate<JsonNode> right, int sent) {
    return new Job(name, event.toString().getBytes(StandardCharsets.UTF_8), right, sent);
  }

  static String measure(BenchOptions options) {
    List<String> head = new ArrayList<>();
    List<Contestant> contestants = new ArrayList<>();
    Optional<Contestant> go = CompiledPattern.GO.prepare(options);
    go.ifPresentOrElse(contestants::add, () -> head.add(CompiledPattern.GO.absent()));
    head.forEach(System.out::println);
    Map<Flavour, Contestant> larder = LarderFunction.built(options);
    contestants.addAll(larder.values());
    contestants.add(contestants.get(0).again());
    go.ifPresent(peer -> head.add(peer.describe()));
    head.addAll(LarderFunction.describe(larder, options));
    head.add(
        String.format(
            Locale.ROOT,
            "Counts: %,d answers of each size in %d rounds, after half as many unmeasured ones",
            options.answers(),
            ROUNDS));
    StringBuilder tables = new StringBuilder();
    Path logs = Folders.make(options.output().resolve("logs"));
    Map<Contestant, DeployedFunction> functions = new LinkedHashMap<>();
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      fill(dynamoDb.client());
      Workload.warmUp(dynamoDb.client());
      for (Contestant contestant : contestants) {
        functions.put(contestant, contestant.with(ENVIRONMENT).start(dynamoDb.endpoint(), logs));
      }
      for (Job job : JOBS) {
        System.out.println(job.name() + " ...");
        tables.append('\n').append(table(job, functions, options));
      }
    } finally {
      functions.values().forEach(DeployedFunction::close);
    }
    return Bench.lines(head) + tables;
  }

  private static String table(
      Job job, Map<Contestant, DeployedFunction> functions, BenchOptions options) {
    Map<String, WarmRun> runs = new LinkedHashMap<>();
    functions.forEach(
        (contestant, function) -> {
          WarmRun run = new WarmRun(contestant, job, function);
          run.invoke(options.answers() / 2);
          run.reset();
          runs.put(contestant.name(), run);
        });
    WarmRun.takeTurns(runs.values(), options.answers(), Math.max(1, options.answers() / ROUNDS));
    Map<String, List<Measurement>> results = new LinkedHashMap<>();
    runs.forEach((name, run) -> results.put(name, run.rounds(new Samples())));
    List<Map<String, Measurement>> rounds = Measurement.rounds(results);
    Contestant first = functions.keySet().iterator().next();
    double megabytes = job.bytes(functions.get(first).invoke(job.event())) / 1e6;
    List<Column<Measurement>> columns =
        List.of(
            new Column<>("p50, ms", "%,.2f", Measurement::warmP50Millis),
            new Column<>("MB/s", "%,.1f", each -> megabytes * each.invocationsPerSecond()),
            new Column<>("CPU, ms", "%,.2f", Measurement::cpuSecondsPer1000));
    return String.format(Locale.ROOT, "**%s**, %.3f MB%n%n", job.name(), megabytes)
        + Bench.lines(List.of(ResultTable.noise(columns, List.of(rounds))))
        + '\n'
        + ResultTable.renderRounds(columns, rounds);
  }

  private static void fill(DynamoDbClient dynamoDb) {
    Workload.fill(dynamoDb);
    for (int size : List.of(100_000, 390_000)) {
      dynamoDb.putItem(
          put ->
              put.tableName(Workload.TABLE)
                  .item(
                      Map.of(
                          "id",
                          AttributeValue.fromS(String.valueOf(size)),
                          "note",
                          AttributeValue.fromS(note(size)))));
    }
    LocalTables.create(dynamoDb, READINGS, TableSchema.parse(READINGS_KEY));
    try (BatchWriter writer = new BatchWriter(dynamoDb, ReturnConsumedCapacity.NONE)) {
      writer.write(READINGS, readings("small", SMALL_ITEMS, SMALL_NOTE));
      writer.write(READINGS, readings("large", LARGE_ITEMS, LARGE_NOTE));
    }
  }

  private static List<Map<String, AttributeValue>> readings(String sensor, int count, int size) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                Map.of(
                    "sensor", AttributeValue.fromS(sensor),
                    "at", AttributeValue.fromN(String.valueOf(n)),
                    "value", AttributeValue.fromN("21.5"),
                    "note", AttributeValue.fromS(note(size))))
        .toList();
  }

  private static String note(int length) {
    return SENTENCE.repeat(length / SENTENCE.length() + 1).substring(0, length);
  }
}
