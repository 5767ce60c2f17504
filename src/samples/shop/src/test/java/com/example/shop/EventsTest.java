package com.example.shop;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.api.Item;
import dev.larder.api.Larder;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventsTest {
  private static final List<Map<String, Object>> TEA =
      List.of(Map.of("sku", "tea", "pieces", 1, "price", 4));

  @Inject Larder larder;

  private static void invoke(String event) {
    given().body(event).post("/q/invoke").then().header("X-Amz-Function-Error", nullValue());
  }

  private void order(String id, String status) {
    larder.asFunction().put("orders", Item.of("id", id, "status", status, "lines", TEA));
  }

  private Object status(String id) {
    return larder.asFunction().get("orders", Item.of("id", id)).orElseThrow().get("status");
  }

  @Test
  void anUploadedPhotoIsThatOfItsCustomer() {
    larder.asFunction().put("customers", Item.of("id", "ada"));
    invoke(
        """
        {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
          "eventTime": "2026-01-01T00:00:00.000Z", "eventName": "ObjectCreated:Put",
          "s3": {"bucket": {"name": "photos"}, "object": {"key": "photos/ada/on+the+beach.jpg"}}}]}
        """);
    given().get("/customers/ada").then().body("photo", equalTo("photos/ada/on the beach.jpg"));
  }

  @Test
  void unpaidOrdersAreClosedAfter30Days() {
    order("unpaid", "placed");
    order("paid", "paid");
    nightly(Instant.now());
    assertEquals("placed", status("unpaid"));
    nightly(Instant.now().plusSeconds(31 * 86_400));
    assertEquals("closed", status("unpaid"));
    assertEquals("paid", status("paid"));
  }

  private static void nightly(Instant time) {
    invoke(
        """
        {"version": "0", "id": "nightly", "detail-type": "Scheduled Event", "source": "aws.events",
          "account": "123456789012", "region": "eu-central-1", "time": "%s", "detail": {},
          "resources": ["arn:aws:events:eu-central-1:123456789012:rule/shop-FunctionNightly-1"]}
        """
            .formatted(time));
  }
}
