package dev.larder.lambda;

import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A built function, running in a process of its own with Lambda's environment variables, on a
 * Runtime API of its own or AWS's emulator.
 *
 * <p>Closing it ends both.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Environment
 *     variables</a>
 */
public final class DeployedFunction implements AutoCloseable {
  private final Environment environment;
  private final FunctionProcess process;

  private DeployedFunction(Environment environment, FunctionProcess process) {
    this.environment = environment;
    this.process = process;
  }

  /**
   * Starts a function on the managed Java runtime. It returns at once: the first invocation, or
   * {@link #awaitNext}, waits for its initialization.
   *
   * @param task the directory with the unpacked {@code function.zip}, Lambda's {@code /var/task}
   * @param handler the handler's name, as {@code dev.larder.lambda.Entry::handle}
   * @param environment variables beyond Lambda's own, or in their place
   * @param log the file that gets its output; overwritten
   */
  public static DeployedFunction start(
      ManagedJavaRuntime runtime,
      Path task,
      String handler,
      Map<String, String> environment,
      Path log) {
    return start(runtime.command(handler), task, handler, environment, log);
  }

  /**
   * Starts a function by any command that speaks to the Runtime API: another language's runtime
   * client, or the {@code bootstrap} of a custom runtime. Else as {@link #start(ManagedJavaRuntime,
   * Path, String, Map, Path)}.
   */
  public static DeployedFunction start(
      List<String> command, Path task, String handler, Map<String, String> environment, Path log) {
    RuntimeApi api = RuntimeApi.start();
    Map<String, String> all = environment(task, handler);
    all.put("AWS_LAMBDA_RUNTIME_API", api.address());
    all.putAll(environment);
    return start(api, command, task, all, log);
  }

  /**
   * Starts a function on AWS's emulator, which has a Runtime API of its own and is the process.
   * Else as {@link #start(List, Path, String, Map, Path)}.
   */
  static DeployedFunction emulate(
      Path emulator,
      List<String> command,
      Path task,
      String handler,
      Map<String, String> environment,
      Path log) {
    Emulator started = new Emulator(emulator);
    Map<String, String> all = environment(task, handler);
    all.put("AWS_LAMBDA_FUNCTION_TIMEOUT", Long.toString(RuntimeApi.DEFAULT_TIMEOUT.toSeconds()));
    all.putAll(environment);
    return start(started, started.command(command, Path.of(log + ".bootstrap")), task, all, log);
  }

  private static DeployedFunction start(
      Environment environment,
      List<String> command,
      Path task,
      Map<String, String> variables,
      Path log) {
    try {
      FunctionProcess process =
          FunctionProcess.start(
              command,
              variables,
              task,
              log,
              reason -> environment.fail(new IllegalStateException(reason)));
      return new DeployedFunction(environment, process);
    } catch (RuntimeException e) {
      environment.close();
      throw e;
    }
  }

  /** Invokes the function; see {@link RuntimeApi#invoke(byte[], Duration)}. */
  public RuntimeApi.Outcome invoke(String event) {
    return invoke(event, RuntimeApi.DEFAULT_TIMEOUT);
  }

  /** Invokes the function; see {@link RuntimeApi#invoke(byte[], Duration)}. */
  public RuntimeApi.Outcome invoke(byte[] event) {
    return environment.invoke(UUID.randomUUID().toString(), event, RuntimeApi.DEFAULT_TIMEOUT);
  }

  /** Invokes the function; see {@link RuntimeApi#invoke(byte[], Duration)}. */
  public RuntimeApi.Outcome invoke(String event, Duration timeout) {
    return environment.invoke(
        UUID.randomUUID().toString(), event.getBytes(StandardCharsets.UTF_8), timeout);
  }

  /** REST-assured's way to the function, through a gateway. */
  public GatewayFilter behind(Gateway gateway) {
    return GatewayFilter.of(this, gateway);
  }

  /** A request to its function URL, which delivers paths as they were sent. */
  public RequestSpecification given() {
    return behind(Gateway.FUNCTION_URL).given();
  }

  /** A request with a JSON body to its function URL. */
  public RequestSpecification json(String body) {
    return behind(Gateway.FUNCTION_URL).json(body);
  }

  /** Invokes the function under a request id, as Lambda does again and again where it fails. */
  public RuntimeApi.Outcome invokeAs(String requestId, String event) {
    return environment.invoke(
        requestId, event.getBytes(StandardCharsets.UTF_8), RuntimeApi.DEFAULT_TIMEOUT);
  }

  /** Waits until the function asks for an event; see {@link RuntimeApi#awaitNext}. */
  public void awaitNext(Duration limit) {
    api().awaitNext(limit);
  }

  /** Returns the Runtime API that serves the function; the emulator's own is not to be had. */
  public RuntimeApi api() {
    if (environment instanceof RuntimeApi api) {
      return api;
    }
    throw new IllegalStateException("AWS's emulator serves the function");
  }

  /** Returns the function's process. */
  public FunctionProcess process() {
    return process;
  }

  /** Returns what the function has logged so far. */
  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
    environment.close();
  }

  private static Map<String, String> environment(Path task, String handler) {
    Map<String, String> all = new HashMap<>();
    all.put("LAMBDA_TASK_ROOT", task.toAbsolutePath().toString());
    all.put("_HANDLER", handler);
    all.put("AWS_LAMBDA_FUNCTION_NAME", RuntimeApi.FUNCTION_NAME);
    all.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(ManagedJavaRuntime.MEMORY_MB));
    all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + RuntimeApi.FUNCTION_NAME);
    all.put("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[$LATEST]00000000000000000000000000000000");
    all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    all.put("AWS_REGION", RuntimeApi.REGION);
    all.put("AWS_DEFAULT_REGION", RuntimeApi.REGION);
    all.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    all.put("AWS_SECRET_ACCESS_KEY", "secret");
    all.put("AWS_SESSION_TOKEN", "session");
    all.put("TZ", ":UTC");
    return all;
  }
}
