package dev.larder.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** What caches may do with answers. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class CacheControlTest {

  @Test
  void nobodyGetsAnAnswerThatWasAnothersOrIsOld() {
    Response written =
        given().contentType("application/json").body("{\"a\": 1}").put("/items/cached");
    String tag = written.getHeader("ETag");
    mustAskAgain(written, 201);
    mustAskAgain(given().get("/items/cached"), 200);
    mustAskAgain(given().header("If-None-Match", tag).get("/items/cached"), 304);
    mustAskAgain(given().head("/items/cached"), 200);
    mustAskAgain(given().get("/items?limit=1"), 200);
    mustAskAgain(given().get("/items/not-there"), 404);
    mustAskAgain(given().get("/a/b/c/d"), 404);
    mustAskAgain(given().post("/items/cached"), 405);
  }

  private static void mustAskAgain(Response answer, int status) {
    assertEquals(status, answer.statusCode());
    // The test's server makes a field of each element.
    String field = String.join(", ", answer.headers().getValues("Cache-Control"));
    assertEquals("private, no-cache", field, () -> "of a " + status);
  }
}
