package dev.larder.bench;

import dev.larder.lambda.ManagedJavaRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * A plain program on the AWS SDK that puts films by {@link BatchWriter}, in a process of its own
 * with the flags that a function has: one round for each line that it is sent.
 */
final class PlainProgram implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  private PlainProgram(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts it, with its standard error in a file. */
  static PlainProgram start(
      BenchOptions options, String endpoint, String table, int films, ReturnConsumedCapacity cost) {
    List<String> command = new ArrayList<>(List.of(options.java().toString()));
    command.addAll(ManagedJavaRuntime.DEFAULT_FLAGS);
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(PlainProgram.class.getName());
    command.addAll(List.of(endpoint, table, String.valueOf(films), cost.name()));
    Path log =
        Folders.make(options.output().resolve("logs")).resolve("plain-program-" + cost + ".log");
    try {
      return new PlainProgram(new ProcessBuilder(command).redirectError(log.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has it put all films once, and returns the nanoseconds that this took it. */
  long round() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      String nanos = answers.readLine();
      if (nanos == null) {
        throw new BenchException("The plain program ended; see logs/plain-program-*.log");
      }
      return Long.parseLong(nanos);
    } catch (IOException e) {
      throw new BenchException("The plain program ended; see logs/plain-program-*.log", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** The program itself. */
  public static void main(String... arguments) throws IOException {
    List<Map<String, AttributeValue>> items =
        Films.items(Films.lines(Integer.parseInt(arguments[2])));
    try (DynamoDbClient client = LocalDynamoDb.client(URI.create(arguments[0]));
        BatchWriter writer =
            new BatchWriter(client, ReturnConsumedCapacity.valueOf(arguments[3]))) {
      BufferedReader rounds =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (rounds.readLine() != null) {
        long start = System.nanoTime();
        writer.write(arguments[1], items);
        System.out.println(System.nanoTime() - start);
      }
    }
  }
}
