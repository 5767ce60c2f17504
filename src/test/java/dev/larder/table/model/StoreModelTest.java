package dev.larder.table.model;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a shop asks of one table with two overloaded indexes: each is one call of DynamoDB. */
@QuarkusTest
@TestProfile(StoreModelTest.Store.class)
class StoreModelTest {
  public static class Store implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "larder.model",
          "src/test/resources/models/store.json",
          // So that a read of an item collection ends after its first megabyte.
          "larder.collections.orders.read-units",
          "1");
    }
  }

  @BeforeEach
  void store() {
    put("/customers/ada", "{'name': 'Ada'}");
    put("/products/pen", "{'name': 'Pen'}");
    put("/products/ink", "{'name': 'Ink'}");
    put("/products/pen/stock/oslo", "{'quantity': 7}");
    put("/products/pen/stock/rome", "{'quantity': 2}");
    put("/products/ink/stock/oslo", "{'quantity': 5}");
    order("o1", "2026-10-30T08:00:00Z");
    order("o2", "2026-11-02T08:00:00Z");
    order("o3", "2026-11-29T08:00:00Z");
    put("/orders/o2/lines/2", "{'productId': 'ink', 'placed': '2026-11-02T08:00:00Z'}");
    put("/orders/o2/invoices/R-17", "{'total': 12.5}");
    put("/orders/o2/shipments/s1", "{'carrier': 'post', 'shipped': '2026-11-03'}");
    put("/orders/o2/shipments/s2", "{'carrier': 'bike', 'shipped': '2026-11-04'}");
  }

  private static void order(String id, String placed) {
    put(
        "/orders/" + id,
        "{'customerId': 'ada', 'status': 'paid', 'placed': '%s'}".formatted(placed));
    put(
        "/orders/" + id + "/lines/1",
        "{'productId': 'pen', 'quantity': 1, 'placed': '%s'}".formatted(placed));
  }

  private static void put(String path, String body) {
    int status =
        given()
            .contentType("application/json")
            .body(body.replace('\'', '"'))
            .put(path)
            .statusCode();
    if (status != 200 && status != 201) {
      throw new AssertionError("PUT " + path + " was answered with " + status);
    }
  }

  /** Asks for what one Query answers, without a Scan and another call. */
  private static ValidatableResponse get(String path) {
    OneCall.plan(path);
    return OneCall.answer(path);
  }

  @Test
  void anOrderWithItsLinesInvoiceAndShipments() {
    OneCall.answer("/orders/o2?include=lines,invoices,shipments")
        .body("customerId", equalTo("ada"))
        .body("_included.lines.items.line", contains(1, 2))
        .body("_included.lines.items.productId", contains("pen", "ink"))
        .body("_included.invoices.items.invoiceId", contains("R-17"))
        .body("_included.shipments.items.carrier", contains("post", "bike"));
  }

  @Test
  void theOrdersOfACustomerInAMonthNewestFirst() {
    get("/orders?customerId=ada&placed[prefix]=2026-11&sort=-placed")
        .body("items.orderId", contains("o3", "o2"));
  }

  @Test
  void theStockOfAProductInAllWarehouses() {
    get("/products/pen/stock")
        .body("items.warehouse", contains("oslo", "rome"))
        .body("items.quantity", contains(7, 2));
  }

  @Test
  void theStockOfAWarehouseOfAllProducts() {
    get("/stock?warehouse=oslo").body("items.productId", contains("ink", "pen"));
  }

  @Test
  void anInvoiceByItsNumber() {
    get("/invoices?invoiceId=R-17").body("items.orderId", contains("o2"));
  }

  @Test
  void theOrdersOfAProductBetweenTwoDates() {
    get("/lines?productId=pen&placed[between]=2026-11-01,2026-11-30")
        .body("items.orderId", contains("o2", "o3"));
  }

  @Test
  void whatTheReadOfAnItemCollectionLeavesOutHasACursorOfItsList() {
    order("big", "2026-09-30T08:00:00Z");
    put("/orders/big/invoices/R-18", "{'total': 1}");
    put("/orders/big/shipments/s3", "{'carrier': 'ship', 'shipped': '2026-12-01'}");
    String line = "{'productId': 'ink', 'placed': '2026-09-30', 'note': '%s'}";
    for (int i = 1; i <= 6; i++) {
      put("/orders/big/lines/" + i, line.formatted("x".repeat(300_000)));
    }
    JsonPath read =
        given()
            .get("/orders/big?include=invoices,lines,shipments")
            .then()
            .statusCode(200)
            .body("customerId", equalTo("ada"))
            .body("_included.invoices.items.invoiceId", contains("R-18"))
            .body("_included.invoices", not(hasKey("next")))
            .body("_included.shipments.items", empty())
            .extract()
            .jsonPath();
    List<Integer> lines = new ArrayList<>(read.getList("_included.lines.items.line"));
    assertTrue(!lines.isEmpty() && lines.size() < 6, lines::toString);
    lines.addAll(
        OneCall.answer("/orders/big/lines?fields=line&cursor=" + next(read, "lines"))
            .extract()
            .jsonPath()
            .getList("items.line"));
    assertEquals(List.of(1, 2, 3, 4, 5, 6), lines);
    OneCall.answer("/orders/big/shipments?cursor=" + next(read, "shipments"))
        .body("items.shipmentId", contains("s3"));
  }

  private static String next(JsonPath read, String collection) {
    return read.getString("_included." + collection + ".next");
  }
}
