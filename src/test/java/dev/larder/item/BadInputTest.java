package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of bad input has its own clear answer, and leaves nothing behind. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class BadInputTest {
  private static final String JSON = "application/json";

  private record Bad(String name, String method, String path, String type, String body) {
    static Bad request(String name, String method, String path) {
      return new Bad(name, method, path, null, null);
    }

    static Bad put(String name, String path, String body) {
      return new Bad(name, "PUT", path, JSON, body);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> cases() {
    String deep = "{\"a\":" + "[".repeat(33) + "]".repeat(33) + "}";
    String huge = "{\"a\":\"" + "x".repeat(400 * 1024) + "\"}";
    return Stream.of(
        of(Bad.put("not JSON", "/items/bad", "{\"a\":"), 400, "malformed-json", "line 1"),
        of(Bad.put("no body", "/items/bad", ""), 400, "malformed-json", "body is empty"),
        of(
            new Bad("odd byte order", "PUT", "/items/bad", JSON, "\0\0{\0"),
            400,
            "malformed-json",
            "UTF-8"),
        of(
            new Bad(
                "odd byte order",
                "PUT",
                "/items/bad",
                "application/vnd.larder.dynamodb+json",
                "\0\0{\0"),
            400,
            "malformed-json",
            "UTF-8"),
        of(
            new Bad("odd byte order", "POST", "/items", JSON, "\0\0{\0"),
            400,
            "malformed-json",
            "UTF-8"),
        of(
            new Bad(
                "odd byte order", "PATCH", "/items/bad", "application/merge-patch+json", "\0\0{\0"),
            400,
            "malformed-json",
            "UTF-8"),
        of(
            new Bad(
                "odd byte order", "PATCH", "/items/bad", "application/json-patch+json", "\0\0{\0"),
            400,
            "malformed-json",
            "UTF-8"),
        of(new Bad("odd byte order", "POST", "/", JSON, "\0\0{\0"), 400, "malformed-json", "UTF-8"),
        of(
            new Bad("odd byte order", "DELETE", "/items", JSON, "\0\0{\0"),
            400,
            "malformed-json",
            "UTF-8"),
        of(
            new Bad("odd byte order", "POST", "/_transactions", JSON, "\0\0{\0"),
            400,
            "malformed-json",
            "UTF-8"),
        of(
            new Bad("odd byte order of an array", "POST", "/items", JSON, "\0\0[\0"),
            400,
            "malformed-json",
            "UTF-8"),
        of(
            Bad.put("more after it", "/items/bad", "{} {}"),
            400,
            "malformed-json",
            "more text follows"),
        of(Bad.put("array", "/items/bad", "[]"), 422, "invalid-item", "not an array"),
        of(Bad.put("null", "/items/bad", "null"), 422, "invalid-item", "not null"),
        of(
            Bad.put("duplicate", "/items/bad", "{\"a\":1,\"a\":2}"),
            400,
            "malformed-json",
            "\"a\" appears twice"),
        of(
            Bad.put("nested duplicate", "/items/bad", "{\"m\":{\"a\":1,\"a\":1}}"),
            400,
            "malformed-json",
            "twice"),
        of(
            Bad.put("40 digits", "/items/bad", "{\"a\":" + "1".repeat(40) + "}"),
            422,
            "invalid-item",
            "40 significant digits"),
        of(Bad.put("too large", "/items/bad", "{\"a\":1e126}"), 422, "invalid-item", "magnitude"),
        of(Bad.put("too deep", "/items/bad", deep), 422, "limit-exceeded", "32 levels"),
        of(Bad.put("over 400 KB", "/items/bad", huge), 413, "item-too-large", "400 KB"),
        of(
            Bad.put("half a surrogate", "/items/bad", "{\"a\":\"\\ud83d\"}"),
            422,
            "invalid-item",
            "surrogate"),
        of(
            Bad.put("other key", "/items/bad", "{\"id\":\"worse\"}"),
            422,
            "key-mismatch",
            "differs from the value in the path"),
        of(
            Bad.put("key of wrong type", "/items/bad", "{\"id\":1}"),
            422,
            "invalid-item",
            "id must be a string"),
        of(
            Bad.put("version no string", "/items/bad", "{\"_version\":1}"),
            422,
            "invalid-item",
            "_version must be the string"),
        of(
            new Bad("empty key", "POST", "/items", JSON, "{\"id\":\"\"}"),
            422,
            "invalid-item",
            "id is empty"),
        of(
            new Bad("long key", "POST", "/items", JSON, "{\"id\":\"" + "ä".repeat(1025) + "\"}"),
            422,
            "invalid-item",
            "2050 bytes, but DynamoDB allows at most 2048"),
        of(
            new Bad("version on create", "POST", "/items", JSON, "{\"_version\":\"x\"}"),
            422,
            "invalid-item",
            "cannot have _version"),
        of(
            Bad.request("long key in path", "GET", "/items/" + "a".repeat(2049)),
            400,
            "invalid-key",
            "2049 bytes"),
        of(
            Bad.request("long sort key", "GET", "/films/1/" + "a".repeat(1025)),
            400,
            "invalid-key",
            "1025 bytes"),
        of(
            Bad.request("empty key in path", "GET", "/items/"),
            400,
            "invalid-path",
            "empty segment"),
        of(
            Bad.request("empty key to delete", "DELETE", "/items/"),
            400,
            "invalid-path",
            "empty segment"),
        of(
            Bad.request("bytes, not text", "GET", "/items/%ff"),
            400,
            "invalid-path",
            "percent-encoded UTF-8"),
        of(
            Bad.request("no number", "GET", "/films/x/a"),
            400,
            "invalid-key",
            "year is not a valid number"),
        of(Bad.request("no base64", "GET", "/blobs/*"), 400, "invalid-key", "base64url"),
        of(
            Bad.request("sort key missing", "GET", "/films/1975"),
            400,
            "invalid-key",
            "year (N), title (S)"),
        of(Bad.request("sort key too many", "GET", "/items/a/b"), 400, "invalid-key", "id (S)"),
        of(
            Bad.request("unknown collection", "GET", "/nothing/a"),
            404,
            "unknown-collection",
            "items"),
        of(Bad.request("unknown path", "GET", "/a/b/c/d"), 404, "not-found", "/{collection}/{key}"),
        of(
            Bad.request("unknown parameter", "GET", "/items/a?colour=red"),
            400,
            "invalid-parameter",
            "colour is not supported"),
        of(
            Bad.request("unknown on write", "DELETE", "/items/a?colour=red"),
            400,
            "invalid-parameter",
            "without query parameters"),
        of(
            Bad.request("repeated parameter", "GET", "/items/a?consistent=true&consistent=true"),
            400,
            "invalid-parameter",
            "more than once"),
        of(
            new Bad("wrong media type", "PUT", "/items/bad", "text/plain", "{}"),
            415,
            "unsupported-media-type",
            "application/json"),
        of(
            new Bad("method", "POST", "/items/bad", JSON, "{}"),
            405,
            "method-not-allowed",
            "GET, HEAD, PUT, PATCH, DELETE"),
        of(
            Bad.request("no such method", "BREW", "/items"),
            405,
            "method-not-allowed",
            "GET, HEAD, POST"));
  }

  private static Arguments of(Bad bad, int status, String type, String detail) {
    return Arguments.of(bad, status, type, detail);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isToldWhatWasWrongAndWhatWouldBeRight(Bad bad, int status, String type, String detail) {
    RequestSpecification request = given().urlEncodingEnabled(false);
    if (bad.type() != null) {
      request
          .header("Content-Type", bad.type())
          .body(bad.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertProblem(request.request(bad.method(), bad.path()), status, type)
        .then()
        .body("detail", containsString(detail), "instance", equalTo(pathOf(bad)));
    given().get("/items/bad").then().statusCode(404);
  }

  private static String pathOf(Bad bad) {
    return bad.path().replaceAll("\\?.*", "");
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        Arguments.of("If-Match", "abc"),
        Arguments.of("If-Match", "\"abc"),
        Arguments.of("If-Match", "*, \"a\""),
        Arguments.of("If-None-Match", "w/\"a\""),
        Arguments.of("If-None-Match", "\"a\" \"b\""));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aPreconditionThatIsNoEntityTagIsRefused(String field, String value) {
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      RequestSpecification request = given().header(field, value);
      if (method.equals("PUT")) {
        request.contentType(JSON).body("{}");
      }
      given().contentType(JSON).body("{}").put("/items/tagged");
      assertProblem(request.request(method, "/items/tagged"), 400, "invalid-header")
          .then()
          .body("detail", containsString(field + " must be *"));
    }
  }

  @ParameterizedTest
  @MethodSource("unacceptable")
  void anAnswerThatNobodyAcceptsIsRefused(String path) {
    assertProblem(given().accept("text/html").get(path), 406, "not-acceptable");
  }

  static Stream<String> unacceptable() {
    return Stream.of("/items", "/items/a");
  }

  private static Response assertProblem(Response response, int status, String type) {
    assertEquals(status, response.statusCode(), response.asString());
    response
        .then()
        .contentType("application/problem+json")
        .body("type", equalTo("urn:problem-type:larder:" + type))
        .body("status", equalTo(status))
        .body("title", not(emptyOrNullString()))
        .body("requestId", not(emptyOrNullString()))
        .body("detail", not(containsString("Exception")))
        .body("detail", not(containsString("com.")));
    return response;
  }
}
