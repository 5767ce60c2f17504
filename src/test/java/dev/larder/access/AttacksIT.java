package dev.larder.access;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.FakeLambda;
import dev.larder.lambda.Authorizers;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.RuntimeApi;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What Eve tries, to read, change or take what is Ada's. */
class AttacksIT {
  private static final String EVE = "jwt https://issuer.example eve";
  private static final String ADA = "jwt https://issuer.example ada";
  private static final String SCOPES = "orders.read orders.write";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static GuardedFunction function;

  @BeforeAll
  static void deploy() {
    function = new GuardedFunction("attacks");
  }

  @AfterAll
  static void remove() {
    function.close();
  }

  /**
   * Whatever was tried, nothing of others has changed, and nobody owns more than before but Eve.
   */
  @AfterEach
  void assertNothingIsTaken() {
    Map<String, Set<Map<String, AttributeValue>>> stored = function.reset();
    GuardedFunction.OWNERS.forEach(
        (table, owner) ->
            assertEquals(
                ofOthers(function.seed().get(table), owner),
                ofOthers(stored.get(table), owner),
                table));
    for (String table : List.of("films", "products")) {
      assertEquals(function.seed().get(table), stored.get(table));
    }
  }

  private static Set<Map<String, AttributeValue>> ofOthers(
      Set<Map<String, AttributeValue>> items, String owner) {
    return items.stream()
        .filter(item -> !GuardedFunction.s("eve").equals(item.get(owner)))
        .collect(Collectors.toSet());
  }

  private static Response send(String line, String fields, String body) {
    return function.send(Authorizers.jwt("eve", SCOPES), line, fields, body);
  }

  private static Response send(String line, String body) {
    return send(line, null, body);
  }

