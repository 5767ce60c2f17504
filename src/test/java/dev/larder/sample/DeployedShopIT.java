package dev.larder.sample;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.lambda.Authorizers;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.EmbeddedMetrics;
import dev.larder.lambda.Gateway;
import dev.larder.lambda.GatewayFilter;
import dev.larder.lambda.RuntimeApi;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The function of the sample shop, with the access control of a deployed function. */
class DeployedShopIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String TEA =
      "{\"customer\": \"ada\", \"lines\": [{\"sku\": \"tea\", \"pieces\": 3, \"price\": 0.1},"
          + " {\"sku\": \"cup\", \"pieces\": 2, \"price\": 12345678901234567890.05}]}";

  private static Shop shop;
  private static DeployedFunction function;

  @BeforeAll
  static void deploy() {
    Shop.project();
    shop = new Shop();
    function = shop.start("guarded");
  }

  @AfterAll
  static void remove() {
    if (shop != null) {
      function.close();
      shop.close();
    }
  }

  private static GatewayFilter as(String scopes) {
    return function.behind(Gateway.FUNCTION_URL).authorizer(Authorizers.jwt("cy", scopes));
  }

  private static GatewayFilter clerk() {
    return as("clerk");
  }

  private static Response cancel(String id) {
    return clerk().given().post("/orders/" + id + "/cancel");
  }

  private static void patch(String id, String changes) {
    clerk().json(changes).contentType("application/merge-patch+json").patch("/orders/" + id);
  }

  private static Map<String, AttributeValue> stored(String kind, String id) {
    return shop.stored(kind, id);
  }

  private static List<String> outbox(String order) {
    return shop.stored("OUTBOX").stream()
        .filter(entry -> entry.get("order").s().equals(order))
        .map(entry -> entry.get("status").s())
        .sorted()
        .toList();
  }

  @Test
  void anOrderHasItsExactTotalAndAnEntryInTheOutbox() {
    clerk().json(TEA).put("/orders/total").then().statusCode(201);
    assertEquals("24691357802469135780.4", stored("ORDER", "total").get("total").n());
    assertEquals(List.of("placed"), outbox("total"));
  }

  @Test
  void whatTheHookRefusesIsNotStored() {
    clerk()
        .json("{\"lines\": []}")
        .put("/orders/empty")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("https://shop.example.com/problems/invalid-order"));
    assertTrue(stored("ORDER", "empty").isEmpty());
  }

  @Test
  void anOrderIsCancelledOnce() {
    clerk().json(TEA).put("/orders/cancelled").then().statusCode(201);
    for (String replayed : new String[] {null, "true"}) {
      Response cancelled =
          clerk().given().header("Idempotency-Key", "c-1").post("/orders/cancelled/cancel");
      cancelled.then().statusCode(200).body("status", equalTo("cancelled"));
      assertEquals(replayed, cancelled.header("Idempotency-Replayed"));
    }
    assertEquals(List.of("cancelled", "placed"), outbox("cancelled"));
    cancel("none")
        .then()
        .statusCode(404)
        .body("type", equalTo("https://shop.example.com/problems/no-such-order"));
  }

  @Test
  void aShippedOrderIsNotCancelled() {
    clerk().json(TEA).put("/orders/shipped").then().statusCode(201);
    patch("shipped", "{\"status\": \"shipped\"}");
    cancel("shipped")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("https://shop.example.com/problems/order-shipped"))
        .body("instance", equalTo("/orders/shipped/cancel"))
        .body("$", hasKey("requestId"));
    assertEquals("shipped", stored("ORDER", "shipped").get("status").s());
  }

  @Test
  void whoIsNoClerkIsRefused() {
    function.given().post("/orders/o/cancel").then().statusCode(401);
    function.json(TEA).put("/orders/o").then().statusCode(401);
    as("guest").given().post("/orders/o/cancel").then().statusCode(403);
    as("guest").json(TEA).put("/orders/o").then().statusCode(403);
    clerk().given().get("/outbox").then().statusCode(403);
    assertTrue(stored("ORDER", "o").isEmpty());
  }

  @Test
  void theNoteIsForManagers() {
    as("clerk manager").json("{\"note\": \"pays late\"}").put("/customers/eve");
    clerk().given().get("/customers/eve").then().body("$", not(hasKey("note")));
    clerk().json("{\"name\": \"Eve\"}").put("/customers/eve").then().statusCode(200);
    as("clerk manager").given().get("/customers/eve").then().body("note", equalTo("pays late"));
  }

  @Test
  void anUploadIsThePhotoOfItsCustomer() {
    clerk().json("{}").put("/customers/ada").then().statusCode(201);
    String upload =
        """
        {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
          "eventTime": "2026-01-01T00:00:00.000Z", "eventName": "ObjectCreated:Put",
          "s3": {"bucket": {"name": "b"}, "object": {"key": "photos/%s/a+b.jpg"}}}]}
        """;
    for (int delivery = 0; delivery < 2; delivery++) {
      RuntimeApi.Outcome outcome = function.invoke(upload.formatted("ada"));
      assertFalse(outcome.failed(), outcome::text);
    }
    assertEquals("photos/ada/a b.jpg", stored("CUSTOMER", "ada").get("photo").s());
    RuntimeApi.Outcome unknown = function.invoke(upload.formatted("nobody"));
    assertTrue(unknown.failed() && unknown.text().contains("no item with this key"), unknown::text);
  }

  @Test
  void eachNightUnpaidOrdersAreClosed() {
    for (int order = 0; order < 120; order++) {
      clerk().json(TEA).put("/orders/unpaid-" + order).then().statusCode(201);
    }
    patch("unpaid-7", "{\"status\": \"paid\"}");
    nightly("ConfigurationCheck");
    assertEquals("placed", stored("ORDER", "unpaid-0").get("status").s());
    nightly("Nightly");
    for (int order = 0; order < 120; order++) {
      assertEquals(
          order == 7 ? "paid" : "closed",
          stored("ORDER", "unpaid-" + order).get("status").s(),
          "unpaid-" + order);
    }
    assertEquals(List.of("closed", "placed"), outbox("unpaid-0"));
    nightly("Nightly");
    assertEquals(List.of("closed", "placed"), outbox("unpaid-0"));
  }

  private static void nightly(String rule) {
    String event =
        """
        {"version": "0", "id": "n", "detail-type": "Scheduled Event", "source": "aws.events",
          "account": "123456789012", "region": "eu-central-1", "time": "%s", "detail": {},
          "resources": ["arn:aws:events:eu-central-1:123456789012:rule/shop-Function%s-1"]}
        """;
    String later = Instant.now().plusSeconds(31 * 86_400).toString();
    RuntimeApi.Outcome outcome = function.invoke(event.formatted(later, rule));
    assertFalse(outcome.failed(), outcome::text);
  }

  @Test
  void theRouteIsInLogMetricsAndDescription() throws IOException {
    String id = cancel("unknown").header(GatewayFilter.REQUEST_ID);
    JsonNode line =
        MAPPER.readTree(
            function
                .log()
                .lines()
                .filter(logged -> logged.contains(id) && logged.contains("\"route\""))
                .findFirst()
                .orElseThrow());
    assertEquals("/orders/{id}/cancel", line.path("route").asText());
    assertEquals("POST", line.path("method").asText());
    assertEquals(404, line.path("status").asInt());
    assertTrue(EmbeddedMetrics.of(line).dimensions().containsValue("/orders/{id}/cancel"));
    String path = "paths.'/orders/{id}/cancel'";
    clerk().given().get("/openapi").then().body(path, hasKey("post"));
    as("guest").given().get("/openapi").then().body(not(containsString("/orders")));
  }

  @Test
  void anotherModelReplacesThatOfTheBuild() {
    String model =
        """
        {"tables": {"shop": {"key": {"PK": "S", "SK": "S"}}},
          "collections": {
            "customers": {"table": "shop", "type": {"entity": "Customer"},
              "keys": {"PK": "CUSTOMER#{id}", "SK": "CUSTOMER"}},
            "orders": {"table": "shop", "type": {"entity": "Order"},
              "keys": {"PK": "ORDER#{id}", "SK": "ORDER"}}}}
        """;
    try (DeployedFunction other = shop.start("other-model", Map.of("LARDER_MODEL", model))) {
      GatewayFilter caller =
          other.behind(Gateway.FUNCTION_URL).authorizer(Authorizers.jwt("cy", "clerk"));
      caller.json("{\"name\": \"Ida\"}").put("/customers/ida").then().statusCode(201);
      caller.given().get("/outbox").then().statusCode(404);
    }
  }
}
