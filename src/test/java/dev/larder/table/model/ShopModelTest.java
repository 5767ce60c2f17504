package dev.larder.table.model;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.job.Async;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@TestProfile(SeveralModels.class)
class ShopModelTest {
  private static final String ORDER = "{\"placed\": \"2026-11-05\", \"status\": \"paid\"}";

  @Inject DynamoDbClient client;

  private static ValidatableResponse put(String path, String body) {
    return given().contentType("application/json").body(body).put(path).then();
  }

  private static ValidatableResponse get(String path) {
    return given().urlEncodingEnabled(false).get(path).then();
  }

  private Map<String, AttributeValue> stored(String partition, String sort) {
    return client
        .getItem(
            get ->
                get.tableName("shop")
                    .key(
                        Map.of(
                            "PK", AttributeValue.fromS(partition),
                            "SK", AttributeValue.fromS(sort))))
        .item();
  }

  @Test
  void anItemIsStoredUnderComposedKeysAndShownWithoutThem() {
    put("/customers/ada", "{\"name\": \"Ada\"}").statusCode(201);
    get("/customers/ada")
        .statusCode(200)
        .body("customerId", equalTo("ada"))
        .body("name", equalTo("Ada"))
        .body("$", not(hasKey("PK")))
        .body("$", not(hasKey("SK")))
        .body("$", not(hasKey("entity")));
    Map<String, AttributeValue> stored = stored("CUSTOMER#ada", "PROFILE");
    assertEquals("Customer", stored.get("entity").s());
    assertEquals("CUSTOMERS", stored.get("GSI1PK").s());
    assertEquals("Ada", stored.get("GSI1SK").s());
    assertEquals("ada", stored.get("customerId").s());
    given()
        .header("Accept", "application/vnd.larder.dynamodb+json")
        .get("/customers/ada")
        .then()
        .body("PK.S", equalTo("CUSTOMER#ada"))
        .body("entity.S", equalTo("Customer"))
        .body("customerId.S", equalTo("ada"));
  }

  @Test
  void aBodyCannotHaveAnotherKeyThanItsAttributesMake() {
    put("/customers/kim", "{\"PK\": \"CUSTOMER#ada\"}")
        .statusCode(422)
        .body("pointer", equalTo("/PK"))
        .body("detail", containsString("CUSTOMER#{customerId}"));
    put("/customers/kim", "{\"entity\": \"Order\"}")
        .statusCode(422)
        .body("pointer", equalTo("/entity"));
    put(
            "/customers/kim",
            "{\"customerId\": \"kim\", \"PK\": \"CUSTOMER#kim\", \"entity\": \"Customer\"}")
        .statusCode(201);
    get("/customers/kim").body("$", not(hasKey("PK")));
  }

  @Test
  void aListIsOneQueryOfTheItemCollection() {
    put("/customers/bob", "{\"name\": \"Bob\"}").statusCode(201);
    for (int day = 1; day <= 3; day++) {
      put(
              "/customers/bob/orders/o" + day,
              "{\"placed\": \"2026-11-0"
                  + day
                  + "\", \"status\": \"open\", \"total\": "
                  + day
                  + "}")
          .statusCode(201);
    }
    get("/customers/bob/orders")
        .statusCode(200)
        .body("items.orderId", contains("o1", "o2", "o3"))
        .body("items[0]", not(hasKey("GSI1PK")));
    given()
        .header("Accept", "application/vnd.larder.plan+json")
        .get("/customers/bob/orders")
        .then()
        .statusCode(200)
        .body("operation", equalTo("Query"))
        .body("stored.attribute", contains("PK", "SK"))
        .body("stored.values.flatten()", contains("CUSTOMER#bob", "ORDER#"))
        .body("filter", equalTo(List.of()));
    get("/customers/bob/orders?placed[gte]=2026-11-02&sort=-placed")
        .statusCode(200)
        .body("items.orderId", contains("o3", "o2"));
    get("/orders?status=open&placed[prefix]=2026-11-0&placed[lte]=2026-11-03&customerId=bob&sort=-placed&limit=2")
        .statusCode(200)
        .body("items.orderId", contains("o3", "o2"));
    get("/customers/bob/orders?limit=2").body("items.size()", equalTo(2));
    String next = get("/customers/bob/orders?limit=2").extract().path("next");
    get("/customers/bob/orders?limit=2&cursor=" + next)
        .statusCode(200)
        .body("items.orderId", contains("o3"));
  }

  private static ValidatableResponse update(String path, String document) {
    return given()
        .contentType("application/vnd.larder.update+json")
        .body(document)
        .patch(path)
        .then();
  }

  private static List<String> units(ValidatableResponse response) {
    return response.extract().headers().getValues("Larder-Consumed-Capacity");
  }

