package dev.larder.documentation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A shell that runs the commands of a page, which share its variables and its directory. */
final class Shell implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String END = "--- end of the output, with status ";

  private final Process process;
  private final OutputStream input;
  private final Duration patience;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /**
   * What a command did.
   *
   * @param output what it printed, errors included
   */
  record Result(int status, String output) {}

  private Shell(Process process, Duration patience) {
    this.process = process;
    this.patience = patience;
    input = process.getOutputStream();
    Thread reader = new Thread(this::read, "shell");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a shell.
   *
   * @param environment variables beside those of this process
   */
  static Shell start(Path directory, Map<String, String> environment) {
    return start(directory, environment, TIMEOUT);
  }

  /**
   * Starts a shell.
   *
   * @param environment variables beside those of this process
   * @param patience how long a command may print nothing
   */
  static Shell start(Path directory, Map<String, String> environment, Duration patience) {
    try {
      // As in a terminal, where curl shows no progress beside a response.
      Files.writeString(directory.resolve(".curlrc"), "no-progress-meter\n");
      ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc");
      builder.directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().put("CURL_HOME", directory.toAbsolutePath().toString());
      builder.environment().putAll(environment);
      return new Shell(builder.start(), patience);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Result run(String command) {
    try {
      String script = "{ " + command + "\n} < /dev/null\nprintf '\\n%s%s\\n' '" + END + "' $?\n";
      input.write(script.getBytes(StandardCharsets.UTF_8));
      input.flush();
      StringBuilder output = new StringBuilder();
      String line = next(command);
      while (!line.startsWith(END)) {
        output.append(line).append('\n');
        line = next(command);
      }
      return new Result(Integer.parseInt(line.substring(END.length())), output.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String next(String command) {
    try {
      String line = lines.poll(patience.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("Nothing printed for " + patience.toSeconds() + " s: " + command);
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add(e.toString());
    }
    lines.add(END + 1);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
