package dev.larder.lambda;

import dev.larder.TestDynamoDb;
import dev.larder.sample.HookedFunction;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The function of this build, as the integration tests deploy it: of the flavour that the system
 * property {@code larder.flavour} names, {@code jvm} by default. It runs on AWS's Runtime Interface
 * Emulator if {@code larder.emulator} names its executable.
 */
public final class BuiltFunction {
  public static final String HANDLER = "dev.larder.lambda.LarderHandler::handleRequest";

  /**
   * Has a thread for each invocation. The common pool, of one thread on two cores, is also what
   * tells that a process has ended, which would not be learnt while an invocation waits for it.
   */
  public static final Executor INVOKER = work -> new Thread(work, "invoker").start();

  private static final boolean NATIVE =
      System.getProperty("larder.flavour", "jvm").equals("native");

  private static final String EMULATOR = System.getProperty("larder.emulator", "");

  private static final Path BUILD = Path.of(System.getProperty("larder.build", "target"));

  /**
   * With it, any function with Larder starts in less time than on a JVM alone, since it has most
   * classes.
   */
  private static final ClassArchive ARCHIVE = new ClassArchive(BUILD.resolve("function.jsa"));

  private BuiltFunction() {}

  /**
   * Whether Lambda's own Java runtime, with its runtime client, runs it: a JVM, which takes
   * JAVA_TOOL_OPTIONS and can be asked by jcmd. Else it is its own runtime.
   */
  public static boolean runsOnJvm() {
    return !NATIVE;
  }

  public static Path zip() {
    return BUILD.resolve("function" + suffix() + ".zip");
  }

  /** The unpacked zip, Lambda's {@code /var/task}. */
  static Path task() {
    return HookedFunction.CHOSEN ? HookedFunction.task() : BUILD.resolve("function" + suffix());
  }

  private static String suffix() {
    return NATIVE ? "-native" : "";
  }

  /** Starts it with the collections of {@link TestDynamoDb}, its output in a log of this name. */
  public static DeployedFunction start(
      TestDynamoDb dynamoDb, String name, Map<String, String> environment) {
    return start(dynamoDb.endpoint(), name, environment);
  }

  /**
   * Starts it with the collections of {@link TestDynamoDb}.
   *
   * @param dynamoDb what it calls, as a proxy before it
   */
  public static DeployedFunction start(URI dynamoDb, String name, Map<String, String> environment) {
    return start(name, environment(dynamoDb, environment));
  }

  /** Environment variables for the collections of {@link TestDynamoDb}, and these. */
  public static Map<String, String> environment(URI dynamoDb, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>();
    all.put("TABLE_NAME", "items");
    TestDynamoDb.TABLES
        .keySet()
        .forEach(
            table ->
                all.put("LARDER_COLLECTIONS_" + table.toUpperCase(Locale.ROOT) + "_TABLE", table));
    all.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", dynamoDb.toString());
    all.put("LARDER_ACCESS", "open");
    all.put("LARDER_SYSTEM_TABLE", TestDynamoDb.SYSTEM_TABLE);
    all.putAll(environment);
    return all;
  }

  /** Starts it with these environment variables and Lambda's own. */
  public static DeployedFunction start(String name, Map<String, String> environment) {
    Path log = BUILD.resolve("function-" + name + ".log");
    return start(task(), environment, log);
  }

  /**
   * Starts the function of a project that was built for the same flavour.
   *
   * @param target where the project has it
   */
  public static DeployedFunction startOf(Path target, Map<String, String> environment, Path log) {
    return start(target.resolve("function" + suffix()), environment, log);
  }

  /** Starts it as Lambda does, without the archive of classes that spares the other tests time. */
  static DeployedFunction startWithoutArchive(String name, Map<String, String> environment) {
    Path log = BUILD.resolve("function-" + name + ".log");
    return DeployedFunction.start(
        command(task(), managedRuntime()), task(), HANDLER, environment, log);
  }

  private static DeployedFunction start(Path task, Map<String, String> environment, Path log) {
    List<String> command = command(task, ARCHIVE.of(managedRuntime()));
    return EMULATOR.isEmpty()
        ? DeployedFunction.start(command, task, HANDLER, environment, log)
        : DeployedFunction.emulate(Path.of(EMULATOR), command, task, HANDLER, environment, log);
  }

  private static List<String> command(Path task, ManagedJavaRuntime managed) {
    return NATIVE
        ? List.of(task.resolve("bootstrap").toAbsolutePath().toString())
        : managed.command(HANDLER);
  }

  private static ManagedJavaRuntime managedRuntime() {
    return ManagedJavaRuntime.ofThisJvm(BUILD.resolve("lambda-runtime-client"));
  }
}
