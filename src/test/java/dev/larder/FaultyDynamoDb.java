package dev.larder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a DynamoDB, passes calls on and counts them. On demand it does as a DynamoDB under
 * load: leaves a part of a batch unprocessed, or answers with an error. The rest of a batch is
 * processed by the DynamoDB behind it.
 */
public final class FaultyDynamoDb implements AutoCloseable {
  private static final long SEED = 20260131;

  private static final String CHECKSUM = "x-amz-crc32";

  /** What belongs to a connection, and is not passed on to another. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding");

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // Read once, by the first server: without it a body waits for the receipt of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final URI dynamoDb;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultyDynamoDb::daemon);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();

  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Queue<Answer>> failures = new HashMap<>();
  private final List<String> traces = new ArrayList<>();
  private final List<String> accessKeys = new ArrayList<>();
  private final Random random = new Random(SEED);
  private volatile Duration delay = Duration.ZERO;
  private double unprocessed;
  private int unprocessedCalls;
  private Optional<String> neverProcessed = Optional.empty();

  private record Answer(int status, Map<String, List<String>> headers, byte[] body) {}

  private FaultyDynamoDb(URI dynamoDb, HttpServer server) {
    this.dynamoDb = dynamoDb;
    this.server = server;
  }

  public static FaultyDynamoDb before(URI dynamoDb) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FaultyDynamoDb faulty = new FaultyDynamoDb(dynamoDb, server);
      server.setExecutor(faulty.threads);
      server.createContext("/", faulty::handle);
      server.start();
      return faulty;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "faulty-dynamodb");
    thread.setDaemon(true);
    return thread;
  }

  /** Where to connect instead of to the DynamoDB. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often an operation was called since the last {@link #reset}, as in {@code GetItem}. */
  public synchronized int calls(String operation) {
    return calls.getOrDefault(operation, 0);
  }

  /** How often anything was called since then. */
  public synchronized int calls() {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The tracing header of each call since then; empty for one that has none. */
  public synchronized List<String> traces() {
    return List.copyOf(traces);
  }

  /** The id of the access key that each call since then was signed with. */
  public synchronized List<String> accessKeys() {
    return List.copyOf(accessKeys);
  }

  /** Has no faults any more, and no calls yet. */
  public synchronized void reset() {
    calls.clear();
    traces.clear();
    accessKeys.clear();
    failures.clear();
    random.setSeed(SEED);
    unprocessed = 0;
    neverProcessed = Optional.empty();
    delay = Duration.ZERO;
  }

  /** Takes this long for every call. */
  public void delay(Duration delay) {
    this.delay = delay;
  }

  /** Leaves each entry of a batch unprocessed that has this text. */
  public synchronized void leaveUnprocessed(String text) {
    neverProcessed = Optional.of(text);
  }

  /** Leaves this share of the entries of every batch unprocessed, from 0 to 1. */
  public void leaveUnprocessed(double share) {
    leaveUnprocessed(share, Integer.MAX_VALUE);
  }

  /** Does so in the next batches, as many as there are calls. */
  public synchronized void leaveUnprocessed(double share, int calls) {
    unprocessed = share;
    unprocessedCalls = calls;
  }

  /**
   * Answers the next calls of an operation with an error, and passes none of them on.
   *
   * @param code as in {@code ThrottlingException}
   */
  public synchronized void fail(int calls, String operation, int status, String code) {
    byte[] body =
        bytes(
            JSON.createObjectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#" + code)
                .put("message", "Asked for by a test"));
    Queue<Answer> queue = failures.computeIfAbsent(operation, name -> new ArrayDeque<>());
    for (int i = 0; i < calls; i++) {
      queue.add(new Answer(status, Map.of(), body));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      answer
          .headers()
          .forEach(
              (name, values) -> {
                if (isPassedOn(name)) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      // It is closed; so is the connection.
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String operation = target.substring(target.indexOf('.') + 1);
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer failure = count(operation, exchange.getRequestHeaders());
    Thread.sleep(delay.toMillis());
    if (failure != null) {
      return failure;
    }
    return switch (operation) {
      case "BatchGetItem" -> batch(exchange, body, "UnprocessedKeys");
      case "BatchWriteItem" -> batch(exchange, body, "UnprocessedItems");
      default -> pass(exchange, body);
    };
  }

  /** Counts a call, and returns the answer that it is to get; null where DynamoDB gives it. */
  private synchronized Answer count(String operation, Headers headers) {
    calls.merge(operation, 1, Integer::sum);
    String trace = headers.getFirst("X-Amzn-Trace-Id");
    traces.add(trace == null ? "" : trace);
    accessKeys.add(
        headers.getFirst("Authorization").replaceFirst(".* Credential=([^/]+)/.*", "$1"));
    return failures.getOrDefault(operation, new ArrayDeque<>()).poll();
  }

  /**
   * @param member of the answer, with what is unprocessed
   */
  private Answer batch(HttpExchange exchange, byte[] body, String member)
      throws IOException, InterruptedException {
    ObjectNode request = (ObjectNode) JSON.readTree(body);
    ObjectNode tables = (ObjectNode) request.path("RequestItems");
    ObjectNode left = takeOut(tables, nextShare());
    if (left.isEmpty()) {
      return pass(exchange, body);
    }
    Answer passed = new Answer(200, Map.of(), bytes(JSON.createObjectNode()));
    if (!tables.isEmpty()) {
      passed = pass(exchange, bytes(request));
    }
    if (passed.status() != 200) {
      return passed;
    }
    ObjectNode response = (ObjectNode) JSON.readTree(passed.body());
    // What the DynamoDB itself has left unprocessed stays so.
    for (Map.Entry<String, JsonNode> table : response.path(member).properties()) {
      if (left.has(table.getKey())) {
        entries(left.path(table.getKey())).addAll(entries(table.getValue()));
      } else {
        left.set(table.getKey(), table.getValue());
      }
    }
    response.set(member, left);
    Map<String, List<String>> headers = new HashMap<>(passed.headers());
    headers.keySet().removeIf(name -> name.equalsIgnoreCase(CHECKSUM));
    return new Answer(200, headers, bytes(response));
  }

  private synchronized double nextShare() {
    return unprocessedCalls-- > 0 ? unprocessed : 0;
  }

  /** Takes a share of the entries out of the tables, and tables without any; returns them. */
  private synchronized ObjectNode takeOut(ObjectNode tables, double share) {
    ObjectNode out = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> table : tables.properties()) {
      JsonNode taken = table.getValue().deepCopy();
      entries(taken).removeAll();
      for (Iterator<JsonNode> each = entries(table.getValue()).iterator(); each.hasNext(); ) {
        JsonNode entry = each.next();
        if (random.nextDouble() < share || isNeverProcessed(entry)) {
          entries(taken).add(entry);
          each.remove();
        }
      }
      if (!entries(taken).isEmpty()) {
        out.set(table.getKey(), taken);
      }
    }
    tables.properties().removeIf(table -> entries(table.getValue()).isEmpty());
    return out;
  }

  private boolean isNeverProcessed(JsonNode entry) {
    return neverProcessed.filter(entry.toString()::contains).isPresent();
  }

  /** Of a table in a batch: its writes, or its keys. */
  private static ArrayNode entries(JsonNode table) {
    return (ArrayNode) (table.isArray() ? table : table.path("Keys"));
  }

  private Answer pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(dynamoDb.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (isPassedOn(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), response.headers().map(), response.body());
  }

  private static boolean isPassedOn(String header) {
    return !HOP_BY_HOP.contains(header.toLowerCase(Locale.ROOT));
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
