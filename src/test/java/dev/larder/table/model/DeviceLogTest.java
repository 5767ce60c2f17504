package dev.larder.table.model;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The access patterns of a published single-table design, on its published data. */
@QuarkusTest
@TestProfile(SeveralModels.class)
class DeviceLogTest {
  @Inject DynamoDbClient client;

  /** As another program has stored them. */
  @BeforeEach
  void store() throws IOException {
    JsonNode published =
        new ObjectMapper()
            .readTree(Path.of("src/test/resources/models/DeviceStateLog.json").toFile());
    for (JsonNode log : published.at("/DataModel/0/TableData")) {
      Map<String, AttributeValue> item = new HashMap<>();
      log.properties()
          .forEach(
              each ->
                  item.put(each.getKey(), AttributeValue.fromS(each.getValue().get("S").asText())));
      client.putItem(put -> put.tableName("DeviceStateLog").item(item));
    }
  }

  /** Asks for what one Query of an index answers, without a filter. */
  private static ValidatableResponse get(String path, String index) {
    OneCall.plan(path).body("index", equalTo(index)).body("filter", equalTo(List.of()));
    return OneCall.answer(path);
  }

  private static void assertComposed(String path, List<String> stored, List<String> values) {
    OneCall.plan(path)
        .body("stored.attribute", equalTo(stored))
        .body("stored.values.flatten()", equalTo(values));
  }

  @Test
  void theLogsOfADeviceNewestFirst() {
    String path = "/logs?DeviceID=d%2354321&sort=-Date";
    get(path, "byDate")
        .body(
            "items.Date",
            contains(
                "2020-04-11T09:30:00",
                "2020-04-11T09:25:00",
                "2020-04-11T06:00:00",
                "2020-04-11T05:55:00",
                "2020-04-11T05:50:00"));
  }

  @Test
  void theLogsOfADeviceInAStateNewestFirst() {
    String path = "/devices/d%2312345/logs/WARNING1?sort=-Date";
    get(path, null)
        .body(
            "items.Date",
            contains("2020-04-24T14:50:00", "2020-04-24T14:45:00", "2020-04-24T14:40:00"));
    assertComposed(path, List.of("DeviceID", "State#Date"), List.of("d#12345", "WARNING1#"));
  }

  @Test
  void theLogsOfAnOperatorBetweenTwoDates() {
    String path = "/logs?Operator=Sue&Date[between]=2020-04-11T05:50:00,2020-04-11T09:30:00";
    get(path, "GSI1")
        .body(
            "items.Date",
            contains("2020-04-11T05:50:00", "2020-04-11T09:25:00", "2020-04-11T09:30:00"));
  }

  @Test
  void theEscalatedLogsOfASupervisor() {
    get("/logs?EscalatedTo=Sara", "GSI2").body("items.DeviceID", contains("d#11223"));
  }

  @Test
  void theEscalatedLogsOfASupervisorInAState() {
    String path = "/logs?EscalatedTo=Sara&State=WARNING4";
    get(path, "GSI2").body("items.Date", contains("2020-04-27T16:15:00"));
    assertComposed(path, List.of("EscalatedTo", "State#Date"), List.of("Sara", "WARNING4#"));
  }

  @Test
  void theEscalatedLogsOfASupervisorInAStateOnADate() {
    String path = "/logs?EscalatedTo=Sara&State=WARNING4&Date[prefix]=2020-04-27";
    get(path, "GSI2").body("items.Operator", contains("Sue"));
    assertComposed(
        path, List.of("EscalatedTo", "State#Date"), List.of("Sara", "WARNING4#2020-04-27"));
  }

  @Test
  void draftedItemsAreImportedAsTheyWereStored() {
    String line =
        """
        {"DeviceID": "d#99", "State": "NORMAL", "Date": "2020-04-28T10:00:00", "Operator": "Liz"}
        """;
    given()
        .contentType("application/x-ndjson")
        .body(line.getBytes(StandardCharsets.UTF_8))
        .post("/logs")
        .then()
        .statusCode(200)
        .body("succeeded", equalTo(1));
    Map<String, AttributeValue> key =
        Map.of(
            "DeviceID", AttributeValue.fromS("d#99"),
            "State#Date", AttributeValue.fromS("NORMAL#2020-04-28T10:00:00"));
    Map<String, AttributeValue> stored =
        client.getItem(get -> get.tableName("DeviceStateLog").key(key)).item();
    assertEquals("NORMAL", stored.get("State").s());
    assertEquals("2020-04-28T10:00:00", stored.get("Date").s());
  }
}
