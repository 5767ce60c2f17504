package dev.larder.openapi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import dev.larder.TestDynamoDb;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.Routes;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Calls what the document describes and compares the answers with the description. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class OpenApiCallsTest {
  private static final String UPDATE = "application/vnd.larder.update+json";

  /** In this order items are made, read and taken away again. */
  private static final List<String> METHODS =
      List.of("put", "post", "patch", "get", "head", "options", "delete");

  /** What only requests at the same time get, and here one comes after the other. */
  private static final List<String> CONTENTION =
      List.of(
          ".* urn:problem-type:larder:write-conflict",
          ".* urn:problem-type:larder:idempotency-key-in-use",
          ".* (207|2XX|409) Retry-After",
          "(put|delete)\\w*Item 409( application/problem[+]json)?");

  /** What takes 10 GB of items. */
  private static final String SIZE = ".* urn:problem-type:larder:item-collection-too-large";

  /** What an authorizer is needed for; {@code OpenApiCallersTest} gets it from every operation. */
  private static final String ACCESS = ".* 40[13]( .*)?";

  @Inject BeanManager beans;

  private static final String KNOWN = "known";

  private static final int MAX_BODY_SIZE = 6 * 1024 * 1024;

  private static final Pattern PROBLEM = Pattern.compile("`(urn:problem-type:[^`]*)`");

  private static final ObjectMapper JSON = new ObjectMapper();

  DynamoDbClient dynamoDb;

  private final Set<String> answered = new TreeSet<>();
  private JsonNode document;

  @BeforeEach
  void read() {
    document = json(given().get("/openapi").asString());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @Test
  void everyAnswerIsDocumentedAndEveryDocumentedAnswerIsGiven() {
    for (String method : METHODS) {
      document
          .path("paths")
          .propertyStream()
          .filter(path -> path.getValue().has(method) && !hasSchema(path.getKey()))
          .forEach(path -> call(method, path.getKey(), path.getValue()));
    }
    callTransactions(document.at("/paths/~1_transactions/post"));
    callJobs();
    assertEquals(String.join("\n", documented()), String.join("\n", answered));
  }

  @Test
  void everyMethodOfEveryPathIsDocumented() {
    Map<String, Pattern> routes = Routes.of(beans);
    Set<String> documented = new TreeSet<>();
    document
        .path("paths")
        .propertyStream()
        .forEach(
            path -> {
              Set<String> methods = new TreeSet<>();
              path.getValue().fieldNames().forEachRemaining(methods::add);
              methods.remove("parameters");
              assertEquals(methods, allowed(path(path.getKey(), path.getValue(), KNOWN)));
              routes.forEach(
                  (template, pattern) -> {
                    if (pattern.matcher(path.getKey()).matches()) {
                      documented.add(template);
                    }
                  });
            });
    assertEquals(routes.keySet(), documented);
  }

  private static Set<String> allowed(String path) {
    return raw().options(path).headers().getValues("Allow").stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(method -> method.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void queryParametersAreTakenWhereTheyAreDocumentedAndNowhereElse() {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : List.of("get", "put", "post", "patch", "delete")) {
        JsonNode operation = path.getValue().path(method);
        for (JsonNode parameter : document.at("/components/parameters")) {
          if (!operation.isMissingNode() && parameter.path("in").asText().equals("query")) {
            String name = parameter.path("name").asText();
            JsonNode schema = parameter.path("schema");
            String value = schema.at("/enum/0").asText(schema.path("default").asText("x"));
            String query = "?" + name + "=" + value;
            String target = path(path.getKey(), path.getValue(), KNOWN) + query;
            boolean documented = operation.toString().contains("parameters/" + name + "\"");
            if (!documented && operation.toString().contains("parameters/cursor\"")) {
              // There it is a condition on an attribute of that name.
              continue;
            }
            assertEquals(
                documented,
                !send(method, operation, target, Map.of(), body(operation, KNOWN))
                    .asString()
                    .contains("urn:problem-type:larder:invalid-parameter"),
                method + " " + target);
          }
        }
      }
    }
  }

  @Test
  void everyDescribedConditionIsTaken() {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (JsonNode parameter : path.getValue().at("/get/parameters")) {
        if (parameter.has("name")) {
          String name = parameter.path("name").asText();
          String value = condition(parameter.path("schema"));
          Response answer = given().queryParam(name, value).get(path.getKey());
          int status = answer.statusCode();
          assertTrue(
              status == 200 || answer.asString().contains("unserved-query"),
              () -> path.getKey() + "?" + name + "=" + value + " " + answer.asString());
        }
      }
    }
  }

  private static String condition(JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "array" ->
          Stream.generate(() -> condition(schema.path("items")))
              .limit(schema.path("minItems").asInt())
              .collect(Collectors.joining(","));
      case "boolean" -> "true";
      case "integer", "number" -> "1";
      default -> schema.at("/enum/0").asText("YWRh");
    };
  }

  @Test
  void theLimitOfAPageIsTheDocumentedOne() {
    JsonNode limit = document.at("/components/parameters/limit/schema");
    raw().get("/readings?limit=" + limit.path("minimum")).then().statusCode(200);
    raw().get("/readings?limit=" + limit.path("maximum")).then().statusCode(200);
    raw().get("/readings?limit=" + (limit.path("minimum").asInt() - 1)).then().statusCode(400);
    raw().get("/readings?limit=" + (limit.path("maximum").asInt() + 1)).then().statusCode(422);
    for (int at = 0; at <= limit.path("default").asInt(); at++) {
      raw().contentType("application/json").body("{}").put("/readings/limit/" + at);
    }
    Response page = raw().get("/readings");
    assertEquals(
        limit.path("default").asInt(), page.jsonPath().getList("items").size(), page.asString());
  }

  @Test
  void theLengthOfAnIdempotencyKeyIsTheDocumentedOne() {
    JsonNode schema = document.at("/components/parameters/Idempotency-Key/schema");
    String longest = "x".repeat(schema.path("maxLength").asInt());
    raw().header("Idempotency-Key", longest).delete("/items/a").then().statusCode(204);
    raw().header("Idempotency-Key", longest + "x").delete("/items/a").then().statusCode(400);
  }

  @Test
  void whatMayNotBeEmptyIsDocumentedSo() {
    JsonNode parameters = document.at("/components/parameters");
    for (String name : List.of("If-Match", "If-None-Match")) {
      assertEquals(1, parameters.path(name).at("/schema/minLength").asInt(), name);
      raw().header(name, "").get("/items/a").then().statusCode(400);
    }
    assertEquals(1, parameters.path("cursor").at("/schema/minLength").asInt());
    raw().get("/items?cursor=").then().statusCode(400);
  }

  @Test
  void everyPropertyOfAnItemsSchemaIsInAnItem() {
    for (String path : List.of("/films/{year}/{title}", "/items/{id}", "/blobs/{hash}")) {
      JsonNode item = document.path("paths").path(path);
      Response response =
          raw().contentType("application/json").body("{}").put(path(path, item, KNOWN));
      JsonNode body = json(response.asString());
      schema(item.path("put").at("/responses/200"))
          .path("properties")
          .propertyStream()
          .forEach(
              property ->
                  assertEquals(
                      property.getValue().path("type").asText(),
                      body.path(property.getKey()).getNodeType().name().toLowerCase(Locale.ROOT)));
    }
  }

  private void call(String method, String template, JsonNode item) {
    JsonNode operation = item.path(method);
    // To merge an item into itself is a patch as well.
    JsonNode taking = method.equals("patch") ? item.path("put") : operation;
    // What is known is there until its own path is deleted.
    boolean deletesMany = method.equals("delete") && !item.has("parameters");
    String known = deletesMany ? "unknown" : KNOWN;
    String path = path(template, item, known);
    boolean updatesMany = method.equals("patch") && !item.has("put");
    String body = updatesMany ? updates(item) : body(taking, known);
    if (operation.toString().contains("parameters/If-Match")) {
      for (String tags : List.of("\"other\"", "*", "no tag")) {
        call(method, operation, path, Map.of("If-Match", tags), body);
        call(method, operation, path, Map.of("If-None-Match", tags), body);
      }
    }
    call(method, operation, path, Map.of(), body);
    if (operation.toString().contains("parameters/If-None-Match")) {
      call(method, operation, path, Map.of("If-None-Match", "*"), body);
    }
    call(method, operation, path, Map.of("Accept", "text/plain"), body);
    for (String accepted : acceptableTypes(operation)) {
      String fresh = UUID.randomUUID().toString();
      Map<String, String> accept = Map.of("Accept", accepted);
      call(method, operation, path, accept, body);
      call(method, operation, path(template, item, fresh), accept, body(taking, fresh));
    }
    call(method, operation, path + "?nope=1", Map.of(), body);
    if (operation.toString().contains("parameters/cursor")) {
      call(method, operation, path + "?limit=1", Map.of(), body);
      call(method, operation, path + "?limit=0", Map.of(), body);
      call(method, operation, path + "?limit=-1", Map.of(), body);
      call(method, operation, path + "?limit=1&count=true", Map.of(), body);
      call(method, operation, path + "?limit=1001", Map.of(), body);
      call(method, operation, path + "?sort=nope", Map.of(), body);
      call(method, operation, path + "?cursor=x", Map.of(), body);
      String missing = path + "?" + missingKeys(template);
      call(method, operation, missing, Map.of("Accept", "text/csv"), body);
    }
    if (template.endsWith("}")) {
      call(method, operation, path + "%FF", Map.of(), body);
      call(method, operation, path.replaceFirst("[^/]*$", "x".repeat(4000)), Map.of(), body);
    }
    if (operation.has("requestBody")) {
      call(method, operation, path, Map.of(), "{");
      call(method, operation, path, Map.of(), "5");
      call(method, operation, path, Map.of(), body(taking, "another"));
      call(method, operation, path, Map.of("Content-Type", "text/plain"), body);
      call(method, operation, path, Map.of("Content-Encoding", "br"), body);
      String large = ",\"large\":\"" + "x".repeat(400 * 1024) + "\"}";
      call(method, operation, path, Map.of(), body.replaceFirst("}$", large));
      call(method, operation, path, Map.of(), "x".repeat(MAX_BODY_SIZE + 1));
      call(method, operation, path, Map.of(), "{\"a\":".repeat(33) + 1 + "}".repeat(33));
    }
    if (method.equals("delete") && operation.has("requestBody")) {
      call(method, operation, path + "?none=1", Map.of(), "");
    }
    if (operation.path("responses").has("207") || operation.path("responses").has("2XX")) {
      callWithMany(method, operation, path, body);
    }
    if (operation.path("responses").has("202")) {
      String key = UUID.randomUUID().toString();
      Map<String, String> headers = Map.of("Prefer", "respond-async", "Idempotency-Key", key);
      awaitJob(call(method, operation, path, headers, body));
      call(method, operation, path, headers, body + " ");
    }
    if (updatesMany) {
      callByQuery(operation, path);
    }
    if (method.equals("patch") && !updatesMany) {
      callWithUpdates(operation, path, template, item);
      Map<String, String> jsonPatch = Map.of("Content-Type", "application/json-patch+json");
      call(method, operation, path, jsonPatch, "{}");
      call(method, operation, path, jsonPatch, "[{\"op\":\"remove\",\"path\":\"/none\"}]");
    }
    if (operation.toString().contains("parameters/Idempotency-Key")) {
      for (String preference : List.of("return=minimal", "return=representation")) {
        for (String key : List.of(known, UUID.randomUUID().toString())) {
          String target = path(template, item, key);
          // Each with a change of its own, since a patch that changes nothing is not kept.
          String first = body(taking, key).replaceFirst("}$", ",\"in\":\"" + preference + "\"}");
          Map<String, String> headers =
              Map.of("Prefer", preference, "Idempotency-Key", UUID.randomUUID().toString());
          call(method, operation, target, headers, first);
          call(method, operation, target, headers, first);
          call(method, operation, target, headers, body(taking, key));
        }
      }
    }
    call(method, operation, path, Map.of("Prefer", "handling=strict, nope"), body);
    if (method.equals("delete") && !operation.has("requestBody")) {
      call(method, operation, path, Map.of("Content-Type", "application/json"), "{\"a\":1}");
    }
  }

  /** What updates all items that match conditions. */
  private void callByQuery(JsonNode operation, String path) {
    String update = "{\"set\":{\"a\":1}}";
    String query = path + "?none=1";
    Map<String, String> type = Map.of("Content-Type", UPDATE);
    call("patch", operation, path, type, update);
    call("patch", operation, query, type, update);
    call("patch", operation, query, Map.of("Content-Type", UPDATE, "If-Match", "*"), update);
    call("patch", operation, query + "&limit=1", type, update);
    for (String wrong :
        List.of(
            "{",
            "{\"nope\":1}",
            update.replace("\"a\"", "\"_version\""),
            update.replace("1", "{\"a\":".repeat(33) + 1 + "}".repeat(33)))) {
      call("patch", operation, query, type, wrong);
    }
    Map<String, String> async = Map.of("Content-Type", UPDATE, "Prefer", "respond-async");
    awaitJob(call("patch", operation, query, async, update));
  }

  private void callWithUpdates(JsonNode operation, String path, String template, JsonNode item) {
    Map<String, String> type = Map.of("Content-Type", UPDATE);
    call("patch", operation, path, type, "{\"add\":{\"in\":1},\"if\":\"none=1\"}");
    String creates = "{\"add\":{\"counted\":1},\"upsert\":true}";
    for (String accepted : acceptableTypes(operation)) {
      String fresh = path(template, item, UUID.randomUUID().toString());
      Map<String, String> headers = Map.of("Content-Type", UPDATE, "Accept", accepted);
      call("patch", operation, fresh, headers, creates);
    }
    String fresh = path(template, item, UUID.randomUUID().toString());
    Map<String, String> once =
        Map.of(
            "Content-Type",
            UPDATE,
            "Prefer",
            "return=minimal",
            "Idempotency-Key",
            UUID.randomUUID().toString());
    call("patch", operation, fresh, once, creates);
    call("patch", operation, fresh, once, creates);
  }

  /** A body of a bulk update. */
  private String updates(JsonNode item) {
    String key = body(item.path("delete"), KNOWN).replaceAll("^\\[|]$", "");
    return "[{\"key\":%s,\"update\":{\"add\":{\"counted\":1},\"upsert\":true}}]".formatted(key);
  }

  /** One that is done, and one that nobody does. */
  private void callJobs() {
    raw().contentType("application/json").body("{}").put("/items/job");
    Response accepted =
        raw()
            .header("Prefer", "respond-async")
            .contentType("application/json")
            .body("{}")
            .put("/items/job");
    awaitJob(accepted);
    String unfinished = UUID.randomUUID().toString();
    dynamoDb.putItem(
        put ->
            put.tableName(TestDynamoDb.SYSTEM_TABLE)
                .item(
                    Map.ofEntries(
                        text("id", "job/" + unfinished),
                        text("_version", "a"),
                        Map.entry(
                            "caller",
                            AttributeValue.fromM(
                                Map.ofEntries(
                                    text("id", ""),
                                    Map.entry("roles", AttributeValue.fromL(List.of())),
                                    Map.entry("trusted", AttributeValue.fromBool(false))))),
                        text("method", "PUT"),
                        text("path", "/items/job"),
                        text("fingerprint", "a"),
                        text("state", "queued"),
                        number("created", System.currentTimeMillis()),
                        number("expires", System.currentTimeMillis() / 1000 + 3600),
                        number("deadline", 0),
                        number("attempts", 0),
                        Map.entry("queued", AttributeValue.fromBool(true)))));
    for (String job : List.of(accepted.header("Location"), "/_jobs/" + unfinished)) {
      for (String method : List.of("get", "head")) {
        JsonNode state = document.at("/paths/~1_jobs~1{id}").path(method);
        call(method, state, job, Map.of(), "");
        call(method, state, job, Map.of("Prefer", "handling=strict, nope"), "");
        JsonNode result = document.at("/paths/~1_jobs~1{id}~1result").path(method);
        call(method, result, job + "/result", Map.of(), "");
        call(method, result, job + "/result", Map.of("Prefer", "handling=strict, nope"), "");
      }
      JsonNode cancel = document.at("/paths/~1_jobs~1{id}/delete");
      call("delete", cancel, job, Map.of(), "");
      call("delete", cancel, job, Map.of("Prefer", "handling=strict, nope"), "");
    }
  }

  private static Map.Entry<String, AttributeValue> text(String name, String value) {
    return Map.entry(name, AttributeValue.fromS(value));
  }

  private static Map.Entry<String, AttributeValue> number(String name, long value) {
    return Map.entry(name, AttributeValue.fromN(String.valueOf(value)));
  }

  /** Else it would be done in the midst of the next calls. */
  private static void awaitJob(Response accepted) {
    assertEquals(202, accepted.statusCode(), accepted.asString());
    String job = accepted.header("Location");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (raw().redirects().follow(false).get(job).statusCode() != 303) {
      assertTrue(System.nanoTime() < end, job);
    }
  }

  /** What only a transaction can be answered with; its operations are no attributes of an item. */
  private void callTransactions(JsonNode transact) {
    String put = "{\"method\":\"PUT\",\"path\":\"/items/a\",\"body\":{}}";
    String large = "\"large\":\"" + "x".repeat(390 * 1024) + '"';
    for (String operation :
        List.of(
            put,
            put.replace("PUT", "GET"),
            put.replace("/items/a", "/items/%FF"),
            put.replace("/items/a", "/items/a/b"),
            put.replace("/items/a", "/nope/a"),
            put.replace("/items/a", "/products/a"),
            put.replace("{}}", "{},\"ifMatch\":\"no tag\"}"),
            put.replace("{}}", "{},\"ifMatch\":\"\\\"other\\\"\"}"),
            put.replace("{}", "[]"),
            put.replace("{}", "{\"id\":\"b\"}"),
            put.replace("{}", '{' + large + ",\"more\":\"" + "x".repeat(10 * 1024) + "\"}"),
            put + ("," + put).repeat(100),
            put.replace("{}", "{\"a\":".repeat(33) + 1 + "}".repeat(33)),
            IntStream.range(0, 11)
                .mapToObj(at -> put.replace("/a", "/a" + at).replace("{}", '{' + large + '}'))
                .collect(Collectors.joining(",")))) {
      callTransaction(transact, Map.of(), operation);
    }
    callTransaction(transact, Map.of("Accept", ItemFormat.DYNAMODB_JSON), put);
    for (String preference : List.of("return=minimal", "return=representation")) {
      Map<String, String> headers =
          Map.of("Prefer", preference, "Idempotency-Key", UUID.randomUUID().toString());
      callTransaction(transact, headers, put);
      callTransaction(transact, headers, put);
      callTransaction(transact, headers, put + ' ');
    }
  }

  private void callTransaction(JsonNode transact, Map<String, String> headers, String operations) {
    call("post", transact, "/_transactions", headers, "{\"operations\":[" + operations + "]}");
  }

  private String missingKeys(String template) {
    JsonNode key = document.at("/components/schemas/" + template.substring(1) + ".KeyToDelete");
    // Valid base64, too
    String unknown = UUID.randomUUID().toString().replace("-", "");
    StringJoiner query = new StringJoiner("&");
    for (JsonNode name : key.path("required")) {
      boolean number = key.at("/properties/" + name.asText() + "/type").asText().equals("number");
      boolean last = query.length() > 0 || key.path("required").size() == 1;
      query.add(name.asText() + (last ? "%5Bin%5D=" : "=") + (number ? "-987654321" : unknown));
    }
    return query.toString();
  }

  private void callWithMany(String method, JsonNode operation, String path, String body) {
    String many = body.startsWith("[") ? body : "[" + body + "]";
    for (String entries : List.of(many, many.replaceFirst("]$", ",5]"))) {
      call(method, operation, path, Map.of(), entries);
      call(method, operation, path, Map.of("Prefer", "return=minimal"), entries);
    }
    call(method, operation, path, Map.of(), "[" + "{},".repeat(10_000) + "{}]");
    call(method, operation, path, Map.of(), "");
    call(method, operation, path, Map.of("Content-Type", "application/x-ndjson"), "{\n{}");
    call(method, operation, path, Map.of("Content-Type", "text/csv"), "a,b\n1,2,3");
    call(method, operation, path, Map.of("Content-Type", "text/csv"), "a,a\n1,2");
  }

  private Response call(
      String method, JsonNode operation, String path, Map<String, String> headers, String body) {
    Response response = send(method, operation, path, headers, body);
    String status = String.valueOf(response.statusCode());
    String described =
        status.startsWith("2") && !operation.path("responses").has(status) ? "2XX" : status;
    String answer = operation.path("operationId").asText() + " " + described;
    answered.add(answer);
    document
        .at("/components/headers")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (response.header(name) != null) {
                answered.add(answer + " " + name);
              }
            });
    String text = response.asString();
    if (!text.isEmpty()) {
      String type = response.contentType().replaceFirst("; ?charset=[^;]*", "");
      answered.add(answer + " " + type);
      if (type.equals("application/problem+json")) {
        answered.add(answer + " " + json(text).path("type").asText());
      }
    }
    return response;
  }

  private static Response send(
      String method, JsonNode operation, String path, Map<String, String> headers, String body) {
    RequestSpecification request = raw();
    if (operation.has("requestBody") || headers.containsKey("Content-Type")) {
      JsonNode types = operation.at("/requestBody/content");
      request
          .contentType(
              headers.containsKey("Content-Type")
                  ? headers.get("Content-Type")
                  : types.fieldNames().next())
          .body(body.getBytes(StandardCharsets.UTF_8));
    }
    headers.forEach(request::header);
    request.redirects().follow(false);
    return request.request(method.toUpperCase(Locale.ROOT), path);
  }

  /**
   * All but {@link #CONTENTION}, {@link #ACCESS}, {@link #SIZE} and what takes a DynamoDB that does
   * not answer.
   */
  private Set<String> documented() {
    Set<String> documented = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      if (hasSchema(path.getKey())) {
        continue;
      }
      for (JsonNode operation : path.getValue()) {
        operation
            .path("responses")
            .propertyStream()
            .filter(response -> response.getKey().matches("[1-4](\\d\\d|XX)"))
            .forEach(
                response -> {
                  String answer = operation.path("operationId").asText() + " " + response.getKey();
                  documented.add(answer);
                  JsonNode value = response.getValue();
                  for (String part : List.of("headers", "content")) {
                    value
                        .path(part)
                        .fieldNames()
                        .forEachRemaining(name -> documented.add(answer + " " + name));
                  }
                  Matcher problems = PROBLEM.matcher(value.path("description").asText());
                  while (value.has("content") && problems.find()) {
                    documented.add(answer + " " + problems.group(1));
                  }
                });
      }
    }
    documented.removeIf(
        answer ->
            CONTENTION.stream().anyMatch(answer::matches)
                || answer.matches(ACCESS)
                || answer.matches(SIZE));
    return documented;
  }

  /** Bodies that are made up here satisfy no schema of an owner's. */
  private static boolean hasSchema(String path) {
    return path.startsWith("/products");
  }

  private static Set<String> acceptableTypes(JsonNode operation) {
    Set<String> types = new TreeSet<>();
    for (JsonNode response : operation.path("responses")) {
      response.path("content").fieldNames().forEachRemaining(types::add);
    }
    types.add("*/*");
    types.remove("application/problem+json");
    return types;
  }

  private static String path(String template, JsonNode item, String text) {
    String path = template;
    for (JsonNode parameter : item.path("parameters")) {
      path =
          path.replace(
              "{" + parameter.path("name").asText() + "}",
              value(parameter.path("schema"), text).asText());
    }
    return path;
  }

  /** A body with all that the schema names, but what only answers give; one where many can be. */
  private String body(JsonNode operation, String text) {
    ObjectNode body = JSON.createObjectNode();
    JsonNode described = operation.at("/requestBody/content/application~1json/schema");
    schema(operation.path("requestBody"))
        .path("properties")
        .propertyStream()
        .filter(property -> !property.getKey().equals("_version"))
        .forEach(property -> body.set(property.getKey(), value(property.getValue(), text)));
    return described.has("items") ? "[" + body + "]" : body.toString();
  }

  /** Of an item, where there is a choice or an array of it. */
  private JsonNode schema(JsonNode message) {
    JsonNode described = message.at("/content/application~1json/schema");
    String reference = described.findValuesAsText("$ref").stream().findFirst().orElse("");
    return reference.isEmpty() ? message.path("none") : document.at(reference.substring(1));
  }

  private static JsonNode value(JsonNode schema, String text) {
    if (schema.path("type").asText().equals("number")) {
      return JSON.getNodeFactory().numberNode(text.hashCode());
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return JSON.getNodeFactory()
        .textNode(
            switch (schema.path("contentEncoding").asText()) {
              case "base64" -> Base64.getEncoder().encodeToString(bytes);
              case "base64url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
              default -> text;
            });
  }

  /** Paths are sent as they are written here. */
  private static RequestSpecification raw() {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
        .urlEncodingEnabled(false);
  }
}
