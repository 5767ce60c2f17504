package dev.larder.bulk;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.larder.DynamoDbWithoutSystemTable;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DynamoDbWithoutSystemTable.class)
class WithoutSystemTableTest {

  @Test
  void anIdempotencyKeyIsRefusedBeforeAnythingIsWritten() {
    Bulk.request(Bulk.NDJSON, "{\"id\":\"a\"}\n5\n")
        .header("Idempotency-Key", "a")
        .post("/items")
        .then()
        .statusCode(501)
        .body("type", equalTo("urn:problem-type:larder:idempotency-unavailable"));
    given().get("/items/a").then().statusCode(404);

    Bulk.ok(Bulk.request(Bulk.NDJSON, "{\"id\":\"a\"}").post("/items"));
    Bulk.request(Bulk.JSON, "[{\"id\":\"a\"}]")
        .header("Idempotency-Key", "a")
        .delete("/items")
        .then()
        .statusCode(501);
    given().get("/items/a").then().statusCode(200);
  }
}