  private static void assertNothingIsTold(Response answer) {
    assertFalse(answer.asString().contains("secret of ada"), answer::asString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # Keys that look like another's
          GET /pages/%61da/1 ||| 404
          GET /pages/ada%2F1 ||| 400
          GET /pages/ada%2f1/1 ||| 404
          GET /pages/ada%2F1/../1 ||| 400
          GET /pages/ada%00/1 ||| 404
          GET /pages/ada%20/1 ||| 404
          GET /pages/%20ada/1 ||| 404
          GET /pages/Ada/1 ||| 404
          GET /pages/%EF%BD%81da/1 ||| 404
          GET /pages/ada%CC%80/1 ||| 404
          GET /pages/ada%E2%80%8B/1 ||| 404
          GET /pages/%C0%A1/1 ||| 400
          GET /pages/eve;ada/1 ||| 404
          GET /pages;book=ada/eve/1 ||| 404
          GET /pages/eve/..;/ada/1 ||| 404
          GET /pages/eve/../ada/1 ||| 400
          GET /pages/eve/%2e%2e/ada/1 ||| 400
          GET /pages/./ada/1 ||| 400
          GET /pages//ada/1 ||| 400
          GET /pages/ada/1/ ||| 400
          GET //pages/ada/1 ||| 400
          GET /blobs/../pages/ada/1 ||| 400
          GET /products%2F..%2Fpages/ada/1 ||| 404
          GET /PAGES/ada/1 ||| 404
          GET /%70ages/ada/1 ||| 404
          GET /%66ilms/1975/Jaws ||| 403
          GET /films;a=b/1975/Jaws ||| 404
          DELETE /pages/%61da/1 ||| 404
          PUT /pages/ada%2F..%2Feve/1 || {} | 404
          PUT /pages/%61%64%61/2 || {} | 404
          POST /pages || {"book": "ada ", "page": "1"} | 403
          POST /pages || {"book": "ａda", "page": "1"} | 403
          POST /pages || {"book": "ada", "page": "1", "book": "eve"} | 400
          POST /pages || {"book": "eve", "page": "1", "book": "ada"} | 400
          POST /pages || {"book": ["ada"], "page": "1"} | 422
          POST /pages || {"book": "", "page": "1"} | 422
          GET /orders/s/1.0 ||| 404
          GET /orders/s/1e0 ||| 404
          GET /orders/s/0.1e1 ||| 404
          GET /orders/s/%31 ||| 404
          GET /orders/s/01 ||| 400
          GET /orders/s/+1 ||| 400
          PUT /orders/s/1e0 || {} | 404
          PUT /orders/s/1.0 || {"number": 1} | 404
          DELETE /orders/s/10e-1 ||| 404
          PATCH /orders/s/1.00 || merge {"a": 1} | 404
          POST /orders || {"shop": "s", "number": 1.0} | 409
          POST /orders || [{"shop": "s", "number": 1e0}] | 207
          POST /orders || csv shop,number / s,1.0 | 207
          DELETE /orders || [{"shop": "s", "number": 1.00}] | 207
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/orders/s/1.0"}]} | 409
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/pages/%61da/1"}]} | 404
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/pages/eve/../ada/1"}]} | 400
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "//pages/ada/1"}]} | 400

          # Owners that are none
          PUT /sessions/new || {"owner": "ada"} | 403
          PUT /sessions/new || {"owner": "EVE"} | 403
          PUT /sessions/new || {"owner": "eve "} | 403
          PUT /sessions/new || {"owner": "eve\\u0000"} | 403
          PUT /sessions/new || {"owner": "ｅve"} | 403
          PUT /sessions/new || {"owner": ""} | 422
          PUT /sessions/new || {"owner": null} | 422
          PUT /sessions/new || {"owner": true} | 422
          PUT /sessions/new || {"owner": 1} | 422
          PUT /sessions/new || {"owner": ["eve"]} | 422
          PUT /sessions/new || {"owner": {"S": "eve"}} | 422
          PUT /sessions/new || {"owner": "ada", "owner": "eve"} | 400
          PUT /sessions/new || {"owner": "eve", "owner": "ada"} | 400
          PUT /sessions/new || {"owner": "eve", "\\u006fwner": "ada"} | 400
          PUT /sessions/new || typed {"owner": {"SS": ["eve"]}} | 422
          PUT /sessions/new || typed {"owner": {"L": [{"S": "eve"}]}} | 422
          PUT /sessions/new || typed {"owner": {"B": "ZXZl"}} | 422
          PUT /sessions/new || typed {"owner": {"NULL": true}} | 422
          PUT /sessions/new || typed {"owner": {"S": "ada"}} | 403
          PUT /sessions/new || typed {"owner": {"S": "eve", "N": "1"}} | 422
          PUT /sessions/new || {"Owner": "ada", "owner ": "ada", "owner.x": "ada", "owner[0]": "ada"} | 201
          PUT /sessions/e || {"owner": "ada"} | 403
          POST /sessions || {"owner": "ada"} | 403
          POST /sessions || {"owner": ["eve"]} | 422
          POST /sessions || {"id": "a", "owner": "eve"} | 409
          POST /sessions || [{"id": "new", "owner": "ada"}] | 207
          POST /sessions || [{"id": "new", "owner": null}] | 207
          POST /sessions || [{"id": "a", "owner": "eve"}] | 207
          POST /sessions || ndjson {"id": "new", "owner": "ada"} / {"id": "new", "owner": ["eve"]} | 207
          POST /sessions?restore=true || [{"id": "a", "_version": "{version}"}] | 207
          POST /sessions?restore=true || csv id,owner,_version / a,ada,{version} | 207
          POST /sessions?generate=key || [{"owner": "ada"}] | 207
          POST /sessions || ndjson {"Item": {"id": {"S": "a"}}} | 207
          POST /sessions || csv id,owner / new,ada | 207
          POST /sessions || csv id,owner / new,1 | 207
          POST /sessions || csv id,owner,owner / new,eve,ada | 400
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/sessions/new", "body": {"owner": "ada"}}]} | 403
          POST /_transactions || {"operations": [{"method": "POST", "path": "/sessions", "body": {"owner": ["eve"]}}]} | 422
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/sessions/a", "body": {"owner": "eve"}}]} | 409
          PUT /orders/s/9 || {"carrier": ["eve"]} | 422
          PUT /orders/s/9 || {"carrier": null} | 422
          PUT /orders/s/9 || {"carrier": 1} | 422

          # Owners that are patched
          PATCH /sessions/e || merge {"owner": null} | 422
          PATCH /sessions/e || merge {"owner": "ada"} | 403
          PATCH /sessions/e || merge {"owner": {"x": null}} | 422
          PATCH /sessions/e || merge {"id": "a"} | 422
          PATCH /sessions/e || patch [{"op": "remove", "path": "/owner"}] | 422
          PATCH /sessions/e || patch [{"op": "move", "from": "/owner", "path": "/x"}] | 422
          PATCH /sessions/e || patch [{"op": "move", "from": "/note", "path": "/owner"}] | 403
          PATCH /sessions/e || patch [{"op": "copy", "from": "/note", "path": "/owner"}] | 403
          PATCH /sessions/e || patch [{"op": "replace", "path": "/owner", "value": "ada"}] | 403
          PATCH /sessions/e || patch [{"op": "add", "path": "/owner", "value": ["eve"]}] | 422
          PATCH /sessions/e || patch [{"op": "test", "path": "/owner", "value": "ada"}] | 409
          PATCH /sessions/e || patch [{"op": "replace", "path": "", "value": {"id": "a", "owner": "eve", "_version": "{version}"}}] | 422
          PATCH /sessions/e || patch [{"op": "replace", "path": "", "value": {"id": "e", "owner": "ada", "_version": "{version}"}}] | 403
          PATCH /sessions/e || patch [{"op": "remove", "path": "/owner"}, {"op": "add", "path": "/owner", "value": "eve"}, {"op": "add", "path": "/a", "value": 1}] | 200
          PATCH /sessions/a || patch [{"op": "replace", "path": "/owner", "value": "eve"}] | 404
          PATCH /items/a || patch [{"op": "replace", "path": "/owner", "value": "eve"}] | 403
          PATCH /items/a || merge {"owner": "eve"} | 403

          # Versions that are forged, or another's
          PUT /orders/s/1 || {"_version": "{version}"} | 404
          PATCH /orders/s/1 || merge {"_version": "{version}", "a": 1} | 404
          DELETE /orders || [{"shop": "s", "number": 1, "_version": "{version}"}] | 207
          POST /orders || [{"shop": "s", "number": 1, "_version": "{version}"}] | 207
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/orders/s/1", "body": {"_version": "{version}"}}]} | 409
          PUT /orders/s/1 | If-Match: "none-AAAA" | {} | 404
          PUT /orders/s/1 | If-None-Match: "x" | {} | 404
          PUT /sessions/e || {"_version": ["{version}"]} | 422
          PUT /sessions/e || typed {"_version": {"SS": ["{version}"]}} | 422
          POST /sessions || {"_version": "{version}"} | 422

          # Queries for what is another's
          GET /orders?carrier=ada ||| 200
          GET /orders?carrier=eve&carrier=ada ||| 200
          GET /orders?carrier[ne]=eve ||| 200
          GET /orders?carrier[in]=ada,eve ||| 200
          GET /orders?carrier[gte]=a ||| 200
          GET /orders?carrier[exists]=false ||| 200
          GET /orders?CARRIER=ada ||| 200
          GET /orders?carrier.x=ada ||| 200
          GET /orders?shop=s&number=1 ||| 200
          GET /orders?shop=s&number[in]=1,2 ||| 200
          GET /orders?shop[in]=s&number[in]=1,2&carrier=ada ||| 200
          GET /orders?status=open&sort=created ||| 400
          GET /orders?rating=1 ||| 200
          GET /orders?fields=carrier ||| 200
          GET /orders?shop=s&fields=note ||| 200
          GET /pages?book[ne]=eve ||| 200
          GET /pages?book[in]=ada ||| 200
          GET /pages?book[prefix]=a ||| 200
          GET /pages?book=ada&book=eve ||| 200
          GET /sessions?owner[in]=ada,eve ||| 400
          GET /sessions?id=a&owner=ada ||| 400
          GET /sessions/a?owner=ada ||| 400
          GET /sessions/a?principalId=ada ||| 400
          GET /sessions/a?requestContext=%7B%22authorizer%22%3A%7B%7D%7D ||| 400

          # Names that look like expressions
          PUT /sessions/new || {"#a": 1, ":v": 2, "a.b": 3, "size(x)": 4, "attribute_exists(x)": 5, "name": 6, "status": 7, "owner = :v OR #k": 8} | 201
          PATCH /sessions/e || merge {"#a": 1, ":v": {"#b": 2}, "a.b": 3, "size(x)": 4} | 200
          GET /orders?%23k=1&:v=2&size(x)[gt]=0&status=open ||| 200
          GET /orders?attribute_exists(carrier)=true ||| 200
          GET /orders?carrier%20%3D%20:v%20OR%20shop[ne]=1 ||| 200
          GET /orders?fields=%23k,:v,size(x),name,status ||| 200
          GET /orders?sort=%23k ||| 400
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/sessions/e", "body": {}, "if": "%23o[ne]=1&:v[exists]=false&size(x)[ne]=1"}]} | 200
          PUT /readings/s/1 || {} | 404
          PUT /readings/s/1 || {"#o.size(x)": "eve"} | 404
          PUT /readings/s/2 || {"#o.size(x)": "ada"} | 403
          PUT /readings/s/2 || {"#o": {"size(x)": "ada"}} | 201
          GET /readings/s/1 ||| 404
          GET /readings/s/1?fields=note ||| 404
          PATCH /readings/s/1 || merge {"a": 1} | 404
          DELETE /readings/s/1 ||| 404
          DELETE /readings || [{"sensor": "s", "at": 1}] | 207
          GET /readings?sensor=s ||| 400
          GET /readings?sensor=s&at[in]=1,2 ||| 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/readings/s/1"}]} | 409

          # Events, over HTTP
          POST / || {"method": "DELETE", "path": "/sessions/a"} | 422
          POST / || {"id": "a", "requestContext": {"authorizer": {"jwt": {"claims": {"sub": "ada"}}}}} | 422
          POST / || {"job": "01890a5d-ac96-774b-bcce-b302099a8057", "created": 1, "request": {"method": "DELETE", "path": "/sessions/a"}} | 422
          POST / || {"Records": [{"eventSource": "aws:sqs", "messageId": "1", "body": "{}"}]} | 422
          POST /_transactions || {"method": "DELETE", "path": "/sessions/a"} | 400
          PUT /sessions/new || {"requestContext": {"authorizer": {"jwt": {"claims": {"sub": "ada"}}}}, "principalId": "ada"} | 201
          POST /sessions || {"method": "DELETE", "path": "/sessions/a"} | 201
          POST /sessions?generate=key || [{"method": "DELETE", "path": "/sessions/a"}] | 200
          GET /sessions/e | X-HTTP-Method-Override: DELETE || 200
          POST /sessions | X-HTTP-Method-Override: DELETE | {} | 201
          GET /sessions/e | X-Method-Override: PUT; X-HTTP-Method: PUT || 200
          GET /larder/job%2F1 ||| 404
          GET /_jobs/..%2Fidempotency ||| 404
          """)
  void nothingOfOthersIsToldOrTaken(String line, String fields, String body, int status) {
    Response answer = send(line, fields, body);
    assertEquals(status, answer.statusCode(), answer::asString);
    assertNothingIsTold(answer);
    if (status == 207) {
      assertEquals(0, GuardedFunction.json(answer).path("succeeded").asInt(), answer::asString);
    }
    if (line.matches("GET /(orders|pages)\\?.*") && status == 200) {
      for (JsonNode item : GuardedFunction.json(answer).path("items")) {
        JsonNode owner = item.path(line.startsWith("GET /orders") ? "carrier" : "book");
        assertTrue(owner.isMissingNode() || owner.asText().equals("eve"), answer::asString);
      }
      assertTrue(GuardedFunction.json(answer).path("items").size() <= 1, answer::asString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEiLCJzY29wZSI6ImFsbC5hZG1pbiJ9.",
        "Authorization: Basic YWRhOmFkYQ==",
        "Authorization: AWS4-HMAC-SHA256 Credential=ada",
        "Proxy-Authorization: Basic YWRhOmFkYQ==",
        "Cookie: sub=ada; q=ada",
        "x-amzn-oidc-data: eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.",
        "x-amzn-oidc-identity: ada",
        "x-amzn-oidc-accesstoken: eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.",
        "X-Forwarded-User: ada",
        "X-Remote-User: ada",
        "X-Amzn-Principal-Id: ada",
        "X-Amzn-Apigateway-Authorizer: ada",
        "X-Amzn-Lambda-Context: ada",
        "principalId: ada",
        "sub: ada",
        "requestContext: {\"authorizer\": {\"jwt\": {\"claims\": {\"sub\": \"ada\"}}}}",
        "X-Amz-Invocation-Type: Event",
        "Lambda-Runtime-Aws-Request-Id: ada"
      })
  void aHeaderFieldNamesNobody(String field) {
    String name = field.split(": ", 2)[0];
    String value = field.split(": ", 2)[1];
    Consumer<ObjectNode> eve = Authorizers.jwt("eve", SCOPES);
    function.given(eve).header(name, value).get("/sessions/a").then().statusCode(404);
    function.given(null).header(name, value).get("/sessions/a").then().statusCode(401);
    String twice =
        HttpEvent.of("GET", "/sessions/a")
            .header(name, value)
            .jwt("eve")
            .toString()
            .replace(
                "\"headers\":{", "\"headers\":{\"" + name.toUpperCase(Locale.ROOT) + "\":\"ada\",");
    assertEquals(404, HttpEvent.Answer.of(function.invoke(twice)).status());
  }

  /** Each pair asks something of Ada's item that holds, and something that does not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST /_transactions |{"operations": [{"method": "CHECK", "path": "/orders/s/1", "if": "note[prefix]=%"}]}| secret | zzz
          POST /_transactions |{"operations": [{"method": "DELETE", "path": "/orders/s/1", "if": "carrier=%"}]}| ada | eve
          POST /_transactions |{"operations": [{"method": "PUT", "path": "/orders/s/1", "body": {}, "ifMatch": "\\"%\\""}]}| {version} | zzz
          POST /_transactions |{"operations": [{"method": "CHECK", "path": "/orders/s/1", "ifNoneMatch": "\\"%\\""}]}| {version} | zzz
          PUT /orders/s/1 |{"_version": "%"}| {version} | 01890a5d-ac96-774b-bcce-b302099a8058
          PATCH /orders/s/1 |patch [{"op": "test", "path": "/note", "value": "%"}]| secret of ada | zzz
          DELETE /orders |[{"shop": "s", "number": 1, "_version": "%"}]| {version} | zzz
          GET /orders?shop=s&number[in]=1&note[prefix]=% || secret | zzz
          GET /orders?shop=s&note[contains]=%&number=1 || secret | zzz
          GET /pages?book=ada&note[prefix]=% || secret | zzz
          """)
  void whetherAConditionHoldsIsNotTold(
      String line, String body, String holding, String notHolding) {
    assertEquals(asked(line, body, holding), asked(line, body, notHolding));
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-Match", "If-None-Match"})
  void whetherATagMatchesIsNotTold(String field) {
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      String body = method.equals("PATCH") ? "merge {\"a\": 1}" : "{}";
      Response matching = send(method + " /orders/s/1", field + ": \"{version}\"", body);
      Response other = send(method + " /orders/s/1", field + ": \"x\"", body);
      assertEquals(404, matching.statusCode());
      assertEquals(told(other), told(matching));
    }
  }

  /** The tag of such an item is a digest of what it holds. */
  @Test
  void theTagOfAnItemWithoutAVersionIsNotToldEither() {
    Map<String, AttributeValue> unversioned =
        new HashMap<>(
            function.seed().get("orders").stream()
                .filter(item -> GuardedFunction.n(1).equals(item.get("number")))
                .findFirst()
                .orElseThrow());
    unversioned.remove("_version");
    function.dynamoDb.client().putItem(put -> put.tableName("orders").item(unversioned));
    String tag =
        function.send(Authorizers.jwt("ada", SCOPES), "GET /orders/s/1", null, null).header("ETag");
    assertTrue(tag.startsWith("\"none-"), tag);
    for (String field : List.of("If-Match", "If-None-Match")) {
      for (String sent : List.of(tag, "\"none-AAAA\"")) {
        for (String method : List.of("PUT", "DELETE")) {
          Response answer = send(method + " /orders/s/1", field + ": " + sent, "{}");
          assertEquals(404, answer.statusCode(), answer::asString);
          assertFalse(answer.headers().hasHeaderWithName("ETag"), answer::asString);
        }
      }
    }
    assertTrue(function.reset().get("orders").contains(unversioned));
  }

  private static String asked(String line, String body, String value) {
    String sent = body == null ? null : body.replace("%", value);
    return told(send(line.replace("%", value), sent)).replace(value, "%");
  }

  private static String told(Response answer) {
    return answer.statusCode()
        + " "
        + answer.header("ETag")
        + " "
        + answer.asString().replaceAll("\"requestId\":\"[^\"]*\"", "");
  }

  @Test
  void aCursorThatSomebodyMadeOpensNothing() throws Exception {
    String all = "/orders?limit=1";
    send("PUT /orders/s/8", "{}");
    String real = GuardedFunction.json(send("GET " + all, null)).path("next").asText();
    byte[] decoded = Base64.getUrlDecoder().decode(real);
    String own = new String(decoded, 13, decoded.length - 13, StandardCharsets.UTF_8);
    assertEquals(real, cursor(orders(EVE), own), "it is made here as the function makes it");

    for (String forged :
        List.of(
            cursor(orders(ADA), own),
            cursor(orders(ADA), key("s", 1, "ada")),
            cursor(orders(""), own),
            cursor("", own),
            cursor(orders(EVE), key("s", 1, "ada")),
            cursor(orders(EVE), "{\"shop\": {\"S\": \"s\"}, \"number\": {\"N\": \"1\"}}"),
            cursor(orders(EVE), "{\"carrier\": {\"S\": \"eve\"}}"),
            cursor(orders(EVE), own.replace("\"N\"", "\"S\"")),
            cursor(orders(EVE), own.replace("}}", "},\"note\":{\"S\":\"x\"}}")),
            cursor(orders(EVE), "[]"),
            cursor(orders(EVE), "{}"))) {
      Response answer = send("GET " + all + "&cursor=" + forged, null);
      assertEquals(400, answer.statusCode(), answer::asString);
      assertEquals(
          "urn:problem-type:larder:invalid-cursor",
          GuardedFunction.json(answer).path("type").asText());
    }

    String pages = EVE + "\npages\npages\n\n" + eq("book", "eve") + "\nOptional.empty";
    String page = "{\"book\": {\"S\": \"%s\"}, \"page\": {\"S\": \"%s\"}}";
    assertEquals(
        200,
        send("GET /pages?cursor=" + cursor(pages, page.formatted("eve", "0")), null).statusCode());
    assertEquals(
        400,
        send("GET /pages?cursor=" + cursor(pages, page.formatted("ada", "0")), null).statusCode());
  }

  private static String orders(String caller) {
    return caller + "\norders\norders\nby-carrier\n" + eq("carrier", "eve") + "\nOptional.empty";
  }

  private static String eq(String attribute, String text) {
    return "{\"eq\":{\"L\":[{\"L\":[{\"S\":\""
        + attribute
        + "\"}]},{\"L\":[{\"S\":\""
        + text
        + "\"}]}]}}";
  }

  private static String key(String shop, int number, String carrier) {
    return "{\"shop\": {\"S\": \"%s\"}, \"number\": {\"N\": \"%d\"}, \"carrier\": {\"S\": \"%s\"}}"
        .formatted(shop, number, carrier);
  }

  private static String cursor(String scope, String position) throws Exception {
    byte[] key = position.getBytes(StandardCharsets.UTF_8);
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(scope.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    byte[] digest = sha256.digest(key);
    byte[] all = new byte[13 + key.length];
    all[0] = 1;
    System.arraycopy(digest, 0, all, 1, 12);
    System.arraycopy(key, 0, all, 13, key.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "films.write,x",
        "x,films.write",
        "FILMS.WRITE",
        "films.writer",
        "films",
        "films.*",
        "*",
        "**",
        "public",
        "\"films.write\"",
        "films.write\u200b",
        "x\u00a0films.write",
        ""
      })
  void aScopeThatOnlyLooksLikeARoleIsNone(String scopes) {
    Consumer<ObjectNode> eve = Authorizers.jwt("eve", scopes);
    function.send(eve, "PUT /films/1975/New", null, "{}").then().statusCode(403);
    function.send(eve, "GET /sessions/a", null, null).then().statusCode(404);
  }

  @Test
  void aJobEventIsDoneOnceAndAsItWasMade() throws Exception {
    String line = "PUT /orders/s/5";
    String fields = "Prefer: respond-async";
    String body = "{\"a\": 1}";
    String job = send(line, fields, body).header("Location");
    FakeLambda.Invocation invocation = function.lambda.next();
    ObjectNode event = (ObjectNode) MAPPER.readTree(invocation.event());
    assertFalse(event.toString().contains("eve"), "whom it is for is not in the event");

    for (String changed :
        List.of(
            changed(event, "path", "/orders/s/1"),
            changed(event, "path", "/pages/ada/1"),
            changed(event, "method", "DELETE"),
            event.deepCopy().put("caller", "ada").toString(),
            event
                .deepCopy()
                .set("requestContext", MAPPER.createObjectNode().put("principalId", "ada"))
                .toString())) {
      RuntimeApi.Outcome outcome = function.invoke(changed);
      assertTrue(outcome.failed(), outcome::text);
      assertTrue(outcome.text().contains("UnsupportedEventException"), outcome::text);
    }
    ObjectNode unknown = event.deepCopy().put("job", "01890a5d-ac96-774b-bcce-b302099a8057");
    unknown.put("created", System.currentTimeMillis());
    assertEquals("null", function.invoke(unknown.toString()).text());
    assertEquals(function.seed(), function.stored(), "nothing of that was done");

    // What its caller may do any more does not matter.
    function.send(Authorizers.jwt("eve", ""), line, fields, body).then().statusCode(403);
    assertFalse(invocation.attempt(function.api()).failed());
    Response result = send("GET " + job + "/result", null, null);
    assertEquals(201, result.statusCode(), result::asString);
    assertEquals("eve", GuardedFunction.json(result).path("carrier").asText());
    send("DELETE /orders/s/5", null, null);
    assertFalse(invocation.attempt(function.api()).failed());
    assertEquals(function.seed(), function.stored(), "delivered again, and not done again");
  }

  private static String changed(ObjectNode event, String member, String value) {
    ObjectNode changed = event.deepCopy();
    ((ObjectNode) changed.get("request")).put(member, value);
    return changed.toString();
  }

  /** What it holds is not to be guessed, nor looked up by a digest. */
  @Test
  void theTagOfAnItemWithoutAVersionIsNotToldToWhoMayNotRead() {
    Map<String, AttributeValue> unversioned =
        new HashMap<>(function.seed().get("films").iterator().next());
    unversioned.remove("_version");
    function.dynamoDb.client().putItem(put -> put.tableName("films").item(unversioned));
    String tag =
        function
            .send(Authorizers.jwt("rita", "films.read"), "GET /films/1975/Jaws", null, null)
            .header("ETag");
    assertTrue(tag.startsWith("\"none-"), tag);

    String operation =
        "{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/films/1975/Jaws\","
            + " \"ifMatch\": \"\\\"%s\\\"\"}]}";
    String film = "{\"year\":1975,\"title\":\"Jaws\"}";
    String versioned = "[{\"year\":1975,\"title\":\"Jaws\",\"_version\":\"x\"}]";
    String own = operation.formatted(tag.replace("\"", ""));
    assertTagIsNotTold(412, "PUT /films/1975/Jaws", "If-Match: \"x\"", "{}", tag);
    assertTagIsNotTold(412, "PUT /films/1975/Jaws", "If-None-Match: *", "{}", tag);
    assertTagIsNotTold(412, "DELETE /films/1975/Jaws", "If-Match: \"x\"", null, tag);
    assertTagIsNotTold(409, "POST /films", null, film, tag);
    assertTagIsNotTold(207, "POST /films", null, versioned, tag);
    assertTagIsNotTold(409, "POST /_transactions", null, operation.formatted("x"), tag);
    assertTagIsNotTold(403, "PUT /films/1975/Jaws", "If-Match: " + tag, "{}", tag);
    assertTagIsNotTold(403, "PUT /films/1975/Jaws", "If-None-Match: " + tag, "{}", tag);
    assertTagIsNotTold(403, "DELETE /films/1975/Jaws", "If-None-Match: " + tag, null, tag);
    assertTagIsNotTold(403, "POST /_transactions", null, own, tag);
    assertEquals(Set.of(unversioned), function.stored("films"));
    Response adams =
        function.send(
            Authorizers.jwt("adam", "films.admin"),
            "PUT /films/1975/Jaws",
            "If-Match: \"x\"",
            "{}");
    assertEquals(tag, adams.header("ETag"));
    function.reset("films");
  }

  private static void assertTagIsNotTold(
      int status, String line, String fields, String body, String tag) {
    Response answer = function.send(Authorizers.jwt("will", "films.write"), line, fields, body);
    assertEquals(status, answer.statusCode(), answer::asString);
    assertFalse(answer.headers().hasHeaderWithName("ETag"), answer::asString);
    assertFalse(answer.asString().contains(tag.replace("\"", "")), answer::asString);
  }

  @Test
  void aKeyThatIsAnothersCostsNothingToAskFor() {
    for (String line : List.of("GET /pages/ada/1", "GET /pages/ada/9", "HEAD /pages/ada/1")) {
      Response answer = send(line, null, null);
      assertEquals(404, answer.statusCode());
      assertFalse(answer.headers().hasHeaderWithName("Larder-Consumed-Capacity"), answer::asString);
    }
    Response patched = send("PATCH /pages/ada/1", "merge {\"a\": 1}");
    assertFalse(patched.headers().hasHeaderWithName("Larder-Consumed-Capacity"), patched::asString);
  }

  /** In UTF-8 it would be a question mark. */
  @Test
  void halfOfASurrogatePairIsNoPartOfANameOrABody() {
    for (String request : List.of("PUT /sessions/q", "GET /sessions/a", "POST /sessions")) {
      HttpEvent named = HttpEvent.of(request.split(" ")[0], request.split(" ")[1]).json("{}");
      HttpEvent.Answer answer = answered(named.jwt("HALF", SCOPES));
      assertEquals(401, answer.status(), answer::toString);
    }
    HttpEvent.Answer answer =
        answered(HttpEvent.of("PUT", "/sessions/q").json("{\"a\": \"HALF\"}").jwt("eve", SCOPES));
    assertEquals(400, answer.status(), answer::toString);
    assertTrue(answer.body().contains("an unpaired surrogate"), answer::toString);
    assertEquals("private, no-cache", answer.headers().get("Cache-Control"));
  }

  private static HttpEvent.Answer answered(HttpEvent event) {
    String sent = event.toString();
    assertTrue(sent.contains("HALF"));
    return HttpEvent.Answer.of(function.invoke(sent.replace("HALF", "a\\ud800b")));
  }

  @Test
  void aTransactionIsNotRepeatedForWhoMayNoLongerWrite() {
    Function<String, Response> transaction =
        scopes ->
            function.send(
                Authorizers.jwt("will", scopes),
                "POST /_transactions",
                "Idempotency-Key: transaction",
                "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/films/1975/New\","
                    + " \"body\": {}}]}");
    transaction.apply("films.write").then().statusCode(200);
    transaction.apply("films.read").then().statusCode(403).body("operation", equalTo(0));
    transaction.apply("films.write").then().header("Idempotency-Replayed", "true");
    function.reset("films");
  }

  @Test
  void anIdempotencyKeyOfAnotherIsAnothers() {
    Consumer<ObjectNode> ada = Authorizers.jwt("ada");
    Response adas = function.send(ada, "POST /sessions", "Idempotency-Key: k", "{}");
    Response eves = send("POST /sessions", "Idempotency-Key: k", "{}");
    assertEquals(List.of(201, 201), Arrays.asList(adas.statusCode(), eves.statusCode()));
    assertNotEquals(GuardedFunction.json(adas).path("id"), GuardedFunction.json(eves).path("id"));
    assertFalse(eves.headers().hasHeaderWithName("Idempotency-Replayed"));
    function.reset();
  }

  @Test
  void whoInvokesTheFunctionItselfActsOnTheItemsOfAll() {
    assertTrue(
        function
            .invoke("{\"method\": \"GET\", \"path\": \"/sessions/a\"}")
            .text()
            .contains("secret of ada"));
    RuntimeApi.Outcome ownerless =
        function.invoke("{\"method\": \"PUT\", \"path\": \"/sessions/new\", \"body\": {}}");
    assertTrue(ownerless.failed(), ownerless::text);
    RuntimeApi.Outcome written =
        function.invoke(
            "{\"method\": \"PUT\", \"path\": \"/sessions/a\", \"body\": {\"owner\": \"ada\"}}");
    assertFalse(written.failed(), written::text);
    function.reset();
  }
}
