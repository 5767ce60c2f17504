package dev.larder.job;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs on a DynamoDB that makes no write of an item. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class FailingJobsTest {
  private static final String WRITES = "TransactWriteItems";

  /** The client of DynamoDB makes a call so often. */
  private static final int CALLS = 3;

  private final String run = UUID.randomUUID().toString();
  FaultyDynamoDb faulty;

  @BeforeEach
  @AfterEach
  void noFaults() {
    faulty.reset();
  }

  private RequestSpecification request() {
    return Async.request("application/json", "{\"a\":1}").header("Idempotency-Key", run);
  }

  @Test
  void anotherAttemptSucceeds() {
    faulty.fail(CALLS, WRITES, 400, "ThrottlingException");
    Response accepted = request().put("/items/" + run);
    assertEquals(201, Async.result(accepted).statusCode());
    Async.state(Async.job(accepted))
        .then()
        .body("attempts", equalTo(2))
        .body("problem", nullValue());
  }

  @Test
  void theLastAttemptFailsTheJobAndItsRepeatIsANewOne() {
    faulty.fail(CALLS * Job.MAX_ATTEMPTS, WRITES, 400, "ThrottlingException");
    Response accepted = request().put("/items/" + run);
    String job = Async.job(accepted);
    Async.await(job, state -> state.jsonPath().getString("state").equals("failed"))
        .then()
        .statusCode(200)
        .header("Retry-After", nullValue())
        .body("attempts", equalTo(Job.MAX_ATTEMPTS))
        .body("problem.status", equalTo(503))
        .body("problem.type", equalTo("urn:problem-type:larder:throttled"));
    given().get(job + "/result").then().statusCode(503);
    given().get("/items/" + run).then().statusCode(404);

    Response repeat = request().put("/items/" + run);
    assertEquals(job, Async.job(repeat));
    assertEquals("queued", repeat.jsonPath().getString("state"));
    assertEquals(201, Async.result(repeat).statusCode());
  }

  @Test
  void aBulkJobGoesOnWhereItStopped() {
    int entries = 40;
    String body =
        IntStream.range(0, entries)
            .mapToObj(at -> "{\"sensor\":\"" + run + "\",\"at\":" + at + "}")
            .collect(Collectors.joining("\n"));
    faulty.fail(CALLS * 10, WRITES, 400, "ThrottlingException");
    Response accepted = Async.request("application/x-ndjson", body).post("/readings");
    Response result = Async.result(accepted);
    assertEquals(200, result.statusCode(), result.asString());
    assertEquals(entries, result.jsonPath().getInt("succeeded"));
    int replayed = result.jsonPath().getList("results.findAll { it.replayed }").size();
    assertTrue(replayed > 0 && replayed < entries, "replayed " + replayed);
    assertTrue(Async.state(Async.job(accepted)).jsonPath().getInt("attempts") > 1);
  }

  @Test
  void aRecordThatCannotBeWrittenIsTheCallersToKnow() {
    faulty.fail(CALLS, "PutItem", 400, "ThrottlingException");
    Async.request("application/json", "{}").put("/items/" + run).then().statusCode(503);
    given().get("/items/" + run).then().statusCode(404);
  }
}
