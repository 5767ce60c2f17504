package com.example.shop;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrdersTest {

  @Test
  void anOrderIsStored() {
    given()
        .contentType("application/json")
        .body("{\"customer\": \"ada\"}")
        .put("/orders/o-1")
        .then()
        .statusCode(201);
    given().get("/orders/o-1").then().statusCode(200).body("customer", equalTo("ada"));
  }
}