  @Test
  void anUpdateKeepsTheKeysThatAreComposedOfTheItem() {
    put("/customers/upd", "{\"name\": \"Una\"}").statusCode(201);
    ValidatableResponse added =
        update("/customers/upd", "{\"add\": {\"visits\": 2}, \"if\": \"name=Una\"}");
    added.statusCode(200).body("visits", equalTo(2)).body("$", not(hasKey("GSI1PK")));
    assertEquals("read=0", units(added).get(0));
    assertEquals("Una", stored("CUSTOMER#upd", "PROFILE").get("GSI1SK").s());
    update("/customers/upd", "{\"set\": {\"name\": \"Una B.\"}}")
        .statusCode(200)
        .body("visits", equalTo(2));
    assertEquals("Una B.", stored("CUSTOMER#upd", "PROFILE").get("GSI1SK").s());
    update("/customers/upd", "{\"remove\": [\"name\"]}").statusCode(200);
    assertEquals(null, stored("CUSTOMER#upd", "PROFILE").get("GSI1PK"));
    for (String name : List.of("GSI1SK", "PK", "entity", "customerId")) {
      update("/customers/upd", "{\"set\": {\"" + name + "\": \"x\"}}")
          .statusCode(422)
          .body("pointer", equalTo("/" + name));
    }
  }

  @Test
  void anUpdateCreatesAnItemWithItsKeysAndChecksTheSchema() {
    update("/customers/new-upd", "{\"set\": {\"name\": \"Nia\"}, \"upsert\": true}")
        .statusCode(201);
    assertEquals("Customer", stored("CUSTOMER#new-upd", "PROFILE").get("entity").s());
    assertEquals("Nia", stored("CUSTOMER#new-upd", "PROFILE").get("GSI1SK").s());
    put(
            "/customers/new-upd/orders/o1",
            "{\"placed\": \"2026-11-05\", \"status\": \"open\", \"total\": 1}")
        .statusCode(201);
    update("/customers/new-upd/orders/o1", "{\"add\": {\"total\": 2}}")
        .statusCode(200)
        .body("total", equalTo(3));
    update("/customers/new-upd/orders/o1", "{\"set\": {\"total\": \"many\"}}")
        .statusCode(422)
        .body("type", endsWith("schema-violation"));
    get("/customers/new-upd/orders/o1").body("total", equalTo(3));
  }

  @Test
  void anUpdateFindsTheItemOfAPathThatNamesAPartOfItsKey() {
    put("/invoices/upd-1", "{\"customerId\": \"ada\", \"amount\": 5}").statusCode(201);
    update("/invoices/upd-1", "{\"add\": {\"amount\": 2}, \"if\": \"customerId=ada\"}")
        .statusCode(200)
        .body("amount", equalTo(7));
    assertEquals("7", stored("INVOICE#upd-1", "CUSTOMER#ada").get("amount").n());
    update("/invoices/upd-1", "{\"set\": {\"customerId\": \"eve\"}}")
        .statusCode(422)
        .body("pointer", equalTo("/customerId"));
    for (String upsert : List.of("false", "true")) {
      update("/invoices/upd-2", "{\"add\": {\"amount\": 2}, \"upsert\": " + upsert + "}")
          .statusCode(404);
    }
  }

  @Test
  void anUpdateDoesNotTouchAnItemOfAnotherCollection() {
    Map<String, AttributeValue> other =
        Map.of(
            "PK", AttributeValue.fromS("CUSTOMER#other-upd"),
            "SK", AttributeValue.fromS("PROFILE"),
            "entity", AttributeValue.fromS("Supplier"),
            "visits", AttributeValue.fromN("1"));
    client.putItem(put -> put.tableName("shop").item(other));
    update("/customers/other-upd", "{\"add\": {\"visits\": 1}}").statusCode(404);
    update("/customers/other-upd", "{\"set\": {\"name\": \"x\"}}").statusCode(404);
    update("/customers/other-upd", "{\"add\": {\"visits\": 1}, \"upsert\": true}")
        .statusCode(409)
        .body("type", endsWith("item-exists"));
    assertEquals(other, stored("CUSTOMER#other-upd", "PROFILE"));
  }

  @Test
  void anUpdateByQueryComposesTheKeysAnewAndStaysWithinItsParent() {
    for (String customer : List.of("quinn", "quentin")) {
      put("/customers/" + customer, "{\"name\": \"M\"}").statusCode(201);
      for (int day = 1; day <= 3; day++) {
        put(
                "/customers/" + customer + "/orders/m" + day,
                "{\"placed\": \"2026-12-0" + day + "\", \"status\": \"open\", \"total\": 1}")
            .statusCode(201);
      }
    }
    Async.result(
            Async.request("application/vnd.larder.update+json", "{\"set\": {\"status\": \"sent\"}}")
                .patch("/customers/quinn/orders?placed[gte]=2026-12-02"))
        .then()
        .body("matched", equalTo(2), "updated", equalTo(2));
    get("/orders?status=sent").body("items.orderId", contains("m2", "m3"));
    assertEquals("STATUS#sent", stored("CUSTOMER#quinn", "ORDER#m2").get("GSI2PK").s());
    Async.result(Async.request().delete("/orders?status=open&customerId=quentin"))
        .then()
        .body("deleted", equalTo(3));
    get("/customers/quentin/orders").body("items.size()", equalTo(0));
    get("/customers/quentin").statusCode(200);
    get("/customers/quinn/orders").body("items.size()", equalTo(3));
  }

