package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.http.HttpDate;
import dev.larder.text.PercentEncoding;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class ItemResourceTest {
  private static final String UUID_V7 =
      "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

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

  private static RequestSpecification json(String body) {
    return raw().contentType("application/json").body(body);
  }

  @Test
  void putCreatesThenReplaces() {
    Response created = json("{\"a\":1}").put("/items/put");
    created
        .then()
        .statusCode(201)
        .body("id", equalTo("put"), "a", equalTo(1), "_version", matchesPattern(UUID_V7))
        .header("ETag", equalTo('"' + created.path("_version").toString() + '"'));

    Response replaced = json("{\"id\":\"put\",\"b\":2}").put("/items/put");
    replaced.then().statusCode(200).body("b", equalTo(2), "a", nullValue());
    raw()
        .get("/items/put")
        .then()
        .statusCode(200)
        .header("ETag", replaced.header("ETag"))
        .body("b", equalTo(2), "a", nullValue(), "_version", equalTo(replaced.path("_version")));
  }

  @Test
  void lastModifiedIsTheTimeOfTheVersion() {
    Response written = json("{}").put("/items/modified");
    Instant time = HttpDate.parse(written.header("Last-Modified")).orElseThrow();
    long millis = UUID.fromString(written.path("_version")).getMostSignificantBits() >>> 16;
    assertEquals(millis / 1000, time.getEpochSecond());
    assertEquals(0, Duration.between(time, Instant.now()).toMinutes());
  }

  @Test
  void postCreatesUnderAGeneratedKey() {
    Response created = json("{\"a\":1}").post("/items");
    created
        .then()
        .statusCode(201)
        .body("id", matchesPattern(UUID_V7))
        .header("Location", equalTo("/items/" + created.path("id")))
        .header("ETag", not(emptyOrNullString()));
    raw().get(created.header("Location")).then().statusCode(200).body("a", equalTo(1));
  }

  @Test
  void postOfAKeyThatExistsIsAConflictAndChangesNothing() {
    Response created = json("{\"id\":\"twice\",\"a\":1}").post("/items");
    created.then().statusCode(201);
    json("{\"id\":\"twice\",\"a\":2}")
        .post("/items")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:problem-type:larder:item-exists"))
        .header("Location", "/items/twice")
        .header("ETag", created.header("ETag"));
    raw().get("/items/twice").then().body("a", equalTo(1));
  }

  @Test
  void deleteIsSafeToRepeat() {
    json("{}").put("/items/gone");
    raw().delete("/items/gone").then().statusCode(204).body(emptyOrNullString());
    raw().delete("/items/gone").then().statusCode(204);
    raw()
        .get("/items/gone")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:problem-type:larder:item-not-found"));
  }

  @Test
  void headAnswersAsGetWithoutTheBody() {
    Response written = json("{\"a\":1}").put("/items/head");
    raw()
        .head("/items/head")
        .then()
        .statusCode(200)
        .header("ETag", written.header("ETag"))
        .header("Content-Type", equalTo("application/json"))
        .body(emptyOrNullString());
    raw().head("/items/no-head").then().statusCode(404).body(emptyOrNullString());
  }

  @Test
  void postToTheRootLooksUpByTheKeyInTheBody() {
    Response written = json("{\"a\":1}").put("/items/looked-up");
    json("{\"id\":\"looked-up\"}")
        .post("/")
        .then()
        .statusCode(200)
        .header("ETag", written.header("ETag"))
        .body("a", equalTo(1));
    json("{\"id\":\"never\"}").post("/").then().statusCode(404);
    json("{\"id\":\"looked-up\",\"a\":1}").post("/").then().statusCode(422);
    json("{\"key\":\"looked-up\"}").post("/").then().statusCode(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/|POST, OPTIONS",
        "/items|GET, HEAD, POST, PATCH, DELETE, OPTIONS",
        "/items/a|GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
        "/films/1/a|GET, HEAD, PUT, PATCH, DELETE, OPTIONS"
      })
  void optionsAndMethodsThatAPathLacksNameThoseItHas(String path, String allow) {
    Response options = raw().options(path);
    options.then().statusCode(204);
    assertEquals(allow, joined(options, "Allow"));
    Response trace = raw().request("TRACE", path);
    trace.then().statusCode(405).contentType("application/problem+json");
    assertEquals(allow, joined(trace, "Allow"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/_x",
        "/_x/a",
        "/_health/a",
        "/_me/a",
        "/_jobs",
        "/_transactions/a",
        "/openapi/a",
        "/a/b/c/d"
      })
  void whatNoCollectionCanBeCalledIsNoPath(String path) {
    for (String method : List.of("GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS")) {
      raw()
          .contentType("application/merge-patch+json")
          .body("{}")
          .request(method, path)
          .then()
          .statusCode(404)
          .body("type", equalTo("urn:problem-type:larder:not-found"));
    }
  }

  /** The mock event server of tests splits fields at their commas; the function does not. */
  private static String joined(Response response, String field) {
    return response.headers().getValues(field).stream()
        .map(String::strip)
        .collect(java.util.stream.Collectors.joining(", "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a b",
        "a+b",
        "100%",
        "%41",
        "a;b=c",
        "ä€😀",
        "a?b#c",
        "..a",
        "a,b",
        "'\"<>\\^`{|}",
        "[x]",
        ":@!$&()*=",
        "\u0001\n\t"
      })
  void anyTextIsAKeyAndLocationLeadsToIt(String key) {
    String body =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .createObjectNode()
            .put("id", key)
            .toString();
    raw().delete("/items/" + PercentEncoding.encode(key));
    Response created = json(body).post("/items");
    created.then().statusCode(201);
    raw().get(created.header("Location")).then().statusCode(200).body("id", equalTo(key));
  }

  @Test
  void aSortKeyIsASecondSegment() {
    json("{\"cast\":[\"Roy Scheider\"]}")
        .put("/films/1975/Jaws")
        .then()
        .statusCode(201)
        .body("year", equalTo(1975), "title", equalTo("Jaws"));
    raw().get("/films/1975/Jaws").then().body("cast[0]", equalTo("Roy Scheider"));
    raw().get("/films/1975.0/Jaws").then().statusCode(200);
    raw().get("/films/1976/Jaws").then().statusCode(404);
    json("{\"year\":1975.0,\"title\":\"Jaws\"}").put("/films/1975/Jaws").then().statusCode(200);
    json("{\"year\":1979,\"title\":\"Alien\"}")
        .post("/films")
        .then()
        .statusCode(201)
        .header("Location", "/films/1979/Alien");
    json("{\"title\":\"Alien\"}")
        .post("/films")
        .then()
        .statusCode(422)
        .body(
            "pointer", equalTo("/year"), "detail", startsWith("The key attribute year is missing"));
    json("{\"year\":1979}")
        .post("/films")
        .then()
        .statusCode(201)
        .body("title", matchesPattern(UUID_V7));
  }

  @Test
  void aBinaryKeyIsBase64urlInThePathAndBase64InTheBody() {
    json("{\"a\":1}").put("/blobs/-_8").then().statusCode(201).body("hash", equalTo("+/8="));
    json("{\"hash\":\"+/8=\",\"a\":2}").put("/blobs/-_8").then().statusCode(200);
    json("{\"hash\":\"AP8=\"}")
        .post("/blobs")
        .then()
        .statusCode(201)
        .header("Location", "/blobs/AP8");
    raw().get("/blobs/AP8").then().statusCode(200);
  }

  @Test
  void theTypedFormIsReadAndWritten() {
    String typed = "application/vnd.larder.dynamodb+json";
    raw()
        .contentType(typed)
        .accept(typed)
        .body("{\"tags\":{\"SS\":[\"x\"]},\"n\":{\"N\":\"1.50\"}}")
        .put("/items/typed")
        .then()
        .statusCode(201)
        .contentType(startsWith(typed))
        .body(
            "id.S",
            equalTo("typed"),
            "tags.SS[0]",
            equalTo("x"),
            "_version.S",
            matchesPattern(UUID_V7));
    JsonPath read = raw().accept(typed).get("/items/typed").jsonPath();
    assertEquals("1.5", read.getString("n.N"));
    assertEquals("x", raw().get("/items/typed").jsonPath().getString("tags[0]"));
    raw()
        .accept("text/html, " + typed + ";q=0.5")
        .get("/items/typed")
        .then()
        .contentType(startsWith(typed));
  }

  @Test
  void consistentReadsAreTakenAsAsked() {
    json("{}").put("/items/consistent");
    raw().get("/items/consistent?consistent=true").then().statusCode(200);
    raw()
        .get("/items/consistent?consistent=maybe")
        .then()
        .statusCode(400)
        .body("parameter", equalTo("consistent"));
  }

  @Test
  void aCallFromAnotherOriginMayReadWhatItNeeds() {
    json("{}").put("/items/cors");
    raw()
        .header("Origin", "https://example.com")
        .get("/items/cors")
        .then()
        .statusCode(200)
        .header("access-control-allow-origin", equalTo("https://example.com"))
        .header("access-control-allow-credentials", equalTo("false"))
        .header("access-control-expose-headers", not(emptyOrNullString()));
  }

  /** Whatever chooses by Accept says so, once. */
  @Test
  void whatIsChosenByAcceptVariesByIt() {
    json("{}").put("/items/varies");
    assertEquals(List.of("Accept"), given().get("/items/varies").headers().getValues("Vary"));
    // A long list is compressed, too.
    for (String path : List.of("/items", "/items?id=varies")) {
      String vary = String.join(", ", given().get(path).headers().getValues("Vary"));
      assertTrue(vary.matches("Accept(, Accept-Encoding)?"), path + ": " + vary);
    }
    assertEquals(List.of("Accept"), json("{}").put("/items/varies").headers().getValues("Vary"));
  }
}
