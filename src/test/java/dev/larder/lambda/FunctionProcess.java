package dev.larder.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A function's process, with just the environment that it is given and its output in a file.
 *
 * <p>Closing it ends the process and those that it started. A process that ends before it is closed
 * is reported to the callback.
 */
public final class FunctionProcess implements AutoCloseable {
  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG");
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int TAIL = 4_000;

  private final Process process;
  private final Path log;
  private final Thread atShutdown;
  private volatile boolean closing;

  private FunctionProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.atShutdown = new Thread(process::destroyForcibly, "function-at-shutdown");
  }

  /**
   * Starts a process.
   *
   * @param environment its environment; of this process's own only PATH, HOME and LANG are passed
   * @param directory its working directory
   * @param log the file that gets its standard output and standard error; overwritten
   * @param onDeath called once, from another thread, if the process ends before it is closed; its
   *     argument names the exit code and the end of the log
   * @throws UncheckedIOException if the command cannot be started
   */
  public static FunctionProcess start(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Path log,
      Consumer<String> onDeath) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    try {
      FunctionProcess started = new FunctionProcess(builder.start(), log);
      Runtime.getRuntime().addShutdownHook(started.atShutdown);
      started.process.onExit().thenRun(() -> started.exited(onDeath));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command.get(0), e);
    }
  }

  /** Returns what the process has written so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the function's log " + log, e);
    }
  }

  /** Returns the process's id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Returns the processor time of all its threads since its start, user and system, in seconds.
   *
   * @throws IllegalStateException if the process has ended
   */
  public double cpuSeconds() {
    return process
        .info()
        .totalCpuDuration()
        .map(time -> time.toNanos() / 1e9)
        .orElseThrow(() -> new IllegalStateException("The process " + pid() + " has ended"));
  }

  /**
   * Returns the most memory that it has had resident so far, in bytes. Linux only.
   *
   * @throws UncheckedIOException if the process has ended
   */
  public long peakRssBytes() {
    try {
      return ProcessUse.kib(pid(), "VmHWM") * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the process to end, and waits for what it does at its end. */
  void end(Duration limit) {
    closing = true;
    process.destroy();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("The process " + pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the process to end, after five seconds ends it by force, and waits for its end. */
  @Override
  public void close() {
    closing = true;
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    forgetShutdownHook();
  }

  private void exited(Consumer<String> onDeath) {
    if (!closing) {
      String text = log();
      onDeath.accept(
          "The function's process ended with exit code "
              + process.exitValue()
              + "; its log ends: "
              + text.substring(Math.max(0, text.length() - TAIL)));
    }
  }

  private void forgetShutdownHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, and finds nothing left to do.
    }
  }
}
