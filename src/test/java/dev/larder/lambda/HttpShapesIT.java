package dev.larder.lambda;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import dev.larder.lambda.Gateway.Request;
import dev.larder.text.PercentEncoding;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One client's requests through everything that can stand in front of the built function. */
class HttpShapesIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TYPED = "application/vnd.larder.dynamodb+json";

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(dynamoDb, "shapes", Map.of("LARDER_ACCESS", "open"));

  @Test
  void aFunctionThatIsOpenToEverybodyWarnsOfItAtStart() {
    function.awaitNext(Duration.ofSeconds(30));
    List<String> warnings =
        function
            .log()
            .lines()
            .filter(line -> line.contains("larder.access is open"))
            .map(line -> Direct.read(line).path("level").asText())
            .toList();
    assertEquals(List.of("WARN"), warnings);
  }

  private static RequestSpecification given(Gateway gateway) {
    return function.behind(gateway).given();
  }

  private static RequestSpecification json(Gateway gateway, String body) {
    return function.behind(gateway).json(body);
  }

  private static Response get(Gateway gateway, String target) {
    return given(gateway).get(target);
  }

  private static void put(Gateway gateway, String target, String body) {
    json(gateway, body).put(target).then().statusCode(lessThan(300));
  }

  /** A direct success has a body, and no status. */
  private static int created(Gateway gateway) {
    return gateway == Gateway.DIRECT ? 200 : 201;
  }

  @ParameterizedTest
  @EnumSource
  void anItemIsCreatedReadReplacedAndDeleted(Gateway gateway) {
    Response created = json(gateway, "{\"colour\":\"grün 😀\",\"n\":1.50}").post("/items");
    created.then().statusCode(created(gateway)).contentType("application/json");
    String path = "/items/" + created.path("id");

    Response read = get(gateway, path);
    read.then().statusCode(200).body("colour", equalTo("grün 😀"));
    assertEquals(created.as(JsonNode.class), read.as(JsonNode.class));
    String tag = '"' + read.path("_version").toString() + '"';
    if (gateway != Gateway.DIRECT) {
      created.then().header("Location", gateway.prefix + path);
      read.then().header("ETag", tag);
      String modified = read.header("Last-Modified");
      given(gateway).header("If-Modified-Since", modified).get(path).then().statusCode(304);
    }
    given(gateway)
        .header("If-None-Match", "\"other\"", "\"a,b\"", tag)
        .get(path)
        .then()
        .statusCode(304)
        .body(emptyString());

    byte[] replacement = "{\"colour\":\"röt\"}".getBytes(StandardCharsets.UTF_8);
    RequestSpecification replace = given(gateway).contentType("application/json").body(replacement);
    replace.header("If-Match", "\"other\"").put(path).then().statusCode(412);
    given(gateway)
        .contentType("application/json")
        .body(replacement)
        .header("If-Match", tag)
        .put(path)
        .then()
        .statusCode(200);
    get(gateway, path).then().body("colour", equalTo("röt"));

    given(gateway).delete(path).then().statusCode(204).body(emptyString());
    Response gone = get(gateway, path);
    gone.then().statusCode(404);
    if (gateway != Gateway.DIRECT) {
      gone.then()
          .header("Content-Type", "application/problem+json")
          .body("type", equalTo("urn:problem-type:larder:item-not-found"))
          .body("instance", equalTo(path));
    }
  }

  /** The callers of a gateway without an authorizer are one; who invokes directly is another. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECT")
  void aRepeatedWriteIsKnownByItsOwnPath(Gateway gateway) {
    String key = "k-" + gateway.name();
    Response first = json(gateway, "{}").header("Idempotency-Key", key).post("/items");
    first.then().statusCode(201);
    json(gateway, "{}")
        .header("Idempotency-Key", key)
        .post("/items")
        .then()
        .header("Idempotency-Replayed", "true")
        .header("Location", first.header("Location"));
    Response other = json(Gateway.FUNCTION_URL, "{}").header("Idempotency-Key", key).post("/items");
    assertEquals(
        first.as(JsonNode.class), other.as(JsonNode.class), "the same write by another way");
  }

  @ParameterizedTest
  @EnumSource
  void aQueryArrivesAsItWasSent(Gateway gateway) {
    for (String title : List.of("Dersu Uzala", "Dog Day Afternoon", "Jaws", "Nashville")) {
      put(gateway, "/films/1975/" + PercentEncoding.encode(title), "{\"note\":\"a&b=%+ ü\"}");
    }
    get(gateway, "/films?year=1975&title%5Bbetween%5D=D,N")
        .then()
        .body("items.title", contains("Dersu Uzala", "Dog Day Afternoon", "Jaws"));
    get(gateway, "/films?year=1975&note=a%26b%3D%25%2B+%C3%BC").then().body("items", hasSize(4));
    get(gateway, "/films?year=1975&note=a").then().body("items", empty());

    // A load balancer without multi-value headers delivers the last one.
    get(gateway, "/films?title%5Bne%5D=Jaws&year=1975&title%5Bne%5D=Nashville")
        .then()
        .body(
            "items.title",
            gateway == Gateway.LOAD_BALANCER
                ? contains("Dersu Uzala", "Dog Day Afternoon", "Jaws")
                : contains("Dersu Uzala", "Dog Day Afternoon"));

    List<String> paged = new ArrayList<>();
    String query = "?year=1975&title%5Blt%5D=O&limit=3";
    String target = "/films" + query;
    while (target != null) {
      Response page = get(gateway, target);
      page.then().statusCode(200);
      paged.addAll(page.path("items.title"));
      String next = page.path("next");
      target = next == null ? null : "/films" + query + "&cursor=" + next;
      if (gateway != Gateway.DIRECT) {
        String link = page.header("Link");
        boolean leadsOn = link != null && link.contains("; rel=\"next\"");
        assertEquals(next != null, leadsOn, link);
        target = leadsOn ? link.substring(1 + gateway.prefix.length(), link.indexOf('>')) : null;
      }
    }
    assertEquals(List.of("Dersu Uzala", "Dog Day Afternoon", "Jaws", "Nashville"), paged);

    get(gateway, "/items/a?colour").then().statusCode(400).body("parameter", equalTo("colour"));
  }

  @ParameterizedTest
  @EnumSource
  void aKeyHasAnyCharacters(Gateway gateway) {
    List<String> keys =
        new ArrayList<>(
            List.of("a b", "a+b", "ü😀", "a;b", "[c]{d}|\"<>^`\\", "#&=", "::@!$'()*,", "100% "));
    if (!gateway.decodesPaths) {
      keys.addAll(List.of("a/b", "?", "%41", "a%2Fb"));
    }
    for (String key : keys) {
      String path = "/items/" + PercentEncoding.encode(key + gateway.name());
      put(gateway, path, "{}");
      get(gateway, path).then().body("id", equalTo(key + gateway.name()));
    }
    byte[] hash = {(byte) 0xFB, (byte) 0xFF, 0, (byte) gateway.ordinal()};
    String blob = "/blobs/" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    put(gateway, blob, "{\"a\":1}");
    get(gateway, blob).then().body("hash", equalTo(Base64.getEncoder().encodeToString(hash)));
  }

  /** The ways around a gateway that decodes paths. */
  @ParameterizedTest
  @EnumSource
  void aKeyThatNoPathCarriesHasOtherWays(Gateway gateway) {
    for (String key : List.of("a/b", "a?b", "a%2Fb", "%", ".", "..")) {
      String id = key + (key.startsWith(".") ? "" : gateway.name());
      String only = "{\"id\":\"" + id + "\"}";
      String item = only.replace("}", ",\"v\":\"" + gateway + "\"}");
      String query = "/items?id=" + PercentEncoding.encode(id);
      json(gateway, "[" + item + "]").post("/items").then().statusCode(200);
      get(gateway, query).then().body("items.id", contains(id), "items.v", contains("" + gateway));
      json(gateway, "[" + only + "]").delete("/items").then().statusCode(200);
      get(gateway, query).then().body("items", empty());
    }
    String operation =
        "{\"method\":\"PUT\",\"path\":\"/items/t%2F" + gateway + "\",\"body\":{\"v\":1}}";
    json(gateway, "{\"operations\":[" + operation + "]}").post("/_transactions");
    get(gateway, "/items?id=t%2F" + gateway).then().body("items", hasSize(1));
  }

  /** RFC 3986, section 2.4: what is decoded must not be decoded again. */
  @ParameterizedTest
  @CsvSource({
    "HTTP_API,/items/one%252Ftwo,,400",
    "HTTP_API,/items/one%3Ftwo,one,404",
    "HTTP_API,/items/one%25252Ftwo,one%2Ftwo,404",
    "HTTP_API_VERSION_1,/items/one%25252Ftwo,one%2Ftwo,404",
    "HTTP_API_STAGE,/items/one%25252Ftwo,one%2Ftwo,404",
    "FUNCTION_URL,/items/one%252Ftwo,one%2Ftwo,404",
    "REST_API,/items/one%252Ftwo,one%2Ftwo,404",
    "LOAD_BALANCER,/items/one%252Ftwo,one%2Ftwo,404"
  })
  void aPathIsDecodedOnce(Gateway gateway, String sent, String key, int absent) {
    get(gateway, sent).then().statusCode(absent);
    if (absent == 404) {
      json(gateway, "{}").put(sent).then().body("id", equalTo(key));
      given(gateway).delete(sent);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFieldWithSeveralValuesIsOne(Gateway gateway) {
    put(gateway, "/items/typed", "{\"n\":1}");
    Response typed =
        given(gateway)
            .header("Accept", "application/json;q=0.1", TYPED + ";q=0.5")
            .get("/items/typed");
    typed.then().body("n.N", equalTo("1"));
    if (gateway != Gateway.DIRECT) {
      typed.then().contentType(startsWith(TYPED));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bulkWritesAndErrorsHaveTheFormOfTheGateway(Gateway gateway) {
    Response some = bulk(gateway, "{\"id\":\"b1\"}\n{\"id\":\"b2\"\n{\"id\":5}");
    some.then()
        .statusCode(207)
        .body("succeeded", equalTo(1), "results[0].location", equalTo("/items/b1"));
    Response mismatch = json(gateway, "{\"id\":\"b\"}").put("/items/a");
    mismatch
        .then()
        .statusCode(422)
        .header("Content-Type", "application/problem+json")
        .body("instance", equalTo("/items/a"));
    if (gateway.isLoadBalancer()) {
      some.then().statusLine("HTTP/1.1 207 Multi-Status");
      mismatch.then().statusLine("HTTP/1.1 422 Unprocessable Content");
    }
    json(gateway, "{").put("/items/a").then().statusCode(400);
    json(gateway, "{}").patch("/items").then().statusCode(405);
    given(gateway).options("/items").then().statusCode(204);
    given(gateway).head("/items").then().statusCode(200);
    // Not the whole collection
    given(gateway).delete("/items").then().statusCode(400);
  }

  private static Response bulk(Gateway gateway, String lines) {
    return given(gateway).contentType("application/x-ndjson").body(lines).post("/items");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECT")
  void aBodyThatIsAnObjectAndMembersThatAreNullAreTaken(Gateway gateway) {
    ObjectNode event = gateway.event(Request.of("PUT", "/items/object").json("{}"));
    event.set("body", MAPPER.createObjectNode().put("a", 1));
    HttpEvent.Answer written = gateway.answer(function.invoke(event.toString()));
    assertTrue(written.status() < 300, written::toString);
    assertEquals(1, written.json().path("a").asInt());

    ObjectNode bare = gateway.event(Request.of("GET", "/items/object"));
    for (String member : List.of("queryStringParameters", "pathParameters", "body", "headers")) {
      bare.putNull(member);
    }
    if (!bare.has("multiValueHeaders")) {
      assertEquals(200, gateway.answer(function.invoke(bare.toString())).status());
    }
  }

  /** 1.3 MB, of which an answer of a load balancer has a part. */
  @ParameterizedTest
  @EnumSource
  void aPageIsAsLargeAsTheGatewayCarries(Gateway gateway) {
    String book = "/pages/" + gateway.name();
    String text = "\\\"".repeat(90_000);
    for (int i = 0; i < 5; i++) {
      put(gateway, book + "/" + i, "{\"text\":\"" + text + "\"}");
    }
    List<String> read = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    while (cursor != null) {
      Response page = get(gateway, "/pages?book=" + gateway.name() + cursor);
      page.then().statusCode(200);
      JsonPath body = page.jsonPath();
      read.addAll(body.getList("items.page"));
      String next = body.get("next");
      cursor = next == null ? null : "&cursor=" + next;
      if (cursor != null) {
        page.then().header("Larder-Stopped", "size");
      }
      pages++;
    }
    assertEquals(List.of("0", "1", "2", "3", "4"), read);
    assertEquals(gateway.isLoadBalancer(), pages > 1, pages + " pages");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECT")
  void aLargePageIsCompressedWhereTheGatewayTakesOctets(Gateway gateway) throws IOException {
    String path = "/pages/zip-" + gateway.name();
    put(gateway, path + "/1", "{\"text\":\"" + "text ".repeat(4000) + "\"}");
    for (String accept : List.of("gzip", "identity")) {
      Request list =
          Request.of("GET", "/pages?book=zip-" + gateway.name()).header("Accept-Encoding", accept);
      JsonNode answer = MAPPER.readTree(function.invoke(gateway.event(list).toString()).payload());
      boolean compressed = accept.equals("gzip") && !gateway.name().startsWith("REST");
      assertEquals(compressed, answer.path("isBase64Encoded").asBoolean(), answer::toString);
      int length = answer.path("body").textValue().length();
      assertTrue(compressed ? length < 1000 : length > 20_000, answer::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOAD_BALANCER", "LOAD_BALANCER_MULTI_VALUE", "REST_API"})
  void resultsThatDoNotFitAreCounted(Gateway gateway) {
    String lines =
        IntStream.range(0, 8000)
            .mapToObj(i -> "{\"a" + i + "\":1e999}")
            .collect(Collectors.joining("\n"));
    Response answer = bulk(gateway, lines);
    answer.then().statusCode(207).body("failed", equalTo(8000));
    int omitted = answer.as(JsonNode.class).path("omitted").asInt();
    answer.then().body("results", hasSize(8000 - omitted));
    assertEquals(gateway.isLoadBalancer(), omitted > 0, omitted + " omitted");
  }

  /** Seven bytes for each control: six in the item's JSON, of which the backslash is escaped. */
  @ParameterizedTest
  @EnumSource(names = {"LOAD_BALANCER", "LOAD_BALANCER_MULTI_VALUE", "HTTP_API"})
  void anAnswerThatTheGatewayDoesNotCarryIsAProblem(Gateway gateway) {
    String path = "/items/controls-" + gateway.name();
    String item = "{\"text\":\"" + "\\u0001".repeat(200_000) + "\"}";
    Response written = json(gateway, item).put(path);
    Response read = given(gateway).header("Origin", "https://example.com").get(path);
    if (!gateway.isLoadBalancer()) {
      written.then().statusCode(201);
      read.then().statusCode(200);
      return;
    }
    for (Response answer : List.of(written, read)) {
      answer
          .then()
          .statusCode(500)
          .body("type", equalTo("urn:problem-type:larder:answer-too-large"))
          .body("instance", equalTo(path));
    }
    read.then()
        .header("Access-Control-Allow-Origin", notNullValue())
        .header("Larder-Consumed-Capacity", notNullValue());
    JsonNode line = lastRequest();
    assertEquals(500, line.path("status").asInt());
    assertTrue(line.has("consumed"), line::toString);
    written
        .then()
        .body("detail", startsWith("The response has the status 201 and 14"))
        .body("detail", containsString("return=minimal"));
    read.then()
        .body("detail", startsWith("The response has the status 200 and 14"))
        .body("detail", containsString("fields"));
    assertTrue(function.log().contains("urn:problem-type:larder:answer-too-large"));

    json(gateway, "{\"id\":\"controls-" + gateway.name() + "\"}")
        .post("/")
        .then()
        .body("detail", containsString("Read with GET"));
    get(gateway, path + "?fields=id").then().statusCode(200);
    json(gateway, item).header("Prefer", "return=minimal").put(path).then().statusCode(204);
  }

  private static JsonNode lastRequest() {
    List<String> lines = function.log().lines().filter(line -> line.contains("\"route\"")).toList();
    return Direct.read(lines.get(lines.size() - 1));
  }

  @Test
  void noAnswerIsInBase64() throws Exception {
    for (String accept : List.of("application/json", "application/x-ndjson", "text/csv", TYPED)) {
      JsonNode answer =
          MAPPER.readTree(
              function
                  .invoke(
                      Gateway.REST_API
                          .event(Request.of("GET", "/items?limit=1").header("Accept", accept))
                          .toString())
                  .payload());
      assertFalse(answer.path("isBase64Encoded").asBoolean(), answer::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_API,/v1/items/a",
    "FUNCTION_URL,/v1/items/a",
    "REST_API,/v1/items/a",
    "LOAD_BALANCER,/v1/items/a",
    "HTTP_API_STAGE,/v1/items/a",
    "HTTP_API,/items/a",
    "LOAD_BALANCER,/items/a"
  })
  void aBasePathIsTakenOffAndPutBack(Gateway gateway, String path) {
    GatewayFilter behind = based().behind(gateway);
    behind
        .json("{}")
        .put(path)
        .then()
        .header("Location", gateway.prefix + path)
        .body("id", equalTo("a"));
    behind.given().delete(path).then().statusCode(204);
    behind.given().get(path).then().body("instance", equalTo("/items/a"));
  }

  @Test
  void aBasePathIsTakenOffInAnySpelling() {
    based()
        .behind(Gateway.FUNCTION_URL)
        .given()
        .get("/%761/items/none")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:problem-type:larder:item-not-found"))
        .body("instance", equalTo("/items/none"));
  }

  @Test
  void aBasePathEndsWithASegment() {
    based()
        .behind(Gateway.LOAD_BALANCER)
        .given()
        .get("/v10/a")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:problem-type:larder:unknown-collection"))
        .body("instance", equalTo("/v10/a"));
  }

  @Test
  void aBasePathIsTheServerOfTheDescription() {
    based()
        .behind(Gateway.HTTP_API)
        .given()
        .get("/v1/openapi")
        .then()
        .body("servers[0].url", equalTo("/v1"));
  }

  private static DeployedFunction based;

  private static DeployedFunction based() {
    if (based == null) {
      based =
          BuiltFunction.start(
              dynamoDb, "based", Map.of("LARDER_BASE_PATH", "/v1", "LARDER_ACCESS", "open"));
    }
    return based;
  }

  @AfterAll
  static void removeBased() {
    if (based != null) {
      based.close();
    }
  }

  @Test
  void aBasePathThatIsNoneIsRefusedAtStart() {
    try (DeployedFunction wrong =
        BuiltFunction.start(dynamoDb, "wrong-base", Map.of("LARDER_BASE_PATH", "v1/"))) {
      assertThrows(FunctionFailedException.class, () -> wrong.invoke("{}"));
      String error =
          new String(wrong.api().initError().orElseThrow().payload(), StandardCharsets.UTF_8);
      assertTrue(error.contains("LARDER_BASE_PATH"), error);
      assertTrue(error.contains("dev.larder.event.HandlerFailedException"), error);
      assertTrue(error.contains("must begin with a slash"), error);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"apigateway-request-authorizer", "apigateway-authorizer"})
  void anAuthorizersEventIsNoRequest(String name) {
    RuntimeApi.Outcome outcome = function.invoke(Samples.read(name).toString());
    assertTrue(outcome.failed(), outcome.text());
    assertTrue(outcome.text().contains("UnsupportedEventException"), outcome.text());
  }

  @Test
  void callersAreKeptApartInRestApis() {
    put(Gateway.FUNCTION_URL, "/pages/callers/1", "{}");
    put(Gateway.FUNCTION_URL, "/pages/callers/2", "{}");
    GatewayFilter ada = restApi("ada");
    String next = ada.given().get("/pages?limit=1").path("next");
    String page = "/pages?limit=1&cursor=" + next;
    ada.given().get(page).then().statusCode(200);
    restApi("grace").given().get(page).then().statusCode(400);
    // A header field names nobody.
    given(Gateway.LOAD_BALANCER)
        .header("x-amzn-oidc-identity", "ada")
        .get(page)
        .then()
        .statusCode(400);
  }

  private static GatewayFilter restApi(String caller) {
    return function
        .behind(Gateway.REST_API)
        .authorizer(context -> context.putObject("authorizer").put("principalId", caller));
  }
}
