package dev.larder.bulk;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WithoutSystemTableTest.NoSystemTable.class)
public class WithoutSystemTableTest {

  /** What other tests have, but the table of idempotency records. */
  public static final class NoSystemTable implements QuarkusTestResourceLifecycleManager {
    private final DynamoDbResource dynamoDb = new DynamoDbResource();

    @Override
    public Map<String, String> start() {
      Map<String, String> config = new HashMap<>(dynamoDb.start());
      config.remove("larder.system-table");
      return config;
    }

    @Override
    public void stop() {
      dynamoDb.stop();
    }
  }

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
