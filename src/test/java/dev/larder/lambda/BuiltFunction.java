package dev.larder.lambda;

import dev.larder.TestDynamoDb;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** The {@code function.zip} of this build, as the integration tests deploy it. */
public final class BuiltFunction {
  public static final String HANDLER = "dev.larder.lambda.LarderHandler::handleRequest";

  /**
   * Has a thread for each invocation. The common pool, of one thread on two cores, is also what
   * tells that a process has ended, which would not be learnt while an invocation waits for it.
   */
  public static final Executor INVOKER = work -> new Thread(work, "invoker").start();

  private static final Path BUILD = Path.of(System.getProperty("larder.build", "target"));

  private BuiltFunction() {}

  public static Path zip() {
    return BUILD.resolve("function.zip");
  }

  /** Starts it with the collections of {@link TestDynamoDb}, its output in a log of this name. */
  public static DeployedFunction start(
      TestDynamoDb dynamoDb, String name, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>();
    all.put("TABLE_NAME", "items");
    TestDynamoDb.TABLES
        .keySet()
        .forEach(
            table ->
                all.put(
                    "LARDER_COLLECTIONS_" + table.toUpperCase(java.util.Locale.ROOT) + "_TABLE",
                    table));
    all.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", dynamoDb.endpoint().toString());
    all.put("LARDER_ACCESS", "open");
    all.put("LARDER_SYSTEM_TABLE", TestDynamoDb.SYSTEM_TABLE);
    all.putAll(environment);
    return start(name, all);
  }

  /** Starts it with these environment variables and Lambda's own. */
  public static DeployedFunction start(String name, Map<String, String> environment) {
    ManagedJavaRuntime runtime =
        ManagedJavaRuntime.ofThisJvm(BUILD.resolve("lambda-runtime-client"));
    return DeployedFunction.start(
        runtime,
        BUILD.resolve("function"),
        HANDLER,
        environment,
        BUILD.resolve("function-" + name + ".log"));
  }
}
