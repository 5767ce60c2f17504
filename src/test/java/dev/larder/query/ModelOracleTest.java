package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.query.RandomModel.KeyPart;
import dev.larder.query.RandomModel.Kind;
import dev.larder.query.RandomModel.Place;
import dev.larder.text.PercentEncoding;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Random queries of random models find what a plain look at every item of the collection finds, in
 * the order of the composed key, and nothing of another collection.
 */
@QuarkusTest
@TestProfile(ModelOracleTest.Modelled.class)
class ModelOracleTest {
  private static final int QUERIES = Integer.getInteger("queries", 80);
  private static final long SEED = Long.getLong("seed", 20);
  private static final RandomModel MODEL = new RandomModel(new Random(SEED));
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  public static class Modelled implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("larder.model", MODEL.json());
    }
  }

  /** A condition as it is sent, and what it means. */
  private record Condition(
      String attribute, String operator, String value, Predicate<JsonNode> holds) {
    String text() {
      return PercentEncoding.encode(attribute + '[' + operator + ']')
          + '='
          + PercentEncoding.encode(value).replace("%2C", ",");
    }

    boolean fixes(String other) {
      return attribute.equals(other) && operator.equals("eq");
    }
  }

  private final Random random = new Random(SEED + 1);
  private final Map<Kind, List<JsonNode>> items = new HashMap<>();

  /** Not the client of the application, which gives up after the time that a request has. */
  private final DynamoDbClient client = DynamoDbClient.create();

  @Test
  void randomQueriesFindWhatALookAtEveryItemFinds() throws JsonProcessingException {
    fill();
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < QUERIES; i++) {
      served.merge(query(MODEL.kinds().get(random.nextInt(MODEL.kinds().size()))), 1, Integer::sum);
    }
    for (String way : List.of("table", "index", "part of an index", "refused", "order")) {
      assertTrue(served.getOrDefault(way, 0) >= QUERIES / 50, served::toString);
    }
  }

  /** Stores most items as another writer would, and others by the API, which must do the same. */
  private void fill() throws JsonProcessingException {
    Set<Object> taken = new HashSet<>();
    for (Kind kind : MODEL.kinds()) {
      List<JsonNode> of = new ArrayList<>();
      items.put(kind, of);
      for (int i = 0; i < RandomModel.ITEMS; i++) {
        ObjectNode item = MODEL.item(kind, kind.name() + '-' + i, random);
        Map<String, AttributeValue> stored = kind.stored(item);
        if (taken.add(List.of(kind.table(), kind.key(stored)))) {
          of.add(item);
          if (i % 8 == 0) {
            create(kind, item, stored);
          } else {
            client.putItem(put -> put.tableName(kind.table()).item(stored));
            if (i % 8 == 1) {
              replaceUnchanged(kind, item, stored);
            }
          }
        }
      }
    }
  }

  private void create(Kind kind, JsonNode item, Map<String, AttributeValue> stored) {
    Response created =
        given()
            .contentType("application/json")
            .body(item.toString().getBytes(StandardCharsets.UTF_8))
            .post("/" + kind.name());
    assertEquals(201, created.statusCode(), () -> kind + ": " + item + ": " + created.asString());
    assertStored(kind, stored);
  }

  /** The entity tag of an item of another writer is a condition on all that is stored. */
  private void replaceUnchanged(Kind kind, JsonNode item, Map<String, AttributeValue> stored) {
    String path =
        kind.key().stream()
            .flatMap(part -> part.variables().stream())
            .distinct()
            .map(name -> PercentEncoding.encode(item.path(name).asText()))
            .collect(Collectors.joining("/", "/" + kind.name() + "/", ""));
    Response found = given().urlEncodingEnabled(false).get(path);
    assertEquals(200, found.statusCode(), () -> kind + ": " + path + ": " + found.asString());
    Response replaced =
        given()
            .urlEncodingEnabled(false)
            .contentType("application/json")
            .header("If-Match", found.header("ETag"))
            .body(item.toString().getBytes(StandardCharsets.UTF_8))
            .put(path);
    assertEquals(200, replaced.statusCode(), () -> kind + ": " + item + replaced.asString());
    assertStored(kind, stored);
  }

  private void assertStored(Kind kind, Map<String, AttributeValue> stored) {
    Map<String, AttributeValue> found =
        new HashMap<>(
            client.getItem(get -> get.tableName(kind.table()).key(kind.key(stored))).item());
    found.remove("_version");
    assertEquals(stored, found, kind::toString);
  }

  private String query(Kind kind) throws JsonProcessingException {
    List<JsonNode> all = items.get(kind);
    JsonNode like = all.get(random.nextInt(all.size()));
    Place place = kind.places().get(random.nextInt(kind.places().size()));
    List<Condition> conditions = new ArrayList<>();
    Optional<String> sort = access(kind, place, like, conditions);
    for (int i = random.nextInt(3); i > 0; i--) {
      conditions.add(condition(kind, kind.anyAttribute(random), like));
    }
    boolean descending = random.nextBoolean();
    List<String> parameters = new ArrayList<>(conditions.stream().map(Condition::text).toList());
    sort.ifPresent(by -> parameters.add("sort=" + (descending ? "-" : "") + by));
    boolean onlyId = random.nextInt(4) == 0;
    if (onlyId) {
      parameters.add("fields=id");
    }
    if (parameters.isEmpty()) {
      parameters.add("consistent=false");
    }
    java.util.Collections.shuffle(parameters, random);
    String query = "/" + kind.name() + "?" + String.join("&", parameters);
    String what = "seed " + SEED + ": " + query + " of " + kind;

    boolean listsKeys =
        kind.key().stream()
            .flatMap(part -> part.variables().stream())
            .allMatch(
                name ->
                    conditions.stream()
                        .anyMatch(
                            each -> each.attribute.equals(name) && each.operator.matches("eq|in")));
    Response planned =
        given().urlEncodingEnabled(false).accept("application/vnd.larder.plan+json").get(query);
    if (planned.statusCode() == 400) {
      boolean asksForAbsence =
          conditions.stream()
              .anyMatch(each -> each.operator.equals("exists") && each.value.equals("false"));
      assertTrue(
          listsKeys || asksForAbsence || !isServed(kind, conditions, sort),
          () -> what + ": " + planned.asString());
      assertEquals(400, given().urlEncodingEnabled(false).get(query).statusCode(), what);
      return "refused";
    }
    assertEquals(200, planned.statusCode(), () -> what + ": " + planned.asString());
    JsonNode plan = JSON.readTree(planned.asString());
    String index = plan.path("index").asText("");
    Place by =
        kind.places().stream()
            .filter(each -> each.index().equals(index))
            .findFirst()
            .orElseThrow(() -> new AssertionError(what + ": " + plan));

    Set<String> expected = new HashSet<>();
    for (JsonNode item : all) {
      if (conditions.stream().allMatch(condition -> condition.holds.test(item))
          && (sort.isEmpty() || item.has(sort.get()))) {
        if (by.has(item)) {
          expected.add(item.path("id").asText());
        } else {
          assertTrue(plan.has("onlyWith"), () -> what + ": no " + item + ": " + plan);
        }
      }
    }
    Walk walk = Walk.of(query, 1 + expected.size() / (1 + random.nextInt(4)), what);
    if (random.nextInt(3) == 0) {
      walk.count();
    }
    if (plan.path("operation").asText().equals("Scan")) {
      walk.assertNoWayBack();
    } else if (random.nextInt(3) == 0) {
      walk.goBack();
    }
    List<JsonNode> found =
        walk.items().stream()
            .<JsonNode>map(item -> ((ObjectNode) item).without("_version"))
            .toList();
    List<String> ids = found.stream().map(item -> item.path("id").asText()).toList();
    assertEquals(expected, new HashSet<>(ids), () -> what + ": " + plan);
    assertEquals(expected.size(), ids.size(), () -> what + ": an item twice");
    Map<String, JsonNode> byId = new HashMap<>();
    all.forEach(item -> byId.put(item.path("id").asText(), item));
    if (!onlyId) {
      found.forEach(
          item ->
              assertTrue(
                  byId.get(item.path("id").asText()).equals(RandomModel::compare, item),
                  () -> what + ": " + item));
    }
    if (plan.path("operation").asText().equals("Query")) {
      assertEquals(sort.isPresent() && descending, plan.path("descending").asBoolean(), what);
      assertOrdered(
          ids.stream().map(id -> kind.stored(byId.get(id))).toList(),
          by,
          sort.isPresent() && descending,
          what);
    }
    if (sort.isPresent()) {
      return "order";
    }
    return index.isEmpty() ? "table" : by.projectsAll() ? "index" : "part of an index";
  }

  /** Adds conditions by which a place can serve, and returns an order that it may have. */
  private Optional<String> access(
      Kind kind, Place place, JsonNode like, List<Condition> conditions) {
    for (String name : place.partition().variables()) {
      if (random.nextInt(25) > 0) {
        conditions.add(equal(kind, name, like));
      }
    }
    List<String> sort = place.sort().stream().flatMap(part -> part.variables().stream()).toList();
    int known = random.nextInt(sort.size() + 1);
    for (String name : sort.subList(0, known)) {
      conditions.add(equal(kind, name, like));
    }
    Optional<String> next = sort.stream().skip(known).findFirst();
    next.ifPresent(
        name -> {
          for (int i = random.nextInt(3); i > 0; i--) {
            conditions.add(condition(kind, name, like));
          }
        });
    return switch (random.nextInt(6)) {
      case 0, 1 -> next;
      case 2 -> Optional.of(kind.anyAttribute(random));
      default -> Optional.empty();
    };
  }

  /** Whether a place has a condition on all of its partition key, and the order. */
  private static boolean isServed(Kind kind, List<Condition> conditions, Optional<String> sort) {
    return kind.places().stream()
        .filter(
            place ->
                place.partition().variables().stream().allMatch(name -> fixed(conditions, name)))
        .anyMatch(place -> sort.isEmpty() || orders(kind, place, conditions).contains(sort.get()));
  }

  private static boolean fixed(List<Condition> conditions, String name) {
    return conditions.stream().anyMatch(each -> each.fixes(name));
  }

  private static List<String> orders(Kind kind, Place place, List<Condition> conditions) {
    List<String> orders = new ArrayList<>(place.partition().variables());
    for (KeyPart part : place.sort().stream().toList()) {
      for (String name : part.variables()) {
        if (part.sorts(kind, name)) {
          orders.add(name);
        }
        if (!fixed(conditions, name)) {
          return orders;
        }
        orders.add(name);
      }
    }
    return orders;
  }

  private static void assertOrdered(
      List<Map<String, AttributeValue>> found, Place by, boolean descending, String what) {
    if (by.sort().isEmpty()) {
      return;
    }
    String key = by.sort().get().stored();
    for (int i = 1; i < found.size(); i++) {
      AttributeValue one = found.get(i - 1).get(key);
      AttributeValue other = found.get(i).get(key);
      int compared =
          one.n() == null
              ? utf8(one.s(), other.s())
              : new BigDecimal(one.n()).compareTo(new BigDecimal(other.n()));
      assertFalse(descending ? compared < 0 : compared > 0, what + ": order");
    }
  }

  private static int utf8(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private Condition equal(Kind kind, String name, JsonNode like) {
    JsonNode value = value(kind, name, like);
    return new Condition(
        name,
        "eq",
        sent(value),
        item -> item.has(name) && RandomModel.compare(item.path(name), value) == 0);
  }

  /** A value of the attribute: mostly that of an item. */
  private JsonNode value(Kind kind, String name, JsonNode like) {
    return like.has(name) && random.nextInt(4) > 0 ? like.path(name) : kind.value(name, random);
  }

  private String sent(JsonNode value) {
    if (value.isTextual()) {
      return value.toString();
    }
    BigDecimal number = value.decimalValue();
    return random.nextBoolean()
        ? number.toString()
        : number.setScale(number.scale() + 1).toString();
  }

  private Condition condition(Kind kind, String name, JsonNode like) {
    JsonNode value = value(kind, name, like);
    JsonNode other = value(kind, name, like);
    return switch (random.nextInt(9)) {
      case 0 -> compared(name, "lt", value, compared -> compared < 0);
      case 1 -> compared(name, "lte", value, compared -> compared <= 0);
      case 2 -> compared(name, "gt", value, compared -> compared > 0);
      case 3 -> compared(name, "gte", value, compared -> compared >= 0);
      case 4 -> {
        JsonNode least = order(value, other) <= 0 ? value : other;
        JsonNode most = least == value ? other : value;
        yield new Condition(
            name,
            "between",
            sent(least) + ',' + sent(most),
            item ->
                item.has(name)
                    && order(item.path(name), least) >= 0
                    && order(item.path(name), most) <= 0);
      }
      case 5 -> {
        if (!value.isTextual()) {
          yield equal(kind, name, like);
        }
        String prefix = value.asText().substring(0, value.asText().offsetByCodePoints(0, 1));
        yield new Condition(
            name,
            "prefix",
            JSON.getNodeFactory().textNode(prefix).toString(),
            item -> item.has(name) && item.path(name).asText().startsWith(prefix));
      }
      case 6 -> {
        boolean there = random.nextInt(4) > 0;
        yield new Condition(name, "exists", String.valueOf(there), item -> item.has(name) == there);
      }
      case 7 ->
          new Condition(
              name,
              "in",
              sent(value) + ',' + sent(other),
              item ->
                  item.has(name)
                      && (order(item.path(name), value) == 0
                          || order(item.path(name), other) == 0));
      default ->
          new Condition(
              name,
              "ne",
              sent(value),
              item -> !item.has(name) || order(item.path(name), value) != 0);
    };
  }

  private Condition compared(
      String name, String operator, JsonNode value, Predicate<Integer> holds) {
    return new Condition(
        name,
        operator,
        sent(value),
        item -> item.has(name) && holds.test(order(item.path(name), value)));
  }

  private static int order(JsonNode one, JsonNode other) {
    return one.isNumber()
        ? one.decimalValue().compareTo(other.decimalValue())
        : utf8(one.asText(), other.asText());
  }
}