  @Test
  void aPostToTheListCreates() {
    put("/customers/eve", "{\"name\": \"Eve\"}").statusCode(201);
    String location =
        given()
            .contentType("application/json")
            .body("{\"placed\": \"2026-11-05\", \"status\": \"paid\"}")
            .post("/customers/eve/orders")
            .then()
            .statusCode(201)
            .body("customerId", equalTo("eve"))
            .extract()
            .header("Location");
    get(location).statusCode(200).body("status", equalTo("paid"));
    given()
        .contentType("application/merge-patch+json")
        .body("{\"status\": \"sent\"}")
        .patch(location)
        .then()
        .statusCode(200)
        .body("status", equalTo("sent"));
    get("/orders?status=sent&customerId=eve&sort=placed").body("items.customerId", contains("eve"));
    get("/orders?status=paid&customerId=eve&sort=placed").body("items.size()", equalTo(0));
    given().delete(location).then().statusCode(204);
    get(location).statusCode(404);
  }

  @Test
  void anItemOfAnotherTypeIsNotThere() {
    client.putItem(
        item ->
            item.tableName("shop")
                .item(
                    Map.of(
                        "PK", AttributeValue.fromS("CUSTOMER#zoe"),
                        "SK", AttributeValue.fromS("PROFILE"),
                        "entity", AttributeValue.fromS("Ghost"))));
    get("/customers/zoe").statusCode(404);
    put("/customers/zoe", "{\"name\": \"Zoe\"}").statusCode(409);
    given().delete("/customers/zoe").then().statusCode(204);
    given().header("Idempotency-Key", "zoe").delete("/customers/zoe").then().statusCode(204);
    assertEquals("Ghost", stored("CUSTOMER#zoe", "PROFILE").get("entity").s());
  }

  @Test
  void aTransactionWritesItemsOfSeveralCollections() {
    given()
        .contentType("application/json")
        .body(
            """
            {"operations": [
              {"method": "PUT", "path": "/customers/tom", "body": {"name": "Tom"}},
              {"method": "PUT", "path": "/customers/tom/orders/t1",
               "body": {"placed": "2026-11-07", "status": "open"}},
              {"method": "PUT", "path": "/orders/t1/lines/1",
               "body": {"productId": "pen", "ordered": "2026-11-07", "quantity": 2}},
              {"method": "POST", "path": "/products/pen/stock",
               "body": {"warehouse": "oslo", "quantity": 7}}
            ]}
            """)
        .post("/_transactions")
        .then()
        .statusCode(200);
    get("/orders/t1/lines/1").statusCode(200).body("line", equalTo(1));
    get("/lines?productId=pen&ordered[between]=2026-11-01,2026-11-30")
        .statusCode(200)
        .body("items.orderId", contains("t1"));
    get("/products/pen/stock").body("items.warehouse", contains("oslo"));
    get("/stock?warehouse=oslo").body("items.productId", contains("pen"));
    get("/orders/t1/lines/x").statusCode(400);
    get("/orders/ada/t1").statusCode(404).body("detail", endsWith("/orders/{orderId}."));
  }

  @Test
  void anItemWithoutItsParentIsRefused() {
    put("/customers/nobody/orders/1", ORDER)
        .statusCode(409)
        .body("type", endsWith(":parent-not-found"))
        .body("parent", equalTo("/customers/nobody"));
    get("/customers/nobody/orders/1").statusCode(404);
    given()
        .contentType("application/x-ndjson")
        .body("{\"orderId\": \"1\", \"placed\": \"2026-11-05\", \"status\": \"paid\"}\n".getBytes())
        .post("/customers/nobody/orders")
        .then()
        .statusCode(207)
        .body("results[0].problem.type", endsWith(":parent-not-found"));
    get("/customers/nobody/orders").body("items.size()", equalTo(0));
  }

