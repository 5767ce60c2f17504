package dev.larder.table.model;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;

/** Requests that one call of DynamoDB must answer. */
final class OneCall {
  private OneCall() {}

  /** The plan of a request, which is a Query. */
  static ValidatableResponse plan(String path) {
    return given()
        .urlEncodingEnabled(false)
        .header("Accept", "application/vnd.larder.plan+json")
        .get(path)
        .then()
        .statusCode(200)
        .body("operation", equalTo("Query"));
  }

  /** The answer to a request. */
  static ValidatableResponse answer(String path) {
    return given()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(200)
        .header("Server-Timing", containsString("\"1 call\""));
  }
}
