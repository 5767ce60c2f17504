package dev.larder.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.Progress;
import dev.larder.TestDynamoDb;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.Gateway;
import dev.larder.lambda.GatewayFilter;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items that take exponential time to evaluate against recursive schemas: every request is answered
 * before its deadline, and what is answered as not written is not written later either. {@code
 * -Pfuzz} sends 1,000.
 */
class HostileItemsIT {
  private static final int ITEMS = Integer.getInteger("larder.hostile.items", 12);
  private static final long SEED = Long.getLong("larder.hostile.seed", 20);

  /** What Lambda leaves an invocation; the request's deadline is 0.8 seconds earlier. */
  private static final Duration TIME = Duration.ofMillis(1300);

  /** Recursive schemas in which a value can match several branches, by collection. */
  private static final Map<String, String> SCHEMAS =
      Map.of(
          "items",
          "{'oneOf':[{'properties':{'n':{'$ref':'#'}}},"
              + "{'properties':{'n':{'$ref':'#'}},'required':['a']},"
              + "{'properties':{'n':{'$ref':'#'}},'required':['b']}]}",
          "products",
          "{'$dynamicAnchor':'node','anyOf':[{'required':['gone']},"
              + "{'properties':{'n':{'$dynamicRef':'#node'}},'required':['missing']},"
              + "{'properties':{'n':{'$dynamicRef':'#node'}}}]}",
          "sessions",
          "{'allOf':[{'properties':{'l':{'items':{'$ref':'#'}}}},"
              + "{'properties':{'l':{'contains':{'$ref':'#'}}}},"
              + "{'properties':{'n':{'$ref':'#'}}}]}",
          "films",
          "{'$defs':{'t':{'anyOf':[{'properties':{'n':{'$ref':'#/$defs/t'}}},"
              + "{'additionalProperties':{'$ref':'#/$defs/t'}}],'unevaluatedProperties':true}},"
              + "'$ref':'#/$defs/t'}",
          "pages",
          "{'if':{'properties':{'n':{'$ref':'#'}},'required':['a']},"
              + "'then':{'patternProperties':{'^[nl]$':{'not':{'not':{'$ref':'#'}}}}},"
              + "'else':{'dependentSchemas':{'n':{'properties':{'n':{'$ref':'#'}}}}}}");

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(dynamoDb, "hostile", settings());

  private final Random random = new Random(SEED);
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    SCHEMAS.forEach(
        (collection, schema) ->
            settings.put(
                "LARDER_COLLECTIONS_" + collection.toUpperCase(Locale.ROOT) + "_SCHEMA",
                schema.replace('\'', '"')));
    return settings;
  }

  private static final Map<String, List<String>> KEYS =
      Map.of(
          "items", List.of("id"),
          "products", List.of("sku"),
          "sessions", List.of("id"),
          "films", List.of("year", "title"),
          "pages", List.of("book", "page"));

  /** What a test expects of an item that a request did not write: what was there before. */
  private record Unwritten(
      String collection, Map<String, AttributeValue> key, Map<String, AttributeValue> before) {}

  @Test
  void everyAnswerIsInTimeAndNothingIsWrittenAfterIt() throws JsonProcessingException {
    List<String> collections = SCHEMAS.keySet().stream().sorted().toList();
    List<Unwritten> unwritten = new ArrayList<>();
    function.given().get("/items/first").then().statusCode(404);
    Progress progress = new Progress("items", ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      String collection = collections.get(i % collections.size());
      String id = "hostile-" + i;
      Map<String, AttributeValue> key = key(collection, i, id);
      boolean patches = i % 4 == 1;
      if (patches) {
        dynamoDb.client().putItem(put -> put.tableName(collection).item(key));
      }
      ObjectNode item = item();
      Response response =
          switch (i % 4) {
            case 0 -> within(JSON.writeValueAsString(item)).put(path(collection, i, id));
            case 1 ->
                within(JSON.writeValueAsString(item))
                    .contentType("application/merge-patch+json")
                    .patch(path(collection, i, id));
            case 2 ->
                within("[" + JSON.writeValueAsString(withKey(collection, i, id, item)) + "]")
                    .post("/" + collection);
            default ->
                within(
                        "{\"operations\":[{\"method\":\"PUT\",\"path\":\""
                            + path(collection, i, id)
                            + "\",\"body\":"
                            + JSON.writeValueAsString(item)
                            + "}]}")
                    .post("/_transactions");
          };
      progress.step();
      statuses.merge(response.statusCode(), 1, Integer::sum);
      if (response.statusCode() >= 400 || response.statusCode() == 207) {
        unwritten.add(new Unwritten(collection, key, patches ? key : Map.of()));
      } else {
        assertTrue(!stored(collection, key).isEmpty(), "written: " + collection + " " + id);
      }
    }
    for (Unwritten each : unwritten) {
      assertEquals(each.before(), stored(each.collection(), each.key()), each.toString());
    }
    assertTrue(
        unwritten.size() >= ITEMS / 4, () -> "most items should be hostile, but: " + statuses);
    System.out.println("Hostile items by status: " + statuses);
  }

  private static RequestSpecification within(String body) {
    GatewayFilter gateway = function.behind(Gateway.FUNCTION_URL).timeout(TIME);
    return gateway.json(body);
  }

  private static Map<String, AttributeValue> stored(
      String collection, Map<String, AttributeValue> key) {
    return dynamoDb
        .client()
        .getItem(get -> get.tableName(collection).key(key).consistentRead(true))
        .item();
  }

  private static Map<String, AttributeValue> key(String collection, int number, String id) {
    Map<String, AttributeValue> key = new HashMap<>();
    for (String name : KEYS.get(collection)) {
      key.put(
          name,
          name.equals("year")
              ? AttributeValue.fromN(String.valueOf(number))
              : AttributeValue.fromS(id));
    }
    return key;
  }

  private static String path(String collection, int number, String id) {
    StringBuilder path = new StringBuilder("/" + collection);
    KEYS.get(collection)
        .forEach(name -> path.append('/').append(name.equals("year") ? number : id));
    return path.toString();
  }

  private static ObjectNode withKey(String collection, int number, String id, ObjectNode item) {
    for (String name : KEYS.get(collection)) {
      if (name.equals("year")) {
        item.put(name, number);
      } else {
        item.put(name, id);
      }
    }
    return item;
  }

  /** A deep item: a chain of maps and lists, now and then with a twin beside it. */
  private ObjectNode item() {
    ObjectNode top = JSON.createObjectNode();
    ObjectNode at = top;
    int depth = 12 + random.nextInt(12);
    for (int i = 0; i < depth; i++) {
      if (random.nextInt(6) == 0) {
        at.put(random.nextBoolean() ? "a" : "b", i);
      }
      ObjectNode next = JSON.createObjectNode();
      if (random.nextInt(4) == 0 && depth < 16) {
        ArrayNode list = at.putArray("l");
        list.add(next);
        if (random.nextInt(3) == 0) {
          list.add(next.deepCopy().put("a", 1));
        }
      } else {
        at.set("n", next);
      }
      at = next;
    }
    return top;
  }
}
