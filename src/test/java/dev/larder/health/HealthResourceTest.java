package dev.larder.health;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class HealthResourceTest {
  @Inject BuildInfo build;

  @Test
  void whereEveryTableAnswersItIsReady() {
    Response answer = given().get("/_health");
    answer
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("Cache-Control", "no-store")
        .body("status", equalTo("ready"))
        .body("version", equalTo(build.version()))
        .body("collections.items", equalTo("ready"))
        .body("collections.films", equalTo("ready"))
        .body("systemTable", equalTo("ready"));
    assertEquals(
        build.commit().map(BuildInfo.Commit::id).orElse(null), answer.path("build.commit"));
    assertEquals(
        build.commit().map(BuildInfo.Commit::time).orElse(null), answer.path("build.committed"));
  }

  @Test
  void headIsTheSameWithoutABody() {
    given()
        .head("/_health")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body(emptyOrNullString());
  }

  @Test
  void whatItDoesNotTakeIsRefused() {
    given()
        .get("/_health?verbose=true")
        .then()
        .statusCode(400)
        .body("parameter", equalTo("verbose"));
    given().post("/_health").then().statusCode(405);
    given().accept("text/html").get("/_health").then().statusCode(406);
    given().get("/_health/items").then().statusCode(404);
  }
}
