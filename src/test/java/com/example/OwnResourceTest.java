package com.example;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the resources of the owner get. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(OwnProfiles.Open.class)
class OwnResourceTest {

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  private static ValidatableResponse problem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("requestId", notNullValue());
  }

  @Test
  void anItemIsReadAndWrittenWithoutLoss() {
    json("{\"n\": 12345678901234567890.123456789012345678, \"l\": [1, {\"z\": null}]}")
        .post("/films/1/cancel")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(
            equalTo(
                "{\"n\":12345678901234567890.123456789012345678,\"l\":[1,{\"z\":null}],"
                    + "\"id\":\"1\"}"));
    given()
        .contentType("application/vnd.larder.dynamodb+json")
        .accept("application/vnd.larder.dynamodb+json")
        .body("{\"s\": {\"NS\": [\"1\", \"2\"]}, \"b\": {\"B\": \"AQ==\"}}")
        .post("/films/1/cancel")
        .then()
        .statusCode(200)
        .body(
            equalTo("{\"s\":{\"NS\":[\"1\",\"2\"]},\"b\":{\"B\":\"AQ==\"},\"id\":{\"S\":\"1\"}}"));
    problem(json("{\"n\": 1e200}").post("/films/1/cancel").then(), 422)
        .body("pointer", equalTo("/n"));
  }

  @Test
  void aBodyOfAnotherTypeIsAProblemWithItsPlace() {
    problem(json("{\"sku\": ").post("/films/1/order/lines").then(), 400)
        .body("type", equalTo("urn:problem-type:larder:malformed-json"));
    problem(json("{\"notes\": [[]]}").post("/films/1/order/lines").then(), 400)
        .body("pointer", equalTo("/notes/0"))
        .body("detail", not(containsString("java")));
    problem(given().contentType("text/plain").body("x").post("/films/1/order/lines").then(), 415)
        .body("detail", equalTo("Set Content-Type to one of application/json."));
  }

  @Test
  void whatAMethodThrowsIsAProblem() {
    problem(given().get("/films/1/order/fails/problem").then(), 409)
        .body("type", equalTo("https://example.com/problems/shipped"))
        .body("instance", equalTo("/films/1/order/fails/problem"))
        .body("detail", equalTo("Too late."));
    problem(given().get("/films/1/order/fails/missing").then(), 404)
        .body("type", equalTo("about:blank"))
        .body("title", equalTo("Not Found"))
        .body("detail", equalTo("There is no order 1."));
    problem(given().get("/films/1/order/fails/busy").then(), 503)
        .header("Retry-After", "7")
        .body("detail", equalTo("The stock is being counted."));
    given().get("/films/1/order/fails/own").then().statusCode(418).body(equalTo("teapot"));
    problem(given().get("/films/1/order/fails/otherwise").then(), 500)
        .body("type", equalTo("urn:problem-type:larder:internal"))
        .body("detail", not(containsString("secret")));
  }

  @Test
  void theMethodsOfAPathAreTheResources() {
    assertEquals("POST, OPTIONS", allow(problem(json("{}").put("/films/1/cancel").then(), 405)));
    assertEquals("POST, OPTIONS", allow(problem(given().get("/films/1/cancel").then(), 405)));
    assertEquals(
        "GET, HEAD, POST, OPTIONS", allow(given().options("/films/1/order/status").then()));
    given().head("/films/1/order/status").then().statusCode(200).body(equalTo(""));
    assertTrue(allow(given().options("/films/1/other").then()).startsWith("GET, HEAD, PUT"));
    json("{}").put("/films/1975/Own").then().statusCode(201);
    given().get("/films/1975/Own").then().statusCode(200);
    given().delete("/films/1975/Own").then().statusCode(204);
    problem(given().get("/films/1/order").then(), 404);
  }

  private static String allow(ValidatableResponse response) {
    return String.join(", ", response.extract().headers().getValues("Allow"));
  }

  @Test
  void everybodyMayDoEverythingWhileAccessIsOpen() {
    given().get("/films/1/order/audit").then().statusCode(200).body(equalTo("clean"));
    json("{}").post("/films/1/order/status").then().statusCode(204);
  }

  @Test
  void aRepeatGetsTheStoredResponse() {
    String key = UUID.randomUUID().toString();
    RequestSpecification request = json("{\"a\": 1}").header("Idempotency-Key", key);
    int run =
        request
            .post("/films/1/order/once")
            .then()
            .statusCode(201)
            .contentType("application/json")
            .header("Idempotency-Replayed", nullValue())
            .header("Larder-Test", "kept")
            .extract()
            .path("run");
    request
        .post("/films/1/order/once")
        .then()
        .statusCode(201)
        .header("Idempotency-Replayed", "true")
        .header("Larder-Test", "kept")
        .body("run", equalTo(run));
    problem(
            json("{\"a\": 2}").header("Idempotency-Key", key).post("/films/1/order/once").then(),
            422)
        .body("type", equalTo("urn:problem-type:larder:idempotency-key-reused"));
    problem(
        json("{\"a\": 1}")
            .header("Idempotency-Key", key)
            .queryParam("b", "2")
            .post("/films/1/order/once")
            .then(),
        422);
    json("{\"a\": 1}")
        .post("/films/1/order/once")
        .then()
        .statusCode(201)
        .body("run", equalTo(run + 1));
  }

  @Test
  void aRequestThatFailsIsNotRecorded() {
    json("{\"id\": \"taken\"}").post("/sessions");
    int before = runs();
    problem(
            json("{\"taken\": true}")
                .header("Idempotency-Key", "taken")
                .post("/films/1/order/once")
                .then(),
            409)
        .body("type", equalTo("urn:problem-type:larder:item-exists"));
    assertEquals(before, runs());
    given().delete("/sessions/taken");
    json("{\"taken\": true}")
        .header("Idempotency-Key", "taken")
        .post("/films/1/order/once")
        .then()
        .statusCode(201);
  }

  @Test
  void aWriteBesidesTheTransactionIsRefused() {
    int before = runs();
    problem(
        json("{\"alone\": true}")
            .header("Idempotency-Key", "alone")
            .post("/films/x/order/once")
            .then(),
        500);
    assertEquals(before, runs());
    given().get("/sessions/x").then().statusCode(404);
    json("{\"alone\": true}").post("/films/x/order/once").then().statusCode(201);
  }

  private static int runs() {
    Integer runs = given().get("/sessions/runs").path("run");
    return runs == null ? 0 : runs;
  }

  @Test
  void aKeyIsRefusedWhereNothingKeepsItsPromise() {
    problem(json("{}").header("Idempotency-Key", "k").post("/films/1/cancel").then(), 400)
        .body("type", equalTo("urn:problem-type:larder:invalid-header"));
    given().header("Idempotency-Key", "k").get("/films/1/order/status").then().statusCode(200);
  }

  @Test
  void theirOperationsAreDescribed() {
    given()
        .get("/openapi")
        .then()
        .statusCode(200)
        .body("paths.'/films/{id}/order/status'.get.operationId", equalTo("OrderResource.status"))
        .body("paths.'/films/{id}/order/status'.get.security.size()", equalTo(0))
        .body("paths.'/films/{id}/order/status'.get.parameters.name", hasItems("id", "verbose"))
        .body(
            "paths.'/films/{id}/order/status'.get.parameters.find { it.name == 'verbose' }.schema.type",
            equalTo("boolean"))
        .body("paths.'/films/{id}/order/status'.get.responses.'200'.content", hasKey("text/plain"))
        .body(
            "paths.'/films/{id}/order/lines'.post.requestBody.content.'application/json'.schema.'$ref'",
            equalTo("#/components/schemas/Line"))
        .body("components.schemas.Line.properties.pieces.type", equalTo("integer"))
        .body("components.schemas.Line.properties.notes.items.type", equalTo("string"))
        .body("paths.'/films/{id}/order/lines'.post.responses", hasKey("403"))
        .body("paths.'/films/{id}/order/status'.post.responses", hasKey("204"))
        .body("paths.'/films/{id}/order/audit'", hasKey("head"));
  }
}
