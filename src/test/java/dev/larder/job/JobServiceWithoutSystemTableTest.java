package dev.larder.job;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.larder.DynamoDbWithoutSystemTable;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DynamoDbWithoutSystemTable.class)
class JobServiceWithoutSystemTableTest {

  @Test
  void aRequestIsDoneAtOnceAndThereAreNoJobs() {
    Async.request("application/json", "{\"a\":1}")
        .put("/items/at-once")
        .then()
        .statusCode(201)
        .header("Preference-Applied", nullValue())
        .body("a", equalTo(1));
    given()
        .get("/_jobs/00000000-0000-7000-8000-000000000000")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:problem-type:larder:job-not-found"));
  }
}
