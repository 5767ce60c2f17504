package dev.larder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.lambda.HttpConnection;
import dev.larder.lambda.LoopbackServer;
import dev.larder.net.Connection;
import dev.larder.net.Connection.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a DynamoDB, passes calls on and counts them. On demand it does as a DynamoDB under
 * load, or as a network that fails: a {@link Fault} befalls the next calls of an operation, or any
 * call with a probability.
 */
public final class FaultyDynamoDb implements AutoCloseable {
  private static final long SEED = 20260131;

  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 60_000;

  /** Much less than after what the DynamoDB closes a connection. */
  private static final long MOST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A write that takes so long may be given up. */
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** What belongs to a connection, and is not passed on to another. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI dynamoDb;
  private final LoopbackServer server;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final ScheduledExecutorService later =
      Executors.newScheduledThreadPool(2, FaultyDynamoDb::daemon);

  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Integer> befallen = new TreeMap<>();
  private final KeptConnections kept = new KeptConnections();
  private final Map<String, List<WriteCall>> writes = new HashMap<>();
  private final List<Duration> sentAfterEnd = new ArrayList<>();
  private final Map<String, Queue<Fault>> next = new HashMap<>();
  private final List<String> traces = new ArrayList<>();
  private final List<String> accessKeys = new ArrayList<>();
  private final Random random = new Random(SEED);
  private List<Fault.Chance> rain = List.of();
  private Random drops = new Random(SEED);
  private volatile Duration delay = Duration.ZERO;
  private double unprocessed;
  private int unprocessedCalls;
  private Optional<String> neverProcessed = Optional.empty();
  private boolean unread;
  private boolean closed;
  private int resets;
  private int resumes;
  private int unfinished;

  private record Idle(Connection connection, long since) {}

  /** A write, what befell it, and how long it took; the time is 0 until it is answered. */
  private static final class WriteCall {
    private final Fault fault;
    private final long start = System.nanoTime();
    private long nanos;

    WriteCall(Fault fault) {
      this.fault = fault;
    }

    boolean isInDoubt() {
      long taken = nanos == 0 ? System.nanoTime() - start : nanos;
      return fault.leavesDoubt() || taken > SLOW_NANOS;
    }
  }

  private FaultyDynamoDb(URI dynamoDb) throws IOException {
    this.dynamoDb = dynamoDb;
    this.server =
        LoopbackServer.start(
            new LoopbackServer.Handler() {
              @Override
              public void arriving() {
                awaitReading();
              }

              @Override
              public void handle(HttpConnection connection, HttpConnection.Request request)
                  throws IOException {
                FaultyDynamoDb.this.handle(
                    new DynamoDbCall(FaultyDynamoDb.this, connection, request));
              }

              @Override
              public void disconnected(HttpConnection connection) {
                kept.gone(connection);
              }
            });
  }

