package dev.larder.build;

import dev.larder.FakeEventBridge;
import dev.larder.TestDynamoDb;
import dev.larder.dev.LocalTables;
import dev.larder.job.FakeLambda;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.table.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the function on real requests of every kind, at whose end its JVM writes the cache: the
 * classes that were loaded, linked, and what it learnt of them. Settings are read at each start
 * anew, and are in no class.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514</a>
 */
final class Training {
  /** The table of AWS's sample of a stream's event. */
  private static final String STREAM_TABLE = "ExampleTableWithStream";

  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration ASSEMBLY = Duration.ofMinutes(5);

  private final Path build;
  private final Path task;

  /**
   * @param build Maven's output directory
   * @param task the folder with {@code bootstrap}, which gets the cache
   */
  Training(Path build, Path task) {
    this.build = build;
    this.task = task;
  }

  /**
   * Makes the cache.
   *
   * @throws BuildFailedException where an answer is not the one that is expected, or there is no
   *     cache in the end
   */
  void run() throws IOException {
    Path log = build.resolve("function-aot-training.log");
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        FakeEventBridge eventBridge = FakeEventBridge.start();
        FakeLambda lambda = new FakeLambda();
        DeployedFunction function =
            DeployedFunction.start(
                command(),
                task,
                BuiltFunction.HANDLER,
                environment(dynamoDb, eventBridge, lambda),
                log)) {
      LocalTables.create(dynamoDb.client(), STREAM_TABLE, TableSchema.parse("Id:N"));
      function.awaitNext(START);
      new TrainingRequests(function, lambda).send();
      end(ProcessHandle.of(function.process().pid()).orElseThrow());
    }
    if (!Files.exists(task.resolve(AotFunction.CACHE))) {
      throw new BuildFailedException("The JVM has made no cache; its log is " + log);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(task.resolve("java/bin/java").toString());
    command.add("-XX:AOTCacheOutput=" + AotFunction.CACHE);
    command.addAll(Bootstrap.FLAGS);
    command.addAll(List.of("-jar", ApplicationJar.NAME));
    return command;
  }

  private static Map<String, String> environment(
      TestDynamoDb dynamoDb, FakeEventBridge eventBridge, FakeLambda lambda) {
    Map<String, String> rules = new HashMap<>();
    rules.put("LARDER_ACCESS", "authorizer");
    rules.put("LARDER_COLLECTIONS_FILMS_READ", "films.read");
    rules.put("LARDER_COLLECTIONS_FILMS_WRITE", "films.write");
    rules.put("LARDER_COLLECTIONS_PAGES_OWNER", "book");
    rules.put("LARDER_COLLECTIONS_READINGS_READ", "public");
    rules.put("LARDER_COLLECTIONS_SESSIONS_SCAN", "true");
    rules.put("LARDER_COLLECTIONS_SESSIONS_TTL_ATTRIBUTE", "expires");
    rules.put("LARDER_COLLECTIONS_ORDERS_TABLE", "orders");
    rules.put("LARDER_COLLECTIONS_EXAMPLES_TABLE", STREAM_TABLE);
    rules.put("LARDER_COLLECTIONS_EXAMPLES_KEY", "Id:N");
    rules.put("LARDER_COLLECTIONS_PRODUCTS_SCHEMA", "{\"properties\":{\"price\":{\"minimum\":1}}}");
    rules.put("LARDER_PUBLICATION_EVENT_BUS", "changes");
    rules.put("AWS_ENDPOINT_URL_EVENTBRIDGE", eventBridge.endpoint().toString());
    rules.put("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint());
    return BuiltFunction.environment(dynamoDb.endpoint(), rules);
  }

  /** By SIGTERM; the JVM makes the cache before it ends. */
  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(ASSEMBLY.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new BuildFailedException("The JVM has not ended within " + ASSEMBLY, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BuildFailedException("Interrupted while the JVM makes the cache", e);
    }
  }
}
