package dev.larder.bench;

import dev.larder.Progress;
import dev.larder.bench.ResultTable.Column;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.LoadedClasses;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a cold start of Larder consists of: the initialization, which ends when the function asks
 * for its first event, and the first answer; and the classes that are loaded until then.
 */
final class StartUp {
  private static final Duration READY = Duration.ofSeconds(30);

  private static final List<Column<Profile>> COLUMNS =
      List.of(
          new Column<>("first poll, ms", "%,.0f", Profile::pollMillis),
          new Column<>("first answer, ms", "%,.0f", Profile::answerMillis),
          new Column<>("classes at first poll", "%,.0f", profile -> profile.atPoll().all()),
          new Column<>("of them archived", "%,.0f", profile -> profile.atPoll().archived()),
          new Column<>("classes at first answer", "%,.0f", profile -> profile.atAnswer().all()),
          new Column<>("of them archived", "%,.0f", profile -> profile.atAnswer().archived()));

  private record Profile(
      double pollMillis, double answerMillis, LoadedClasses atPoll, LoadedClasses atAnswer) {}

  private final Contestant larder;
  private final String dynamoDb;
  private final Path logs;
  private final Workload workload = Workload.read();
  private final Samples polls = new Samples();
  private final Samples answers = new Samples();

  private StartUp(Contestant larder, String dynamoDb, Path logs) {
    this.larder = larder;
    this.dynamoDb = dynamoDb;
    this.logs = logs;
  }

  static String measure(BenchOptions options) {
    Map<Flavour, Contestant> built = LarderFunction.built(options);
    Path logs = Folders.make(options.output().resolve("logs"));
    Map<String, Profile> rows = new LinkedHashMap<>();
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      Workload.fill(dynamoDb.client());
      Workload.warmUp(dynamoDb.client());
      List<StartUp> order = new ArrayList<>();
      built.values().forEach(larder -> order.add(new StartUp(larder, dynamoDb.endpoint(), logs)));
      List<StartUp> startUps = List.copyOf(order);
      System.out.println("Starts ...");
      // Reads each one's files into the page cache.
      startUps.forEach(startUp -> startUp.start(startUp.larder, () -> {}, () -> {}));
      Progress progress = new Progress("rounds of starts", options.coldStarts());
      for (int round = 0; round < options.coldStarts(); round++) {
        order.forEach(StartUp::time);
        Collections.reverse(order);
        progress.step();
      }
      startUps.forEach(startUp -> rows.put(startUp.larder.name(), startUp.profile()));
    }
    List<String> head = new ArrayList<>(LarderFunction.describe(built, options));
    head.add("Counts: the median of " + options.coldStarts() + " processes");
    return Bench.lines(head) + "\n" + ResultTable.render(COLUMNS, rows);
  }

  private void time() {
    long begin = System.nanoTime();
    start(
        larder,
        () -> polls.add(System.nanoTime() - begin),
        () -> answers.add(System.nanoTime() - begin));
  }

  /** Counts the classes in a further process, since their log takes time. */
  private Profile profile() {
    Path log = logs.resolve(larder.fileName() + "-classes.log");
    List<LoadedClasses> classes = new ArrayList<>();
    start(
        larder.with(LoadedClasses.logTo(log)),
        () -> classes.add(LoadedClasses.read(log)),
        () -> classes.add(LoadedClasses.read(log)));
    return new Profile(
        polls.percentileMillis(0.5), answers.percentileMillis(0.5), classes.get(0), classes.get(1));
  }

  private void start(Contestant contestant, Runnable atPoll, Runnable atAnswer) {
    try (DeployedFunction function = contestant.start(dynamoDb, logs)) {
      function.awaitNext(READY);
      atPoll.run();
      Outcome answer = function.invoke(workload.event(0));
      atAnswer.run();
      workload.check(0, answer);
    } catch (RuntimeException e) {
      throw BenchException.of(contestant, e);
    }
  }
}
