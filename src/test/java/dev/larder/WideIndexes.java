package dev.larder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands before a DynamoDB Local and has global indexes of several partition and sort key
 * attributes, which that refuses to create: it describes them, and answers a Query of one out of a
 * Scan of the table. It refuses what DynamoDB's documentation of such indexes excludes.
 */
final class WideIndexes implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern TERM =
      Pattern.compile(
          "(#\\w+) (=|<=?|>=?) (:\\w+)|(#\\w+) (BETWEEN) (:\\w+) AND (:\\w+)"
              + "|(begins_with)\\((#\\w+), (:\\w+)\\)");

  private static final Pattern PLACEHOLDER = Pattern.compile("[#:]\\w+");

  private final URI dynamoDb;
  private final List<WideIndex> indexes;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger queries = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * @param partition as in {@code tenant:S}
   */
  record WideIndex(String table, String name, List<String> partition, List<String> sort) {
    static String attribute(String definition) {
      return definition.substring(0, definition.lastIndexOf(':'));
    }

    List<String> attributes() {
      return Stream.concat(partition.stream(), sort.stream()).map(WideIndex::attribute).toList();
    }

    /** An item is in the index if it has all attributes of its key, in their types. */
    boolean has(JsonNode item) {
      return Stream.concat(partition.stream(), sort.stream())
          .allMatch(
              each -> item.path(attribute(each)).has(each.substring(each.lastIndexOf(':') + 1)));
    }
  }

  private record Term(String attribute, String operator, List<JsonNode> values) {
    boolean holds(JsonNode item) {
      JsonNode value = item.get(attribute);
      return switch (operator) {
        case "=" -> compare(value, values.get(0)) == 0;
        case "<" -> compare(value, values.get(0)) < 0;
        case "<=" -> compare(value, values.get(0)) <= 0;
        case ">" -> compare(value, values.get(0)) > 0;
        case ">=" -> compare(value, values.get(0)) >= 0;
        case "BETWEEN" -> compare(value, values.get(0)) >= 0 && compare(value, values.get(1)) <= 0;
        default -> value.get("S").asText().startsWith(values.get(0).get("S").asText());
      };
    }
  }

  /** What DynamoDB says to a Query that it does not support. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  private WideIndexes(URI dynamoDb, List<WideIndex> indexes) throws IOException {
    this.dynamoDb = dynamoDb;
    this.indexes = indexes;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  static WideIndexes before(URI dynamoDb, List<WideIndex> indexes) {
    try {
      return new WideIndexes(dynamoDb, indexes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many queries of these indexes were answered. */
  int queries() {
    return queries.get();
  }

  /** How many were refused. */
  int refused() {
    return refused.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String operation = target.substring(target.indexOf('.') + 1);
    int status = 200;
    byte[] answer;
    try {
      JsonNode request = JSON.readTree(body);
      WideIndex queried = queried(request);
      if (operation.equals("Query") && queried != null) {
        answer = JSON.writeValueAsBytes(query(exchange, request, queried));
        queries.incrementAndGet();
      } else {
        HttpResponse<byte[]> passed = send(exchange, operation, body);
        status = passed.statusCode();
        answer = passed.body();
        if (operation.equals("DescribeTable") && status == 200) {
          answer = JSON.writeValueAsBytes(described(JSON.readTree(answer)));
        }
      }
    } catch (Refusal e) {
      refused.incrementAndGet();
      status = 400;
      answer =
          JSON.writeValueAsBytes(
              JSON.createObjectNode()
                  .put("__type", "com.amazon.coral.validate#ValidationException")
                  .put("message", e.getMessage()));
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private WideIndex queried(JsonNode request) {
    return indexes.stream()
        .filter(index -> index.table().equals(request.path("TableName").asText()))
        .filter(index -> index.name().equals(request.path("IndexName").asText()))
        .findFirst()
        .orElse(null);
  }

  private HttpResponse<byte[]> send(HttpExchange exchange, String operation, byte[] body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(dynamoDb).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : List.of("Authorization", "X-Amz-Date", "Content-Type")) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    request.header("X-Amz-Target", "DynamoDB_20120810." + operation);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private JsonNode ask(HttpExchange exchange, String operation, ObjectNode request)
      throws IOException {
    HttpResponse<byte[]> answer = send(exchange, operation, JSON.writeValueAsBytes(request));
    if (answer.statusCode() != 200) {
      throw new Refusal(new String(answer.body(), StandardCharsets.UTF_8));
    }
    return JSON.readTree(answer.body());
  }

  private JsonNode described(JsonNode description) {
    ObjectNode table = (ObjectNode) description.get("Table");
    ArrayNode definitions = (ArrayNode) table.get("AttributeDefinitions");
    Set<String> defined = new HashSet<>();
    definitions.forEach(each -> defined.add(each.get("AttributeName").asText()));
    for (WideIndex index : indexes) {
      if (!index.table().equals(table.get("TableName").asText())) {
        continue;
      }
      ObjectNode described = table.withArray("GlobalSecondaryIndexes").addObject();
      described.put("IndexName", index.name()).put("IndexStatus", "ACTIVE");
      described.putObject("Projection").put("ProjectionType", "ALL");
      ArrayNode key = described.putArray("KeySchema");
      index.partition().forEach(each -> element(key, each, "HASH"));
      index.sort().forEach(each -> element(key, each, "RANGE"));
      Stream.concat(index.partition().stream(), index.sort().stream())
          .filter(each -> defined.add(WideIndex.attribute(each)))
          .forEach(
              each ->
                  definitions
                      .addObject()
                      .put("AttributeName", WideIndex.attribute(each))
                      .put("AttributeType", each.substring(each.lastIndexOf(':') + 1)));
    }
    return description;
  }

  private static void element(ArrayNode key, String definition, String type) {
    key.addObject().put("AttributeName", WideIndex.attribute(definition)).put("KeyType", type);
  }

  private JsonNode query(HttpExchange exchange, JsonNode query, WideIndex index)
      throws IOException {
    if (query.path("ConsistentRead").asBoolean()) {
      throw new Refusal("Consistent reads are not supported on global secondary indexes");
    }
    List<Term> terms = terms(query);
    requireSupported(terms, index);
    List<JsonNode> found = new ArrayList<>();
    String table = query.get("TableName").asText();
    for (JsonNode item : all(exchange, JSON.createObjectNode().put("TableName", table))) {
      if (index.has(item) && terms.stream().allMatch(term -> term.holds(item))) {
        found.add(item);
      }
    }
    List<String> tableKey = tableKey(exchange, table);
    List<String> order =
        Stream.concat(
                index.sort().stream().map(WideIndex::attribute),
                tableKey.stream().filter(each -> !index.attributes().contains(each)))
            .toList();
    Comparator<JsonNode> byKey = (one, other) -> compare(one, other, order);
    if (!query.path("ScanIndexForward").asBoolean(true)) {
      byKey = byKey.reversed();
    }
    found.sort(byKey);
    Set<String> position = new HashSet<>(index.attributes());
    position.addAll(tableKey);
    if (query.has("ExclusiveStartKey")) {
      JsonNode start = query.get("ExclusiveStartKey");
      Set<String> names = new HashSet<>();
      start.fieldNames().forEachRemaining(names::add);
      if (!names.equals(position) || terms.stream().anyMatch(term -> isOutside(term, start))) {
        throw new Refusal("The provided starting key is invalid");
      }
      while (!found.isEmpty() && byKey.compare(found.get(0), start) <= 0) {
        found.remove(0);
      }
    }
    int limit = query.path("Limit").asInt(Integer.MAX_VALUE);
    ObjectNode answer = JSON.createObjectNode();
    if (found.size() >= limit) {
      found = found.subList(0, limit);
      ObjectNode last = answer.putObject("LastEvaluatedKey");
      JsonNode end = found.get(limit - 1);
      position.forEach(name -> last.set(name, end.get(name)));
    }
    answer.put("ScannedCount", found.size());
    List<JsonNode> kept = kept(exchange, query, found);
    answer.put("Count", kept.size());
    if (!query.path("Select").asText().equals("COUNT")) {
      ArrayNode items = answer.putArray("Items");
      for (JsonNode item : kept) {
        items.add(projected(exchange, query, item, tableKey));
      }
    }
    answer.putObject("ConsumedCapacity").put("TableName", table).put("CapacityUnits", 0.5);
    return answer;
  }

  private static boolean isOutside(Term term, JsonNode start) {
    return term.operator().equals("=") && !term.holds(start);
  }

  private static List<Term> terms(JsonNode query) {
    String expression = query.path("KeyConditionExpression").asText();
    List<Term> terms = new ArrayList<>();
    Matcher term = TERM.matcher(expression);
    while (term.find()) {
      List<String> groups = new ArrayList<>();
      for (int i = 1; i <= term.groupCount(); i++) {
        if (term.group(i) != null) {
          groups.add(term.group(i));
        }
      }
      String name = groups.stream().filter(each -> each.startsWith("#")).findFirst().orElseThrow();
      terms.add(
          new Term(
              query.get("ExpressionAttributeNames").get(name).asText(),
              groups.stream().filter(each -> !each.matches("[#:].*")).findFirst().orElseThrow(),
              groups.stream()
                  .filter(each -> each.startsWith(":"))
                  .map(each -> query.get("ExpressionAttributeValues").get(each))
                  .toList()));
    }
    if (!term.reset().replaceAll("").replaceAll("AND|[() ]", "").isEmpty()) {
      throw new Refusal("Invalid KeyConditionExpression: " + expression);
    }
    return terms;
  }

  /** An eq on each partition attribute; sort attributes from the left, all but the last by eq. */
  private static void requireSupported(List<Term> terms, WideIndex index) {
    Map<String, Term> byAttribute = new HashMap<>();
    for (Term term : terms) {
      if (byAttribute.put(term.attribute(), term) != null) {
        throw new Refusal(
            "KeyConditionExpressions must only contain one condition per key: " + term.attribute());
      }
      if (!index.attributes().contains(term.attribute())) {
        throw new Refusal("Query condition on no key attribute: " + term.attribute());
      }
    }
    for (String definition : index.partition()) {
      Term term = byAttribute.get(WideIndex.attribute(definition));
      if (term == null || !term.operator().equals("=")) {
        throw new Refusal("Query condition missed key schema element: " + definition);
      }
    }
    boolean ended = false;
    for (String definition : index.sort()) {
      Term term = byAttribute.get(WideIndex.attribute(definition));
      if (term != null && ended) {
        throw new Refusal("Query key condition not supported");
      }
      ended = term == null || !term.operator().equals("=");
    }
    for (String definition :
        Stream.concat(index.partition().stream(), index.sort().stream()).toList()) {
      Term term = byAttribute.get(WideIndex.attribute(definition));
      String type = definition.substring(definition.lastIndexOf(':') + 1);
      if (term != null && term.values().stream().anyMatch(value -> !value.has(type))) {
        throw new Refusal("Condition parameter type does not match schema type");
      }
    }
  }

  private List<JsonNode> all(HttpExchange exchange, ObjectNode scan) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    while (true) {
      JsonNode page = ask(exchange, "Scan", scan);
      page.get("Items").forEach(items::add);
      if (!page.has("LastEvaluatedKey")) {
        return items;
      }
      scan.set("ExclusiveStartKey", page.get("LastEvaluatedKey"));
    }
  }

  private List<String> tableKey(HttpExchange exchange, String table) throws IOException {
    List<String> names = new ArrayList<>();
    ask(exchange, "DescribeTable", JSON.createObjectNode().put("TableName", table))
        .at("/Table/KeySchema")
        .forEach(element -> names.add(element.get("AttributeName").asText()));
    return names;
  }

  /** Those that the filter keeps, which DynamoDB Local itself evaluates. */
  private List<JsonNode> kept(HttpExchange exchange, JsonNode query, List<JsonNode> found)
      throws IOException {
    if (!query.has("FilterExpression")) {
      return found;
    }
    ObjectNode scan = JSON.createObjectNode();
    scan.set("TableName", query.get("TableName"));
    addExpression(scan, query, "FilterExpression");
    Set<JsonNode> passing = new HashSet<>(all(exchange, scan));
    return found.stream().filter(passing::contains).toList();
  }

  private JsonNode projected(
      HttpExchange exchange, JsonNode query, JsonNode item, List<String> tableKey)
      throws IOException {
    if (!query.has("ProjectionExpression")) {
      return item;
    }
    ObjectNode get = JSON.createObjectNode();
    get.set("TableName", query.get("TableName"));
    ObjectNode key = get.putObject("Key");
    tableKey.forEach(name -> key.set(name, item.get(name)));
    addExpression(get, query, "ProjectionExpression");
    return ask(exchange, "GetItem", get).get("Item");
  }

  /** With those names and values that it has, and no others: DynamoDB refuses more. */
  private static void addExpression(ObjectNode to, JsonNode query, String member) {
    String expression = query.get(member).asText();
    to.put(member, expression);
    Set<String> used =
        PLACEHOLDER
            .matcher(expression)
            .results()
            .map(each -> each.group())
            .collect(Collectors.toSet());
    for (String each : used) {
      String placeholders =
          each.startsWith("#") ? "ExpressionAttributeNames" : "ExpressionAttributeValues";
      to.withObject("/" + placeholders).set(each, query.get(placeholders).get(each));
    }
  }

  private static int compare(JsonNode one, JsonNode other, List<String> attributes) {
    return attributes.stream()
        .mapToInt(name -> compare(one.get(name), other.get(name)))
        .filter(order -> order != 0)
        .findFirst()
        .orElse(0);
  }

  private static int compare(JsonNode one, JsonNode other) {
    return one.has("N")
        ? new BigDecimal(one.get("N").asText()).compareTo(new BigDecimal(other.get("N").asText()))
        : Arrays.compareUnsigned(
            one.get("S").asText().getBytes(StandardCharsets.UTF_8),
            other.get("S").asText().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
