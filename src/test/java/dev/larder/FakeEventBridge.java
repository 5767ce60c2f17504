package dev.larder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;

/**
 * EventBridge's PutEvents, without EventBridge: it takes all entries, except in the calls for which
 * it is told to fail.
 */
public final class FakeEventBridge implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Queue<Plan> plans = new ArrayDeque<>();
  private final List<List<String>> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<JsonNode> taken = Collections.synchronizedList(new ArrayList<>());
  private final List<Map<String, String>> headers = Collections.synchronizedList(new ArrayList<>());

  /**
   * What happens to a call.
   *
   * @param status of the whole call
   * @param code of the whole call, where it fails; the body, where there is nothing failing
   * @param failing the codes of entries that do, by index; null where the answer is not
   *     EventBridge's
   */
  private record Plan(int status, String code, Map<Integer, String> failing) {}

  private FakeEventBridge() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public static FakeEventBridge start() {
    try {
      return new FakeEventBridge();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Has a call fail as a whole, after those that were told before. */
  public void refuse(int status, String code) {
    plans.add(new Plan(status, code, Map.of()));
  }

  /** Has a call be answered with this body, after those that were told before. */
  public void answer(int status, String body) {
    plans.add(new Plan(status, body, null));
  }

  /**
   * Has entries of a call fail, after those that were told before.
   *
   * @param codes by the entry's index
   */
  public void fail(Map<Integer, String> codes) {
    plans.add(new Plan(200, null, codes));
  }

  /** The ids of the changes in each call. */
  public List<List<String>> calls() {
    return List.copyOf(calls);
  }

  /** The entries that were taken, in that order. */
  public List<JsonNode> taken() {
    return List.copyOf(taken);
  }

  /** The header fields of the last call, names in lower case. */
  public Map<String, String> lastHeaders() {
    return headers.get(headers.size() - 1);
  }

  public void forget() {
    plans.clear();
    calls.clear();
    taken.clear();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    JsonNode entries = JSON.readTree(exchange.getRequestBody()).path("Entries");
    Map<String, String> fields = new java.util.TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> fields.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    headers.add(fields);
    calls.add(entries.valueStream().map(FakeEventBridge::detail).map(FakeEventBridge::id).toList());
    Plan plan = plans.isEmpty() ? new Plan(200, null, Map.of()) : plans.remove();
    if (plan.failing() == null) {
      send(exchange, plan.status(), plan.code().getBytes(StandardCharsets.UTF_8));
      return;
    }
    ObjectNode body = JSON.createObjectNode();
    if (plan.status() == 200) {
      body.put("FailedEntryCount", plan.failing().size());
      ArrayNode results = body.putArray("Entries");
      for (int i = 0; i < entries.size(); i++) {
        if (plan.failing().containsKey(i)) {
          results
              .addObject()
              .put("ErrorCode", plan.failing().get(i))
              .put("ErrorMessage", "told to");
        } else {
          taken.add(entries.get(i));
          results.addObject().put("EventId", UUID.randomUUID().toString());
        }
      }
    } else {
      body.put("__type", plan.code());
    }
    send(exchange, plan.status(), JSON.writeValueAsBytes(body));
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** The detail of an entry. */
  public static JsonNode detail(JsonNode entry) {
    try {
      return JSON.readTree(entry.path("Detail").asText());
    } catch (IOException e) {
      throw new AssertionError("The detail is no JSON", e);
    }
  }

  private static String id(JsonNode detail) {
    return detail.path("id").asText();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
