package dev.larder.table.model;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items that ElectroDB and OneTable store, by their published conventions for keys. */
@QuarkusTest
@TestProfile(SeveralModels.class)
class OtherWritersTest {
  @Inject DynamoDbClient client;

  /** Stores strings, given as names with their values. */
  private Map<String, AttributeValue> store(String table, String... attributes) {
    Map<String, AttributeValue> item = new HashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      item.put(attributes[i], AttributeValue.fromS(attributes[i + 1]));
    }
    client.putItem(put -> put.tableName(table).item(item));
    return item;
  }

  private Map<String, AttributeValue> order(String orderId, String status) {
    return store(
        "electro",
        "pk",
        "$shop#customerid_ada",
        "sk",
        "$orders_1#orderid_" + orderId,
        "gsi1pk",
        "$shop#status_" + status,
        "gsi1sk",
        "$orders_1#orderid_" + orderId,
        "customerId",
        "ada",
        "orderId",
        orderId,
        "status",
        status,
        "note",
        "by hand",
        "__edb_e__",
        "orders",
        "__edb_v__",
        "1");
  }

  private static ValidatableResponse get(String path) {
    return given().urlEncodingEnabled(false).get(path).then().statusCode(200);
  }

  private static ValidatableResponse patch(String path, String tag, String patch) {
    return given()
        .urlEncodingEnabled(false)
        .contentType("application/merge-patch+json")
        .header("If-Match", tag)
        .body(patch)
        .patch(path)
        .then();
  }

  private Map<String, AttributeValue> stored(
      String table, Map<String, AttributeValue> item, String... key) {
    return client
        .getItem(
            get ->
                get.tableName(table)
                    .key(Map.of(key[0], item.get(key[0]), key[1], item.get(key[1]))))
        .item();
  }

  /** Changes the status with the entity tag, twice: the second time the tag is another's. */
  private void assertPatchable(String path, String attribute, Executable unchanged)
      throws Throwable {
    String tag = get(path).extract().header("ETag");
    String patch = "{\"%s\": \"sent\"}".formatted(attribute);
    patch(path, "\"another\"", patch).statusCode(412);
    unchanged.execute();
    patch(path, tag, patch).statusCode(200).body(attribute, equalTo("sent"));
    patch(path, tag, patch).statusCode(412);
    String written = get(path).body(attribute, equalTo("sent")).extract().header("ETag");
    given().urlEncodingEnabled(false).header("If-Match", tag).delete(path).then().statusCode(412);
    given()
        .urlEncodingEnabled(false)
        .header("If-Match", written)
        .delete(path)
        .then()
        .statusCode(204);
    given().urlEncodingEnabled(false).get(path).then().statusCode(404);
  }

  @Test
  void itemsOfElectroDbAreServedAndWrittenAsItStoresThem() throws Throwable {
    Map<String, AttributeValue> order = order("1", "open");
    order("2", "open");
    store(
        "electro", "pk", "$shop#customerid_ada", "sk", "$orders_1#orderid_3", "__edb_e__", "bills");
    get("/buyers/ada/purchases/1").body("note", equalTo("by hand"));
    get("/buyers/ada/purchases").body("items.orderId", contains("1", "2"));
    get("/purchases?status=open").body("items.orderId", contains("1", "2"));
    given()
        .contentType("application/json")
        .body("{\"status\": \"new\", \"note\": \"by hand\"}")
        .put("/buyers/ada/purchases/4")
        .then()
        .statusCode(201);
    Map<String, AttributeValue> like = order("5", "new");
    Map<String, AttributeValue> written =
        new HashMap<>(
            stored(
                "electro",
                Map.of("pk", order.get("pk"), "sk", AttributeValue.fromS("$orders_1#orderid_4")),
                "pk",
                "sk"));
    assertEquals("new", written.get("status").s());
    written.remove("_version");
    assertEquals(like.keySet(), written.keySet());
    assertEquals("$shop#status_new", written.get("gsi1pk").s());
    assertPatchable(
        "/buyers/ada/purchases/1",
        "status",
        () -> assertEquals(order, stored("electro", order, "pk", "sk")));
    assertPatchable("/buyers/ada/purchases/2", "note", () -> {});
    get("/purchases?status=open").body("items.size()", equalTo(0));
  }

  @Test
  void itemsOfOneTableAreServedAsItStoresThem() throws Throwable {
    Map<String, AttributeValue> account =
        store(
            "one-table",
            "PK",
            "Account#1",
            "SK",
            "Account#",
            "_type",
            "Account",
            "accountId",
            "1",
            "name",
            "Acme",
            "created",
            "2026-11-30T10:00:00.000Z");
    // An attribute that OneTable hides is in the key alone.
    Map<String, AttributeValue> user =
        store(
            "one-table",
            "PK",
            "Account#1",
            "SK",
            "User#ada@example.com",
            "GS1PK",
            "User#ada@example.com",
            "GS1SK",
            "User#",
            "_type",
            "User",
            "email",
            "ada@example.com",
            "role",
            "admin");
    get("/accounts/1").body("name", equalTo("Acme"));
    get("/accounts/1/users").body("items.email", contains("ada@example.com"));
    get("/users?email=ada@example.com").body("items.accountId", contains("1"));
    get("/accounts/1?include=users").body("_included.users.items.role", contains("admin"));
    assertPatchable(
        "/accounts/1/users/ada@example.com",
        "role",
        () -> assertEquals(user, stored("one-table", user, "PK", "SK")));
    assertPatchable(
        "/accounts/1",
        "name",
        () -> assertEquals(account, stored("one-table", account, "PK", "SK")));
    assertNull(stored("one-table", account, "PK", "SK").get("PK"));
  }
}
