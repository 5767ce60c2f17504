package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import dev.larder.lambda.Gateway.Request;
import dev.larder.text.PathSegments;
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
            .filter(line -> line.contains("Access is open"))
            .map(line -> Direct.read(line).path("level").asText())
            .toList();
    assertEquals(List.of("WARN"), warnings);
  }

  private static HttpEvent.Answer send(Gateway gateway, Request request) {
    return gateway.answer(function.invoke(gateway.event(request).toString()));
  }

  private static HttpEvent.Answer get(Gateway gateway, String target) {
    return send(gateway, Request.of("GET", target));
  }

  private static HttpEvent.Answer put(Gateway gateway, String target, String json) {
    HttpEvent.Answer answer = send(gateway, Request.of("PUT", target).json(json));
    assertTrue(answer.status() < 300, answer::toString);
    return answer;
  }

  @ParameterizedTest
  @EnumSource
  void anItemIsCreatedReadReplacedAndDeleted(Gateway gateway) {
    HttpEvent.Answer created =
        send(gateway, Request.of("POST", "/items").json("{\"colour\":\"grün 😀\",\"n\":1.50}"));
    assertEquals(201, created.status(), created::toString);
    String path = "/items/" + created.json().path("id").asText();
    assertEquals(gateway.prefix + path, created.headers().get("Location"));
    assertEquals("application/json", created.headers().get("Content-Type").split(";")[0]);

    HttpEvent.Answer read = get(gateway, path);
    assertEquals(200, read.status(), read::toString);
    assertEquals(created.json(), read.json());
    assertEquals("grün 😀", read.json().path("colour").asText());

    Request unless =
        Request.of("GET", path)
            .header("If-None-Match", "\"other\"", "\"a,b\"", read.headers().get("ETag"));
    assertEquals(304, send(gateway, unless).status());
    assertNull(send(gateway, unless).body());
    Request since =
        Request.of("GET", path).header("If-Modified-Since", read.headers().get("Last-Modified"));
    assertEquals(304, send(gateway, since).status());

    Request replace = Request.of("PUT", path).json("{\"colour\":\"röt\"}").inBase64();
    assertEquals(412, send(gateway, replace.header("If-Match", "\"other\"")).status());
    HttpEvent.Answer replaced =
        send(gateway, replace.header("If-Match", read.headers().get("ETag")));
    assertEquals(200, replaced.status(), replaced::toString);
    assertEquals("röt", get(gateway, path).json().path("colour").asText());

    HttpEvent.Answer deleted = send(gateway, Request.of("DELETE", path));
    assertEquals(204, deleted.status());
    assertNull(deleted.body());
    HttpEvent.Answer gone = get(gateway, path);
    assertEquals(404, gone.status());
    assertEquals("application/problem+json", gone.headers().get("Content-Type"));
    assertEquals("urn:problem-type:larder:item-not-found", gone.json().path("type").asText());
    assertEquals(path, gone.json().path("instance").asText());
  }

  @ParameterizedTest
  @EnumSource
  void aRepeatedWriteIsKnownByItsOwnPath(Gateway gateway) {
    Request post =
        Request.of("POST", "/items").json("{}").header("Idempotency-Key", "k-" + gateway.name());
    HttpEvent.Answer first = send(gateway, post);
    HttpEvent.Answer again = send(gateway, post);
    assertEquals(201, first.status(), first::toString);
    assertEquals("true", again.headers().get("Idempotency-Replayed"));
    assertEquals(first.headers().get("Location"), again.headers().get("Location"));
    assertEquals(
        first.json(), send(Gateway.FUNCTION_URL, post).json(), "the same write by another way");
  }

  @ParameterizedTest
  @EnumSource
  void aQueryArrivesAsItWasSent(Gateway gateway) {
    for (String title : List.of("Dersu Uzala", "Dog Day Afternoon", "Jaws", "Nashville")) {
      put(gateway, "/films/1975/" + PathSegments.encode(title), "{\"note\":\"a&b=%+ ü\"}");
    }
    HttpEvent.Answer between = get(gateway, "/films?year=1975&title%5Bbetween%5D=D,N");
    assertEquals(
        List.of("Dersu Uzala", "Dog Day Afternoon", "Jaws"),
        texts(between.json().path("items"), "title"));
    assertEquals(
        4, get(gateway, "/films?year=1975&note=a%26b%3D%25%2B+%C3%BC").json().path("items").size());
    assertEquals(0, get(gateway, "/films?year=1975&note=a").json().path("items").size());

    List<String> repeated =
        texts(
            get(gateway, "/films?title%5Bne%5D=Jaws&year=1975&title%5Bne%5D=Nashville")
                .json()
                .path("items"),
            "title");
    // A load balancer without multi-value headers delivers the last one.
    assertEquals(
        gateway == Gateway.LOAD_BALANCER
            ? List.of("Dersu Uzala", "Dog Day Afternoon", "Jaws")
            : List.of("Dersu Uzala", "Dog Day Afternoon"),
        repeated);

    List<String> paged = new ArrayList<>();
    String target = "/films?year=1975&title%5Blt%5D=O&limit=3";
    while (target != null) {
      HttpEvent.Answer page = get(gateway, target);
      assertEquals(200, page.status(), page::toString);
      paged.addAll(texts(page.json().path("items"), "title"));
      String link = page.headers().get("Link");
      target = link == null ? null : "/films" + link.substring(1, link.indexOf('>'));
    }
    assertEquals(List.of("Dersu Uzala", "Dog Day Afternoon", "Jaws", "Nashville"), paged);

    HttpEvent.Answer unknown = get(gateway, "/items/a?colour");
    assertEquals(400, unknown.status());
    assertEquals("colour", unknown.json().path("parameter").asText());
  }

  private static List<String> texts(JsonNode items, String member) {
    return items.valueStream().map(item -> item.path(member).asText()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aKeyHasAnyCharacters(Gateway gateway) {
    for (String key :
        List.of("a b", "a+b", "ü😀", "a;b", "[c]{d}|\"<>^`\\", "?#&=", "::@!$'()*,")) {
      String path = "/items/" + PathSegments.encode(key + gateway.name());
      put(gateway, path, "{}");
      assertEquals(key + gateway.name(), get(gateway, path).json().path("id").asText());
    }
    if (!gateway.decodesPaths) {
      for (String key : List.of("a/b", "100%", "%41", "a%2Fb")) {
        String path = "/items/" + PathSegments.encode(key + gateway.name());
        put(gateway, path, "{}");
        assertEquals(key + gateway.name(), get(gateway, path).json().path("id").asText());
      }
    }
    byte[] hash = {(byte) 0xFB, (byte) 0xFF, 0, (byte) gateway.ordinal()};
    String blob = "/blobs/" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    put(gateway, blob, "{\"a\":1}");
    assertEquals(
        Base64.getEncoder().encodeToString(hash), get(gateway, blob).json().path("hash").asText());
  }

  @ParameterizedTest
  @EnumSource
  void aFieldWithSeveralValuesIsOne(Gateway gateway) {
    put(gateway, "/items/typed", "{\"n\":1}");
    HttpEvent.Answer typed =
        send(
            gateway,
            Request.of("GET", "/items/typed")
                .header("Accept", "application/json;q=0.1", TYPED + ";q=0.5"));
    assertEquals(TYPED, typed.headers().get("Content-Type").split(";")[0]);
    assertEquals("1", typed.json().at("/n/N").asText());
  }

  @ParameterizedTest
  @EnumSource
  void bulkWritesAndErrorsHaveTheFormOfTheGateway(Gateway gateway) throws Exception {
    Request bulk =
        Request.of("POST", "/items")
            .json("{\"id\":\"b1\"}\n{\"id\":\"b2\"\n{\"id\":5}")
            .header("Content-Type", "application/x-ndjson");
    HttpEvent.Answer some = send(gateway, bulk);
    assertEquals(207, some.status(), some::toString);
    assertEquals(1, some.json().path("succeeded").asInt());
    assertEquals("/items/b1", some.json().at("/results/0/location").asText());

    Request invalid = Request.of("PUT", "/items/a").json("{\"id\":\"b\"}");
    RuntimeApi.Outcome outcome = function.invoke(gateway.event(invalid).toString());
    HttpEvent.Answer mismatch = gateway.answer(outcome);
    assertEquals(422, mismatch.status());
    assertEquals("application/problem+json", mismatch.headers().get("Content-Type"));
    assertEquals("/items/a", mismatch.json().path("instance").asText());
    if (gateway.isLoadBalancer()) {
      assertEquals(
          "422 Unprocessable Content",
          MAPPER.readTree(outcome.payload()).path("statusDescription").asText());
      RuntimeApi.Outcome again = function.invoke(gateway.event(bulk).toString());
      assertEquals(
          "207 Multi-Status", MAPPER.readTree(again.payload()).path("statusDescription").asText());
    }
    assertEquals(
        400, send(gateway, Request.of("PUT", "/items/a").json("{")).status(), "malformed JSON");
    assertEquals(
        405, send(gateway, Request.of("PATCH", "/items").json("{}")).status(), "another method");
    assertEquals(204, send(gateway, Request.of("OPTIONS", "/items")).status());
    assertEquals(200, send(gateway, Request.of("HEAD", "/items")).status());
    assertEquals(
        400, send(gateway, Request.of("DELETE", "/items")).status(), "not the whole collection");
  }

  @ParameterizedTest
  @EnumSource
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
      HttpEvent.Answer page = get(gateway, "/pages?book=" + gateway.name() + cursor);
      assertEquals(200, page.status());
      read.addAll(texts(page.json().path("items"), "page"));
      String next = page.json().path("next").asText();
      cursor = next.isEmpty() ? null : "&cursor=" + next;
      if (cursor != null) {
        assertEquals("size", page.headers().get("Larder-Stopped"));
      }
      pages++;
    }
    assertEquals(List.of("0", "1", "2", "3", "4"), read);
    assertEquals(gateway.isLoadBalancer(), pages > 1, pages + " pages");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOAD_BALANCER", "LOAD_BALANCER_MULTI_VALUE", "REST_API"})
  void resultsThatDoNotFitAreCounted(Gateway gateway) {
    String lines = IntStream.range(0, 8000).mapToObj(i -> "x").collect(Collectors.joining("\n"));
    HttpEvent.Answer answer =
        send(
            gateway,
            Request.of("POST", "/items")
                .json(lines)
                .header("Content-Type", "application/x-ndjson"));
    assertEquals(207, answer.status(), answer::toString);
    assertEquals(8000, answer.json().path("failed").asInt());
    int omitted = answer.json().path("omitted").asInt();
    assertEquals(8000, omitted + answer.json().path("results").size());
    assertEquals(gateway.isLoadBalancer(), omitted > 0, omitted + " omitted");
  }

  /** Seven bytes for each control: six in the item's JSON, of which the backslash is escaped. */
  @ParameterizedTest
  @EnumSource(names = {"LOAD_BALANCER", "LOAD_BALANCER_MULTI_VALUE", "HTTP_API"})
  void anAnswerThatTheGatewayDoesNotCarryIsAProblem(Gateway gateway) {
    String path = "/items/controls-" + gateway.name();
    Request write =
        Request.of("PUT", path).json("{\"text\":\"" + "\\u0001".repeat(200_000) + "\"}");
    HttpEvent.Answer written = send(gateway, write);
    HttpEvent.Answer read =
        send(gateway, Request.of("GET", path).header("Origin", "https://example.com"));
    if (!gateway.isLoadBalancer()) {
      assertEquals(201, written.status());
      assertEquals(200, read.status());
      return;
    }
    for (HttpEvent.Answer answer : List.of(written, read)) {
      assertEquals(500, answer.status());
      assertEquals("urn:problem-type:larder:answer-too-large", answer.json().path("type").asText());
      assertEquals(path, answer.json().path("instance").asText());
    }
    assertTrue(read.headers().containsKey("Access-Control-Allow-Origin"), read::toString);
    assertTrue(read.headers().containsKey("Larder-Consumed-Capacity"), read::toString);
    JsonNode line = lastRequest();
    assertEquals(500, line.path("status").asInt());
    assertTrue(line.has("consumed"), line::toString);
    String ofWrite = written.json().path("detail").asText();
    assertTrue(ofWrite.startsWith("The answer has the status 201 and 14"), ofWrite);
    assertTrue(ofWrite.contains("return=minimal"), ofWrite);
    String ofRead = read.json().path("detail").asText();
    assertTrue(ofRead.startsWith("The answer has the status 200 and 14"), ofRead);
    assertTrue(ofRead.contains("fields"), ofRead);
    assertTrue(function.log().contains("urn:problem-type:larder:answer-too-large"));

    HttpEvent.Answer lookup =
        send(gateway, Request.of("POST", "/").json("{\"id\":\"controls-" + gateway.name() + "\"}"));
    assertTrue(lookup.json().path("detail").asText().contains("Read by GET"), lookup::body);
    assertEquals(200, get(gateway, path + "?fields=id").status());
    assertEquals(204, send(gateway, write.header("Prefer", "return=minimal")).status());
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
    HttpEvent.Answer written =
        gateway.answer(
            based().invoke(gateway.event(Request.of("PUT", path).json("{}")).toString()));
    assertEquals("a", written.json().path("id").asText());
    assertEquals(gateway.prefix + path, written.headers().get("Location"));
    HttpEvent.Answer deleted =
        gateway.answer(based().invoke(gateway.event(Request.of("DELETE", path)).toString()));
    assertEquals(204, deleted.status());
    HttpEvent.Answer notFound =
        gateway.answer(based().invoke(gateway.event(Request.of("GET", path)).toString()));
    assertEquals("/items/a", notFound.json().path("instance").asText());
  }

  @Test
  void aBasePathEndsWithASegment() {
    HttpEvent.Answer answer =
        Gateway.LOAD_BALANCER.answer(
            based().invoke(Gateway.LOAD_BALANCER.event(Request.of("GET", "/v10/a")).toString()));
    assertEquals(404, answer.status());
    assertEquals("urn:problem-type:larder:unknown-collection", answer.json().path("type").asText());
    assertEquals("/v10/a", answer.json().path("instance").asText());
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
  void callersAreKeptApartInRestApis() throws Exception {
    Request list = Request.of("GET", "/pages?limit=1");
    put(Gateway.FUNCTION_URL, "/pages/callers/1", "{}");
    put(Gateway.FUNCTION_URL, "/pages/callers/2", "{}");
    ObjectNode ada = Gateway.REST_API.event(list);
    authorizer(ada).put("principalId", "ada");
    String next =
        Gateway.REST_API.answer(function.invoke(ada.toString())).json().path("next").asText();
    Request page = Request.of("GET", "/pages?limit=1&cursor=" + next);
    ObjectNode adasPage = Gateway.REST_API.event(page);
    authorizer(adasPage).put("principalId", "ada");
    ObjectNode gracesPage = Gateway.REST_API.event(page);
    authorizer(gracesPage).put("principalId", "grace");
    assertEquals(200, Gateway.REST_API.answer(function.invoke(adasPage.toString())).status());
    assertEquals(400, Gateway.REST_API.answer(function.invoke(gracesPage.toString())).status());
    HttpEvent.Answer named =
        send(Gateway.LOAD_BALANCER, page.header("x-amzn-oidc-identity", "ada"));
    assertEquals(400, named.status(), "a header field names nobody");
  }

  private static ObjectNode authorizer(ObjectNode event) {
    return ((ObjectNode) event.get("requestContext")).putObject("authorizer");
  }
}