  @Test
  void aTransactionThatCreatesAnItemCanCheckItsParent() {
    put("/customers/lou", "{\"name\": \"Lou\"}").statusCode(201);
    transact(
            """
            {"method": "CHECK", "path": "/customers/lou", "if": "name=Lou"},
            {"method": "PUT", "path": "/customers/lou/orders/1", "body": %s}"""
                .formatted(ORDER))
        .statusCode(200);
    get("/customers/lou/orders/1").statusCode(200);
    transact(
            """
            {"method": "CHECK", "path": "/customers/max", "if": "name[exists]=false"},
            {"method": "PUT", "path": "/customers/max/orders/1", "body": %s}"""
                .formatted(ORDER))
        .statusCode(409)
        .body("operations.operation", contains(0));
    get("/customers/max/orders/1").statusCode(404);
    transact(
            """
            {"method": "DELETE", "path": "/customers/lou"},
            {"method": "PUT", "path": "/customers/lou/orders/2", "body": %s}"""
                .formatted(ORDER))
        .statusCode(409)
        .body("type", endsWith(":parent-not-found"));
    get("/customers/lou").statusCode(200);
  }

  private static ValidatableResponse transact(String operations) {
    return given()
        .contentType("application/json")
        .body("{\"operations\": [" + operations + "]}")
        .post("/_transactions")
        .then();
  }

  @Test
  void aPathCanNameAPartOfTheKey() {
    put("/invoices/7", "{\"total\": 12}").statusCode(422);
    put("/invoices/7", "{\"customerId\": \"ada\", \"total\": 12}").statusCode(201);
    get("/invoices/7").statusCode(200).body("customerId", equalTo("ada"));
    put("/invoices/7", "{\"customerId\": \"bob\", \"total\": 12}").statusCode(409);
    put("/invoices/7", "{\"customerId\": \"ada\", \"total\": 13}").statusCode(200);
    given()
        .contentType("application/merge-patch+json")
        .body("{\"total\": 14}")
        .patch("/invoices/7")
        .then()
        .statusCode(200)
        .body("total", equalTo(14));
    get("/invoices?customerId=ada").body("items.invoiceId", contains("7"));
    given().delete("/invoices/7").then().statusCode(204);
    given().delete("/invoices/7").then().statusCode(204);
    get("/invoices/7").statusCode(404);
  }

  @Test
  void theDocumentOfTheApiHasThePathsOfTheModel() {
    given()
        .get("/openapi")
        .then()
        .statusCode(200)
        .body("paths", hasKey("/customers/{customerId}"))
        .body("paths", hasKey("/customers/{customerId}/orders"))
        .body("paths", hasKey("/customers/{customerId}/orders/{orderId}"))
        .body("paths", hasKey("/orders"))
        .body("paths", not(hasKey("/orders/{customerId}/{orderId}")))
        .body("paths.'/orders/{orderId}/lines/{line}'.parameters.name", contains("orderId", "line"))
        .body(
            "paths.'/orders/{orderId}/lines/{line}'.parameters[1].schema.type", equalTo("number"));
  }

  @Test
  void anItemIsReadWithItsItemCollection() {
    put("/customers/max", "{\"name\": \"Max\"}").statusCode(201);
    for (int order = 1; order <= 3; order++) {
      put(
              "/customers/max/orders/o" + order,
              "{\"placed\": \"2026-11-0" + order + "\", \"status\": \"open\"}")
          .statusCode(201);
    }
    get("/customers/max?include=orders")
        .statusCode(200)
        .header("Server-Timing", containsString("1 call"))
        .body("name", equalTo("Max"))
        .body("_included.orders.items.orderId", contains("o1", "o2", "o3"))
        .body("_included.orders", not(hasKey("next")));
    get("/customers/max?include=products")
        .statusCode(400)
        .body("detail", endsWith("Those that have are orders."));
    get("/customers/nobody?include=orders").statusCode(404);
  }

  @Test
  void aPathCanHaveAnyCharacters() {
    String customer = "/customers/a%2Fb%25%20%23%C3%A9%F0%9F%98%80";
    given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body("{\"name\": \"Any\"}")
        .put(customer)
        .then()
        .statusCode(201)
        .header("Location", equalTo(customer));
    get(customer).statusCode(200).body("customerId", equalTo("a/b% #é😀"));
    given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body("{\"placed\": \"2026-11-05\", \"status\": \"paid\"}")
        .put(customer + "/orders/x%2Fy")
        .then()
        .statusCode(201);
    get(customer + "/orders").body("items.orderId", contains("x/y"));
    get(customer + "/orders/x%2Fy").statusCode(200).body("customerId", equalTo("a/b% #é😀"));
  }

  @Test
  void aValueIsNoLongerThanTheKeyThatItIsIn() {
    String name = "x".repeat(1100);
    put("/customers/long", "{\"name\": \"" + name + "\"}")
        .statusCode(422)
        .body("pointer", equalTo("/name"))
        .body("detail", containsString("at most 1024"));
    get("/customers?name[prefix]=" + name)
        .statusCode(400)
        .body("parameter", equalTo("name[prefix]"));
  }
}
