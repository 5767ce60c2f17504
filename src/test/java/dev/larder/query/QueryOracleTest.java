package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.text.PercentEncoding;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Random queries over random items find what a plain look at every item finds. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class QueryOracleTest {
  private static final int ITEMS = 5_000;
  private static final int QUERIES = Integer.getInteger("queries", 500);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** The attributes of the keys and indexes of the table orders. */
  private static final Map<String, String> INDEX_SORT =
      Map.of(
          "by-status", "created",
          "by-rating", "number",
          "shop-by-created", "created",
          "shop-by-rating", "rating");

  private static final Set<String> KEY = Set.of("shop", "number");

  private final long seed = Long.getLong("seed", 20);
  private final Random random = new Random(seed);
  private final List<JsonNode> items = new ArrayList<>();

  DynamoDbClient dynamoDb;

  /** A condition as it is sent, and what it means. */
  private record Condition(
      String parameter,
      String value,
      String attribute,
      boolean implies,
      Predicate<JsonNode> holds) {
    String text() {
      // The commas separate values; no value has one.
      return PercentEncoding.encode(parameter)
          + '='
          + PercentEncoding.encode(value).replace("%2C", ",");
    }
  }

  @Test
  void randomQueriesFindWhatALookAtEveryItemFinds() throws IOException {
    fill();
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < QUERIES; i++) {
      served.merge(query(), 1, Integer::sum);
    }
    for (String way :
        List.of("table", "by-status", "by-rating", "by-carrier", "shop-by-created", "keys")) {
      assertTrue(served.getOrDefault(way, 0) > QUERIES / 100, served::toString);
    }
  }

  private void fill() throws IOException {
    List<WriteRequest> batch = new ArrayList<>();
    for (int number = 0; number < ITEMS; number++) {
      ObjectNode order = order(number);
      items.add(order);
      Item item =
          ItemReader.read(
              new ByteArrayInputStream(order.toString().getBytes(StandardCharsets.UTF_8)),
              ItemFormat.PLAIN);
      batch.add(WriteRequest.builder().putRequest(put -> put.item(item.attributes())).build());
      if (batch.size() == 25) {
        List<WriteRequest> full = List.copyOf(batch);
        dynamoDb.batchWriteItem(write -> write.requestItems(Map.of("orders", full)));
        batch.clear();
      }
    }
  }

  private ObjectNode order(int number) {
    ObjectNode order = JSON.createObjectNode();
    order.put("shop", "s" + number % 97).put("number", number);
    if (random.nextInt(10) > 0) {
      order.put("status", pick("open", "paid", "sent", "\"lost\"", "1975"));
    }
    if (random.nextInt(10) > 1) {
      order.put("created", new BigDecimal(random.nextInt(1000)).movePointLeft(random.nextInt(2)));
    }
    if (random.nextInt(10) > 0) {
      order.put("rating", random.nextInt(40));
    }
    if (random.nextInt(10) > 2) {
      order.put("carrier", "c" + random.nextInt(150));
    }
    switch (random.nextInt(6)) {
      case 0 -> order.put("price", random.nextInt(100));
      case 1 -> order.put("price", String.valueOf(random.nextInt(100)));
      case 2 -> order.put("price", random.nextBoolean());
      case 3 -> order.putNull("price");
      case 4 -> order.put("price", pick("a", "ab", "abc", "b", "é", "🙂", ""));
      default -> {}
    }
    if (random.nextBoolean()) {
      ArrayNode labels = order.putArray("labels");
      for (int i = random.nextInt(4); i > 0; i--) {
        if (random.nextBoolean()) {
          labels.add(random.nextInt(5));
        } else {
          labels.add(pick("a", "b", "1"));
        }
      }
    }
    if (random.nextBoolean()) {
      order.putObject("to").put("city", pick("Ulm", "Bonn")).put("zip.code", random.nextInt(5));
    }
    return order;
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  /** Makes a query, pages through it, and returns what it was served by. */
  private String query() throws JsonProcessingException {
    List<Condition> conditions = new ArrayList<>();
    Optional<String> sort = access(conditions);
    for (int i = random.nextInt(3); i > 0; i--) {
      conditions.add(condition());
    }
    boolean descending = random.nextBoolean();
    List<String> parameters = new ArrayList<>(conditions.stream().map(Condition::text).toList());
    sort.ifPresent(by -> parameters.add("sort=" + (descending ? "-" : "") + by));
    boolean onlySome = random.nextInt(3) == 0;
    if (onlySome) {
      parameters.add("fields=number,created,rating");
    }
    java.util.Collections.shuffle(parameters, random);
    String query = "/orders?" + String.join("&", parameters);
    String what = "seed " + seed + ": " + query;

    JsonNode plan = plan(query);
    String index = plan.path("index").asText("");
    boolean keys = plan.path("operation").asText().equals("BatchGetItem");
    Optional<String> order = sort.or(() -> keys ? Optional.empty() : Optional.of(sortOf(index)));
    Set<Integer> expected = new LinkedHashSet<>();
    items.stream()
        .filter(item -> conditions.stream().allMatch(condition -> condition.holds.test(item)))
        .filter(item -> sort.isEmpty() || item.has(sort.get()))
        .filter(item -> !isSparse(index, conditions, sort) || item.has(sortOf(index)))
        .forEach(item -> expected.add(item.path("number").asInt()));
    assertEquals(isSparse(index, conditions, sort), plan.has("onlyWith"), () -> what + ": " + plan);

    Walk walk = Walk.of(query, 1 + expected.size() / (1 + random.nextInt(4)), what);
    if (random.nextInt(4) == 0) {
      walk.goBack();
      walk.count();
    }
    List<JsonNode> found = walk.items();
    List<Integer> numbers = found.stream().map(item -> item.path("number").asInt()).toList();
    assertEquals(expected, new HashSet<>(numbers), () -> what + ": " + plan);
    assertEquals(expected.size(), numbers.size(), () -> what + ": an item twice");
    order.ifPresent(by -> assertOrdered(found, by, sort.isPresent() && descending, what));
    if (onlySome) {
      found.forEach(
          item ->
              item.fieldNames()
                  .forEachRemaining(
                      name ->
                          assertTrue(
                              Set.of("number", "created", "rating").contains(name),
                              () -> what + ": " + item)));
    } else {
      found.forEach(
          item ->
              assertTrue(
                  items.get(item.path("number").asInt()).equals(QueryOracleTest::compare, item),
                  () -> what + ": " + item));
    }
    return keys ? "keys" : index.isEmpty() ? "table" : index;
  }

  /** As {@link JsonNode#equals(Comparator, JsonNode)} wants it: 0 where two leaves are the same. */
  private static int compare(JsonNode one, JsonNode other) {
    boolean same =
        one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue()) == 0
            : one.equals(other);
    return same ? 0 : 1;
  }

  private static String sortOf(String index) {
    return index.isEmpty() ? "number" : INDEX_SORT.getOrDefault(index, "");
  }

  /** Whether items are not in the index that the conditions alone would let in. */
  private static boolean isSparse(String index, List<Condition> conditions, Optional<String> sort) {
    String by = sortOf(index);
    return !by.isEmpty()
        && !KEY.contains(by)
        && !sort.equals(Optional.of(by))
        && conditions.stream().noneMatch(each -> each.implies && each.attribute.equals(by));
  }

  private JsonNode plan(String query) throws JsonProcessingException {
    Response plan =
        given().urlEncodingEnabled(false).accept("application/vnd.larder.plan+json").get(query);
    assertEquals(200, plan.statusCode(), () -> query + ": " + plan.asString());
    return JSON.readTree(plan.asString());
  }

  private static void assertOrdered(
      List<JsonNode> found, String by, boolean descending, String what) {
    if (by.isEmpty() || found.stream().anyMatch(item -> !item.has(by))) {
      return;
    }
    Comparator<JsonNode> order = Comparator.comparing(item -> item.path(by).decimalValue());
    for (int i = 1; i < found.size(); i++) {
      int compared = order.compare(found.get(i - 1), found.get(i));
      assertTrue(descending ? compared >= 0 : compared <= 0, what + ": order");
    }
  }

  /** Adds conditions by which a key or index can serve, and returns an order that it has. */
  private Optional<String> access(List<Condition> conditions) {
    String shop = "s" + random.nextInt(99);
    return switch (random.nextInt(8)) {
      case 0 -> {
        conditions.add(equal("shop", shop));
        yield random.nextBoolean() ? Optional.empty() : Optional.of("number");
      }
      case 1 -> {
        conditions.add(equal("shop", shop));
        conditions.add(ordered("number", random.nextInt(ITEMS), random.nextInt(ITEMS)));
        yield Optional.empty();
      }
      case 2 -> {
        conditions.add(equal("shop", shop));
        conditions.add(ordered("created", random.nextInt(1000), random.nextInt(1000)));
        yield random.nextBoolean() ? Optional.empty() : Optional.of("created");
      }
      case 3 -> {
        conditions.add(equal("shop", shop));
        yield Optional.of(pick("created", "rating"));
      }
      case 4 -> {
        conditions.add(equal("status", pick("open", "paid", "sent", "\"lost\"", "1975", "none")));
        conditions.add(ordered("created", random.nextInt(100), random.nextInt(100)));
        conditions.add(ordered("created", random.nextInt(1000), random.nextInt(1000)));
        yield random.nextBoolean() ? Optional.empty() : Optional.of("created");
      }
      case 5 -> {
        int rating = random.nextInt(42);
        conditions.add(
            new Condition(
                "rating",
                random.nextBoolean() ? String.valueOf(rating) : rating + ".0",
                "rating",
                true,
                item -> item.has("rating") && item.path("rating").asInt() == rating));
        yield random.nextBoolean() ? Optional.empty() : Optional.of("number");
      }
      case 6 -> {
        conditions.add(equal("carrier", "c" + random.nextInt(155)));
        yield Optional.empty();
      }
      default -> {
        List<String> shops = List.of("s1", shop, "s5");
        List<Integer> numbers =
            Stream.generate(() -> random.nextInt(ITEMS + 10)).limit(20).distinct().toList();
        conditions.add(
            new Condition(
                "shop[in]",
                String.join(",", shops),
                "shop",
                true,
                item -> shops.contains(item.path("shop").asText())));
        conditions.add(
            new Condition(
                "number[in]",
                String.join(",", numbers.stream().map(String::valueOf).toList()),
                "number",
                true,
                item -> numbers.contains(item.path("number").asInt())));
        yield Optional.empty();
      }
    };
  }

  private Condition equal(String attribute, String value) {
    String sent = value.startsWith("\"") ? JSON.getNodeFactory().textNode(value).toString() : value;
    return new Condition(
        random.nextBoolean() ? attribute : attribute + "[eq]",
        sent,
        attribute,
        true,
        item -> item.path(attribute).asText("").equals(value) && item.has(attribute));
  }

  /** A condition on the order of a number. */
  private Condition ordered(String attribute, int one, int other) {
    BigDecimal value = new BigDecimal(one);
    BigDecimal most = new BigDecimal(Math.max(one, other));
    BigDecimal least = new BigDecimal(Math.min(one, other));
    return switch (random.nextInt(5)) {
      case 0 -> number(attribute, "lt", value, number -> number.compareTo(value) < 0);
      case 1 -> number(attribute, "lte", value, number -> number.compareTo(value) <= 0);
      case 2 -> number(attribute, "gt", value, number -> number.compareTo(value) > 0);
      case 3 -> number(attribute, "gte", value, number -> number.compareTo(value) >= 0);
      default ->
          new Condition(
              attribute + "[between]",
              least + "," + most,
              attribute,
              true,
              item ->
                  item.path(attribute).isNumber()
                      && item.path(attribute).decimalValue().compareTo(least) >= 0
                      && item.path(attribute).decimalValue().compareTo(most) <= 0);
    };
  }

  private static Condition number(
      String attribute, String operator, BigDecimal value, Predicate<BigDecimal> holds) {
    return new Condition(
        attribute + '[' + operator + ']',
        value.toString(),
        attribute,
        true,
        item -> item.path(attribute).isNumber() && holds.test(item.path(attribute).decimalValue()));
  }

  /** A condition on anything, of any kind. */
  private Condition condition() {
    return switch (random.nextInt(11)) {
      case 0 -> ordered(pick("created", "rating", "number", "price"), random.nextInt(500), 100);
      case 1 -> {
        String attribute = pick("created", "rating", "carrier", "price", "labels", "to");
        boolean there = random.nextInt(4) > 0;
        // What lacks an attribute of its key is in no index: then that index does not serve.
        yield new Condition(
            attribute + "[exists]",
            String.valueOf(there),
            attribute,
            there,
            item -> item.has(attribute) == there);
      }
      case 2 -> {
        String value = pick("a", "ab", "b", "é", "z");
        yield new Condition(
            "price[gte]",
            value,
            "price",
            true,
            item ->
                item.path("price").isTextual() && utf8(item.path("price").asText(), value) >= 0);
      }
      case 3 -> {
        String prefix = pick("a", "ab", "4", "\"4\"", "");
        String bare = prefix.replace("\"", "");
        yield new Condition(
            "price[prefix]",
            prefix,
            "price",
            true,
            item -> item.path("price").isTextual() && item.path("price").asText().startsWith(bare));
      }
      case 4 -> {
        int number = random.nextInt(6);
        yield new Condition(
            "labels[contains]",
            String.valueOf(number),
            "labels",
            true,
            item ->
                has(item.path("labels"), node -> node.isNumber() && node.asInt() == number)
                    || has(
                        item.path("labels"),
                        node -> node.isTextual() && node.asText().equals("" + number)));
      }
      case 5 -> {
        String label = pick("a", "b", "1");
        yield new Condition(
            "labels[contains]",
            '"' + label + '"',
            "labels",
            true,
            item ->
                has(item.path("labels"), node -> node.isTextual() && node.asText().equals(label)));
      }
      case 6 ->
          new Condition(
              "to.city", "Ulm", "to", true, item -> item.at("/to/city").asText().equals("Ulm"));
      case 7 ->
          new Condition(
              "to.zip\\.code[lt]",
              "3",
              "to",
              true,
              item -> item.has("to") && item.path("to").path("zip.code").asInt() < 3);
      case 8 -> {
        String value = pick("true", "false", "null", "\"7\"", "7");
        yield new Condition(
            "price[ne]",
            value,
            "price",
            false,
            item -> !item.has("price") || !item.path("price").toString().equals(value));
      }
      case 9 ->
          new Condition(
              "price[in]",
              "1,\"1\",\"2\",a,true,\"a,b\",null",
              "price",
              true,
              item ->
                  Set.of("1", "\"1\"", "\"2\"", "\"a\"", "true", "null")
                      .contains(item.path("price").toString()));
      default ->
          new Condition(
              "carrier[prefix]",
              "c1",
              "carrier",
              true,
              item -> item.path("carrier").asText().startsWith("c1"));
    };
  }

  private static int utf8(String one, String other) {
    return java.util.Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean has(JsonNode array, Predicate<JsonNode> element) {
    for (JsonNode each : array) {
      if (element.test(each)) {
        return true;
      }
    }
    return false;
  }
}
