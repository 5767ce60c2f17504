package dev.larder.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What everyone is told while access is open. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class OpenCallerResourceTest {

  @Test
  void everyoneMayDoEverything() {
    given()
        .get("/_me")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("Cache-Control", "no-store")
        .body("id", nullValue())
        .body("collections.items", equalTo(Map.of("read", true, "write", true, "admin", true)))
        .body("collections.values().admin", everyItem(equalTo(true)));
  }

  @Test
  void headIsTheSameWithoutABody() {
    given()
        .head("/_me")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body(emptyOrNullString());
  }

  @Test
  void whatItDoesNotTakeIsRefused() {
    given().get("/_me?verbose=true").then().statusCode(400).body("parameter", equalTo("verbose"));
    given().post("/_me").then().statusCode(405);
    given().accept("text/html").get("/_me").then().statusCode(406);
    given().get("/_me/items").then().statusCode(404);
  }
}
