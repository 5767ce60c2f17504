package dev.larder.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.FakeLambda;
import dev.larder.TestDynamoDb;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.Gateway;
import dev.larder.lambda.GatewayFilter;
import dev.larder.lambda.RuntimeApi;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The built function with collections of every kind of access, and the items that are theirs at
 * first: {@code films} has roles; {@code orders} has roles and owners, known by an index; {@code
 * pages} has the owner for its partition key; everybody reads {@code products}, and {@code items},
 * which have owners; {@code sessions} have owners, expire, and may be scanned; {@code readings}
 * have owners in an attribute whose name looks like an expression; {@code blobs} have neither.
 */
final class GuardedFunction implements AutoCloseable {
  /** The version of every item that is there at first. */
  static final String VERSION = "01890a5d-ac96-774b-bcce-b302099a8057";

  /** The attribute with an item's owner, of the collections that have owners. */
  static final Map<String, String> OWNERS =
      Map.of(
          "orders", "carrier",
          "pages", "book",
          "items", "owner",
          "sessions", "owner",
          "readings", "#o.size(x)");

  private static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry("LARDER_ACCESS", "authorizer"),
          Map.entry("LARDER_COLLECTIONS_FILMS_READ", "films.read"),
          Map.entry("LARDER_COLLECTIONS_FILMS_WRITE", "films.write"),
          Map.entry("LARDER_COLLECTIONS_FILMS_ADMIN", "films.admin"),
          Map.entry("LARDER_COLLECTIONS_ORDERS_TABLE", "orders"),
          Map.entry("LARDER_COLLECTIONS_ORDERS_OWNER", "carrier"),
          Map.entry("LARDER_COLLECTIONS_ORDERS_READ", "orders.read"),
          Map.entry("LARDER_COLLECTIONS_ORDERS_WRITE", "orders.write"),
          Map.entry("LARDER_COLLECTIONS_ORDERS_ADMIN", "orders.admin"),
          Map.entry("LARDER_COLLECTIONS_PAGES_OWNER", "book"),
          Map.entry("LARDER_COLLECTIONS_PAGES_ADMIN", "all.admin"),
          Map.entry("LARDER_COLLECTIONS_PRODUCTS_READ", "public"),
          Map.entry("LARDER_COLLECTIONS_PRODUCTS_WRITE", "all.admin"),
          Map.entry("LARDER_COLLECTIONS_ITEMS_READ", "public"),
          Map.entry("LARDER_COLLECTIONS_ITEMS_OWNER", "owner"),
          Map.entry("LARDER_COLLECTIONS_ITEMS_ADMIN", "all.admin"),
          Map.entry("LARDER_COLLECTIONS_READINGS_OWNER", OWNERS.get("readings")),
          Map.entry("LARDER_COLLECTIONS_SESSIONS_OWNER", "owner"),
          Map.entry("LARDER_COLLECTIONS_SESSIONS_ADMIN", "all.admin"),
          Map.entry("LARDER_COLLECTIONS_SESSIONS_TTL_ATTRIBUTE", "expires"),
          Map.entry("LARDER_COLLECTIONS_SESSIONS_SCAN", "true"));

  private static final ObjectMapper MAPPER = new ObjectMapper();

  final TestDynamoDb dynamoDb;
  final FakeLambda lambda = new FakeLambda();
  private final DeployedFunction function;
  private final Map<String, Set<Map<String, AttributeValue>>> seed;

  /**
   * @param log the name of its log
   */
  GuardedFunction(String log) {
    dynamoDb = TestDynamoDb.start();
    Map<String, String> environment = new HashMap<>(RULES);
    environment.put("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint());
    function = BuiltFunction.start(dynamoDb, log, environment);
    seed = seed(Instant.now().getEpochSecond());
    reset();
    function.awaitNext(Duration.ofSeconds(30));
  }

  private static Map<String, Set<Map<String, AttributeValue>>> seed(long now) {
    return Map.of(
        "films", Set.of(item(Map.of("year", n(1975), "title", s("Jaws"), "note", s("secret")))),
        "orders", Set.of(order(1, "ada"), order(2, "ada"), order(3, "eve")),
        "pages", Set.of(page("ada", "1"), page("ada", "2"), page("eve", "1")),
        "readings",
            Set.of(
                item(
                    Map.of(
                        "sensor",
                        s("s"),
                        "at",
                        n(1),
                        OWNERS.get("readings"),
                        s("ada"),
                        "note",
                        s("secret of ada")))),
        "products", Set.of(item(Map.of("sku", s("p1"), "note", s("shown")))),
        "items", Set.of(shown("a", "ada"), shown("e", "eve")),
        "sessions",
            Set.of(
                session("a", "ada", now + 86_400),
                session("e", "eve", now + 86_400),
                session("gone", "ada", now - 3600)));
  }

  private static Map<String, AttributeValue> order(int number, String owner) {
    return item(
        Map.of(
            "shop", s("s"),
            "number", n(number),
            "carrier", s(owner),
            "status", s("open"),
            "note", s("secret of " + owner)));
  }

  private static Map<String, AttributeValue> page(String owner, String page) {
    return item(Map.of("book", s(owner), "page", s(page), "note", s("secret of " + owner)));
  }

  private static Map<String, AttributeValue> shown(String id, String owner) {
    return item(Map.of("id", s(id), "owner", s(owner), "note", s("shown")));
  }

  private static Map<String, AttributeValue> session(String id, String owner, long expires) {
    return item(
        Map.of(
            "id", s(id),
            "owner", s(owner),
            "expires", n(expires),
            "note", s("secret of " + owner)));
  }

  private static Map<String, AttributeValue> item(Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.put("_version", s(VERSION));
    return item;
  }

  static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue n(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  /** The items that are there at first, by their tables. */
  Map<String, Set<Map<String, AttributeValue>>> seed() {
    return seed;
  }

  /** The items of a table that are there now. */
  Set<Map<String, AttributeValue>> stored(String table) {
    return new HashSet<>(
        dynamoDb.client().scan(scan -> scan.tableName(table).consistentRead(true)).items());
  }

  /** The items that are there now, by their tables. */
  Map<String, Set<Map<String, AttributeValue>>> stored() {
    return seed.keySet().stream().collect(Collectors.toMap(table -> table, this::stored));
  }

  /**
   * Makes the items again what they were at first.
   *
   * @return what they were before that
   */
  Map<String, Set<Map<String, AttributeValue>>> reset() {
    return seed.keySet().stream().collect(Collectors.toMap(table -> table, this::reset));
  }

  /** Makes the items of a table again what they were at first, and returns what they were. */
  Set<Map<String, AttributeValue>> reset(String table) {
    Set<Map<String, AttributeValue>> stored = stored(table);
    Set<Map<String, AttributeValue>> wanted = seed.get(table);
    for (Map<String, AttributeValue> item : stored) {
      if (!wanted.contains(item)) {
        dynamoDb.client().deleteItem(delete -> delete.tableName(table).key(key(table, item)));
      }
    }
    for (Map<String, AttributeValue> item : wanted) {
      if (!stored.contains(item)) {
        dynamoDb.client().putItem(put -> put.tableName(table).item(item));
      }
    }
    return stored;
  }

  private static Map<String, AttributeValue> key(String table, Map<String, AttributeValue> item) {
    List<String> names =
        switch (table) {
          case "films" -> List.of("year", "title");
          case "orders" -> List.of("shop", "number");
          case "pages" -> List.of("book", "page");
          case "readings" -> List.of("sensor", "at");
          case "products" -> List.of("sku");
          default -> List.of("id");
        };
    return names.stream().collect(Collectors.toMap(name -> name, item::get));
  }

  /**
   * A request to the function URL.
   *
   * @param caller whom the authorizer has let in; null for nobody
   */
  RequestSpecification given(Consumer<ObjectNode> caller) {
    GatewayFilter url = function.behind(Gateway.FUNCTION_URL);
    return caller == null ? url.given() : url.authorizer(caller).given();
  }

  /**
   * Sends a request to the function URL, which delivers paths as they were sent.
   *
   * @param caller whom the authorizer has let in; null for nobody
   * @param line method and target
   * @param fields of the header, as {@code Name: value}, separated by semicolons; null for none
   * @param body JSON, or of another media type that is named before it, where {@code /} is a new
   *     line; null for none
   */
  Response send(Consumer<ObjectNode> caller, String line, String fields, String body) {
    RequestSpecification request = given(caller);
    if (body != null) {
      String type = body.split(" ")[0];
      String content = body.substring(body.indexOf(' ') + 1).replace("{version}", VERSION);
      switch (type) {
        case "merge" -> request.contentType("application/merge-patch+json").body(content);
        case "patch" -> request.contentType("application/json-patch+json").body(content);
        case "update" -> request.contentType("application/vnd.larder.update+json").body(content);
        case "updates" -> request.contentType("application/vnd.larder.updates+json").body(content);
        case "typed" -> request.contentType("application/vnd.larder.dynamodb+json").body(content);
        case "ndjson" -> request.contentType("application/x-ndjson").body(lines(content));
        case "csv" -> request.contentType("text/csv").body(lines(content));
        default -> request.contentType("application/json").body(body.replace("{version}", VERSION));
      }
    }
    if (fields != null) {
      for (String field : fields.replace("{version}", VERSION).split("; ")) {
        request.header(field.split(": ", 2)[0], field.split(": ", 2)[1]);
      }
    }
    return request.request(line.split(" ")[0], line.substring(line.indexOf(' ') + 1));
  }

  private static String lines(String text) {
    return text.replace(" / ", "\n");
  }

  /** The JSON of a response. REST-assured would make a mapper of its own for each. */
  static JsonNode json(Response response) {
    try {
      return MAPPER.readTree(response.asString());
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.asString(), e);
    }
  }

  RuntimeApi.Outcome invoke(String event) {
    return function.invoke(event);
  }

  RuntimeApi api() {
    return function.api();
  }

  @Override
  public void close() {
    function.close();
    lambda.close();
    dynamoDb.close();
  }
}
