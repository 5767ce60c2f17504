package com.example.shop;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.api.Item;
import dev.larder.api.Larder;
import dev.larder.api.Query;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrdersTest {
  private static final String TEA =
      "{\"customer\": \"ada\", \"lines\": [{\"sku\": \"tea\", \"pieces\": 3, \"price\": 0.1}]}";

  @Inject Larder larder;

  private static ValidatableResponse put(String id, String order) {
    return given().contentType("application/json").body(order).put("/orders/" + id).then();
  }

  private static ValidatableResponse setStatus(String id, String status) {
    return given()
        .contentType("application/merge-patch+json")
        .body("{\"status\": \"" + status + "\"}")
        .patch("/orders/" + id)
        .then();
  }

  private static ValidatableResponse cancel(String id) {
    return given().post("/orders/" + id + "/cancel").then();
  }

  private List<Object> outbox(String order) {
    return larder.asFunction().query("outbox", Query.all()).items().stream()
        .filter(entry -> entry.get("order").equals(order))
        .map(entry -> entry.get("status"))
        .toList();
  }

  @Test
  void theTotalIsExact() {
    put("total", TEA).statusCode(201);
    Item order = larder.asFunction().get("orders", Item.of("id", "total")).orElseThrow();
    assertEquals("0.3", order.number("total").orElseThrow().toPlainString());
  }

  @Test
  void anOrderWithoutLinesIsRefused() {
    put("empty", "{\"lines\": []}")
        .statusCode(422)
        .body("type", equalTo("https://shop.example.com/problems/invalid-order"));
    put("minus", TEA.replace("3", "-3")).statusCode(422);
    given().get("/orders/empty").then().statusCode(404);
  }

  @Test
  void eachStatusIsInTheOutboxOnce() {
    put("told", TEA).statusCode(201);
    put("told", TEA.replace("3", "4")).statusCode(200);
    setStatus("told", "paid").statusCode(200);
    cancel("told").statusCode(200).body("status", equalTo("cancelled"));
    assertEquals(List.of("cancelled", "paid", "placed"), outbox("told").stream().sorted().toList());
  }

  @Test
  void aShippedOrderStaysAsItIs() {
    put("shipped", TEA).statusCode(201);
    setStatus("shipped", "shipped").statusCode(200);
    String problem = "https://shop.example.com/problems/order-shipped";
    cancel("shipped").statusCode(409).body("type", equalTo(problem));
    put("shipped", TEA).statusCode(409).body("type", equalTo(problem));
    given().delete("/orders/shipped").then().statusCode(409);
    assertEquals(List.of("placed", "shipped"), outbox("shipped").stream().sorted().toList());
  }

  @Test
  void onlyAnOrderThatExistsIsCancelled() {
    cancel("none")
        .statusCode(404)
        .body("type", equalTo("https://shop.example.com/problems/no-such-order"));
  }

  @Test
  void aCancellationIsRepeatedWithItsKey() {
    put("repeated", TEA).statusCode(201);
    for (String replayed : new String[] {null, "true"}) {
      given()
          .header("Idempotency-Key", "cancel-repeated")
          .post("/orders/repeated/cancel")
          .then()
          .statusCode(200)
          .header("Idempotency-Replayed", replayed);
    }
  }

  @Test
  void theDescriptionHasTheCancellation() {
    given()
        .get("/openapi")
        .then()
        .body("paths.'/orders/{id}/cancel'.keySet()", contains("post"));
  }
}
