package dev.larder.dev;

import com.fasterxml.jackson.core.StreamReadConstraints;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/** DynamoDB Local in this process: in memory, on a free port of the loopback interface. */
public final class EmbeddedDynamoDb implements AutoCloseable {
  /**
   * DynamoDB Local logs a stack trace for every failed condition, although that is not an error.
   */
  private static final List<Logger> QUIET =
      Stream.of("software.amazon.dynamodb", "org.eclipse.jetty", "com.almworks.sqlite4java")
          .map(Logger::getLogger)
          .toList();

  private final LocalDynamoDBRequestHandler engine;
  private final Server server;

  private EmbeddedDynamoDb(LocalDynamoDBRequestHandler engine, Server server) {
    this.engine = engine;
    this.server = server;
  }

  /**
   * Starts an engine without tables.
   *
   * @throws IllegalStateException if it does not start
   */
  public static EmbeddedDynamoDb start() {
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    // DynamoDB stores names of up to 65,535 bytes and rejects longer ones; DynamoDB Local does so
    // too, but its parser stops at 50,000 by default.
    StreamReadConstraints.overrideDefaultStreamReadConstraints(
        StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build());
    try {
      LocalDynamoDBRequestHandler engine =
          new LocalDynamoDBRequestHandler(0, true, null, true, false);
      Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
      server.setHandler(new LocalDynamoDBServerHandler(engine, null));
      server.start();
      return new EmbeddedDynamoDb(engine, server);
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local could not start", e);
    }
  }

  /** Returns the endpoint for clients. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getURI().getPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local could not stop", e);
    } finally {
      engine.shutdown();
    }
  }
}