  public static FaultyDynamoDb before(URI dynamoDb) {
    try {
      return new FaultyDynamoDb(dynamoDb);
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
    return URI.create("http://127.0.0.1:" + server.address().getPort());
  }

  /** How often an operation was called since the last {@link #reset}, as in {@code GetItem}. */
  public synchronized int calls(String operation) {
    return calls.getOrDefault(operation, 0);
  }

  /** How often anything was called since then. */
  public synchronized int calls() {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many calls each fault has befallen since this was started, by its text. */
  public synchronized Map<String, Integer> befallen() {
    return new TreeMap<>(befallen);
  }

  /** The tracing header of each call since the last {@link #reset}; empty for one that has none. */
  public synchronized List<String> traces() {
    return List.copyOf(traces);
  }

  /** The id of the access key that each call since the last reset was signed with. */
  public synchronized List<String> accessKeys() {
    return List.copyOf(accessKeys);
  }

  /** Has no faults any more, and no calls yet; what is stalled is dropped. */
  public synchronized void reset() {
    calls.clear();
    traces.clear();
    accessKeys.clear();
    next.clear();
    rain = List.of();
    random.setSeed(SEED);
    unprocessed = 0;
    neverProcessed = Optional.empty();
    delay = Duration.ZERO;
    unread = false;
    kept.keep();
    writes.clear();
    sentAfterEnd.clear();
    resets++;
    notifyAll();
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
  public void fail(int calls, String operation, int status, String code) {
    next(calls, operation, Fault.error(status, code));
  }

  /** Has a fault befall the next calls of an operation, after those that are to have others. */
  public synchronized void next(int calls, String operation, Fault fault) {
    Queue<Fault> queue = next.computeIfAbsent(operation, name -> new ArrayDeque<>());
    for (int i = 0; i < calls; i++) {
      queue.add(fault);
    }
  }

  /**
   * Has at most one of these faults befall each call of DynamoDB for which {@link #next} has none,
   * until the next {@link #reset}. The same seed gives the same faults to the same order of calls.
   */
  public synchronized void rain(long seed, Fault.Chance... chances) {
    rain = List.of(chances);
    drops = new Random(seed);
  }

  /**
   * Closes a connection some time after an answer if no request has come by then, until {@link
   * #awaitEnds} or {@link #reset}.
   *
   * @param least of the random times, more than 0
   */
  public void endConnections(long seed, Duration least, Duration most) {
    kept.end(seed, least, most);
  }

  /** Waits until each connection is closed that is to be, and closes no others. */
  public void awaitEnds() throws InterruptedException {
    kept.awaitEnds();
    kept.keep();
  }

  /**
   * How long connections were closed already when a request came over them, since the last reset.
   */
  public synchronized List<Duration> sentAfterEnd() {
    return List.copyOf(sentAfterEnd);
  }

  /**
   * Whether the sender of a write in this trace can be in doubt of its outcome, since it was
   * dropped or delayed on its way or back.
   *
   * @param patience how long a write may still be under way to here; its sender learns at once that
   *     its connection is closed
   */
  public synchronized boolean leftDoubt(String trace, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (writes.getOrDefault(trace, List.of()).stream().noneMatch(WriteCall::isInDoubt)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      await(left / 1_000_000 + 1);
    }
    return true;
  }

  /** Reads no request any more, until {@link #resume} or {@link #reset}. */
  public synchronized void stopReading() {
    unread = true;
  }

  /** Goes on with what is stalled or was not read. */
  public synchronized void resume() {
    unread = false;
    resumes++;
    notifyAll();
  }

  /** Waits until all calls are carried out that were to be so later. */
  public synchronized void settle() {
    while (unfinished > 0) {
      await(0);
    }
  }

  private void handle(DynamoDbCall call) throws IOException {
    Fault fault = count(call);
    Optional<WriteCall> write = note(call, fault);
    pause(delay);
    try {
      fault.befall(call);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      write.ifPresent(this::finish);
    }
    kept.answered(call.connection());
  }

  private synchronized Optional<WriteCall> note(DynamoDbCall call, Fault fault) {
    if (!call.isWrite()) {
      return Optional.empty();
    }
    WriteCall write = new WriteCall(fault);
    writes.computeIfAbsent(call.trace(), trace -> new ArrayList<>()).add(write);
    notifyAll();
    return Optional.of(write);
  }

  /** Notes what the DynamoDB behind this does of itself. */
  private synchronized void noteOwnError(HttpConnection.Request request, String error) {
    befallen.merge("the DynamoDB's own " + error, 1, Integer::sum);
    writes
        .computeIfAbsent(DynamoDbCall.trace(request), trace -> new ArrayList<>())
        .add(new WriteCall(Fault.OWN_ERROR));
  }

  private synchronized void finish(WriteCall write) {
    write.nanos = System.nanoTime() - write.start;
  }

  /** Counts a call, and returns what is to befall it. */
  private synchronized Fault count(DynamoDbCall call) {
    calls.merge(call.operation(), 1, Integer::sum);
    call.counted(resets, resumes);
    traces.add(call.trace());
    accessKeys.add(
        call.request()
            .headers()
            .get("Authorization")
            .replaceFirst(".* Credential=([^/]+)/.*", "$1"));
    Fault fault = fault(call);
    if (fault != Fault.NONE) {
      befallen.merge(fault.toString(), 1, Integer::sum);
    }
    return fault;
  }

  private Fault fault(DynamoDbCall call) {
    Optional<Duration> ended = kept.requested(call.connection());
    if (ended.isPresent()) {
      sentAfterEnd.add(ended.get());
      return Fault.closed();
    }
    Fault fault = next.getOrDefault(call.operation(), new ArrayDeque<>()).poll();
    return fault == null ? drop() : fault;
  }

  private Fault drop() {
    double left = rain.isEmpty() ? 1 : drops.nextDouble();
    for (Fault.Chance chance : rain) {
      left -= chance.probability();
      if (left < 0) {
        return chance.fault();
      }
    }
    return Fault.NONE;
  }

  private synchronized void awaitReading() {
    while (unread && !closed) {
      await(0);
    }
  }

  synchronized void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
      await(left / 1_000_000 + 1);
    }
  }

  /**
   * Waits until this is resumed; false where it is reset or closed instead.
   *
   * @param reset how often it was when the call was counted
   * @param resumed likewise
   */
  synchronized boolean stall(int reset, int resumed) {
    while (!closed && resets == reset && resumes == resumed) {
      await(0);
    }
    return !closed && resets == reset;
  }

  private void await(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  synchronized void later(Duration time, Runnable work) {
    unfinished++;
    later.schedule(() -> finish(work), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void finish(Runnable work) {
    try {
      work.run();
    } finally {
      synchronized (this) {
        unfinished--;
        notifyAll();
      }
    }
  }

  synchronized double nextShare() {
    return unprocessedCalls-- > 0 ? unprocessed : 0;
  }

  /** Takes a share of the entries out of the tables, and tables without any; returns them. */
  synchronized ObjectNode takeOut(ObjectNode tables, double share) {
    ObjectNode out = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> table : tables.properties()) {
      JsonNode taken = table.getValue().deepCopy();
      DynamoDbCall.entries(taken).removeAll();
      Iterator<JsonNode> entries = DynamoDbCall.entries(table.getValue()).iterator();
      while (entries.hasNext()) {
        JsonNode entry = entries.next();
        if (random.nextDouble() < share || isNeverProcessed(entry)) {
          DynamoDbCall.entries(taken).add(entry);
          entries.remove();
        }
      }
      if (!DynamoDbCall.entries(taken).isEmpty()) {
        out.set(table.getKey(), taken);
      }
    }
    tables.properties().removeIf(table -> DynamoDbCall.entries(table.getValue()).isEmpty());
    return out;
  }

  private boolean isNeverProcessed(JsonNode entry) {
    return neverProcessed.filter(entry.toString()::contains).isPresent();
  }

  /** Has the DynamoDB carry out a request with this body. */
  DynamoDbCall.Answer carryOut(HttpConnection.Request request, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(dynamoDb.getAuthority()).append("\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (isPassedOn(name)) {
                head.append(name).append(": ").append(value).append("\r\n");
              }
            });
    Connection connection = connection();
    try {
      connection.send(head, body);
      Connection.Response answer = connection.read(false);
      if (answer.status() >= 500) {
        noteOwnError(request, Integer.toString(answer.status()));
      }
      if (answer.keepsConnection()) {
        idle.push(new Idle(connection, System.nanoTime()));
      } else {
        connection.close();
      }
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      answer
          .fields()
          .forEach(
              (name, values) -> {
                if (isPassedOn(name)) {
                  headers.put(name, String.join(", ", values));
                }
              });
      return new DynamoDbCall.Answer(answer.status(), headers, answer.body());
    } catch (IOException e) {
      connection.close();
      noteOwnError(request, e.getClass().getSimpleName());
      throw e;
    }
  }

  private Connection connection() throws IOException {
    for (Idle last = idle.poll(); last != null; last = idle.poll()) {
      if (System.nanoTime() - last.since() < MOST_IDLE_NANOS) {
        return last.connection();
      }
      last.connection().close();
    }
    Origin origin = new Origin("http", dynamoDb.getHost(), dynamoDb.getPort());
    return Connection.open(origin, CONNECT_MILLIS, READ_MILLIS);
  }

  private static boolean isPassedOn(String header) {
    return !HOP_BY_HOP.contains(header.toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    later.shutdownNow();
    kept.close();
    server.close();
    idle.forEach(each -> each.connection().close());
  }
}
