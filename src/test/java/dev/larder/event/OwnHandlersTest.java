package dev.larder.event;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.OwnProfiles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import dev.larder.api.BusEvent;
import dev.larder.api.BusEventHandler;
import dev.larder.api.ItemChange;
import dev.larder.api.ItemChangeHandler;
import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.Deadlines;
import dev.larder.dynamo.RequestCost;
import dev.larder.table.CollectionRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that the project's owner adds as beans. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(OwnProfiles.Open.class)
class OwnHandlersTest {
  private static final String POISON = "4421584500000000017450439092";

  /** Fails at a change when it is told to. */
  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class OneByOne implements ItemChangeHandler {
    final List<String> handled = new ArrayList<>();
    String poison;

    @Inject Deadline deadline;
    @Inject CollectionRegistry collections;
    @Inject RequestCost cost;

    @Override
    public void handle(ItemChange change) {
      collections.described("films");
      if (deadline.isOver() || cost.read() != 0) {
        throw new IllegalStateException("The request context is not that of this invocation");
      }
      if (change.sequenceNumber().equals(poison)) {
        throw new AssertionError("not this one");
      }
      handled.add(change.kind() + " " + change.table());
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class AllAtOnce implements ItemChangeConsumer {
    int seen;
    int limit;

    @Override
    public boolean isActive() {
      return true;
    }

    @Override
    public int handle(List<ItemChange> changes) {
      seen += changes.size();
      if (limit < 0) {
        throw new AssertionError("not at all");
      }
      return Math.min(limit, changes.size());
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class Inactive implements ItemChangeConsumer {
    @Override
    public boolean isActive() {
      return false;
    }

    @Override
    public int handle(List<ItemChange> changes) {
      throw new AssertionError("It does not take part");
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class ForOrders implements BusEventHandler {
    final List<String> handled = new ArrayList<>();

    @Override
    public boolean accepts(BusEvent event) {
      return event.source().equals("shop")
          || (event.isSchedule() && event.resources().get(0).endsWith("/nightly"));
    }

    @Override
    public void handle(BusEvent event) throws Exception {
      if (isPoison(event, "ForOrders")) {
        throw new java.io.IOException("no such order");
      }
      handled.add(event.id());
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class AlsoForOrders implements BusEventHandler {
    final List<String> handled = new ArrayList<>();

    @Inject Deadline deadline;

    @Override
    public boolean accepts(BusEvent event) {
      return event.source().equals("shop");
    }

    @Override
    public void handle(BusEvent event) {
      if (isPoison(event, "AlsoForOrders")) {
        throw new AssertionError("nor here");
      }
      if (!deadline.isOver()) {
        handled.add(event.id());
      }
    }
  }

  @Inject OneByOne oneByOne;
  @Inject AllAtOnce allAtOnce;
  @Inject ForOrders forOrders;
  @Inject AlsoForOrders alsoForOrders;

  @BeforeEach
  void nothingYet() {
    oneByOne.handled.clear();
    oneByOne.poison = null;
    allAtOnce.seen = 0;
    allAtOnce.limit = Integer.MAX_VALUE;
    forOrders.handled.clear();
    alsoForOrders.handled.clear();
  }

  private static ValidatableResponse invoke(JsonNode event) {
    return given()
        .contentType("application/json")
        .body(event.toString())
        .post("/q/invoke")
        .then()
        .statusCode(200);
  }

  private static List<String> failures(JsonNode event) {
    return Samples.failures(
        invoke(event).header("X-Amz-Function-Error", nullValue()).extract().asByteArray());
  }

  @Test
  void everyHandlerGetsEveryChangeInOrder() {
    assertEquals(List.of(), failures(Samples.read("dynamodb-update")));
    assertEquals(
        List.of(
            "CREATED ExampleTableWithStream",
            "CHANGED ExampleTableWithStream",
            "DELETED ExampleTableWithStream"),
        oneByOne.handled);
    assertEquals(3, allAtOnce.seen);
  }

  @Test
  void theFirstChangeThatFailsIsNamedAndComesAgain() {
    oneByOne.poison = POISON;
    assertEquals(List.of(POISON), failures(Samples.read("dynamodb-update")));
    assertEquals(List.of("CREATED ExampleTableWithStream"), oneByOne.handled);
    assertEquals(3, allAtOnce.seen);
  }

  @Test
  void theHandlerThatHandledFewestDecides() {
    allAtOnce.limit = 2;
    assertEquals(
        List.of("4421584500000000017450439093"), failures(Samples.read("dynamodb-update")));
    assertEquals(3, oneByOne.handled.size());
    allAtOnce.limit = -1;
    assertEquals(
        List.of("4421584500000000017450439091"), failures(Samples.read("dynamodb-update")));
    assertEquals(6, oneByOne.handled.size());
  }

  @Test
  void aRecordThatCannotBeReadIsNamedAndFailsAlone() {
    ObjectNode event = Samples.read("dynamodb-update");
    ((ObjectNode) event.at("/Records/1")).put("eventName", "MERGE");
    assertEquals(List.of(POISON), failures(event));
    assertEquals(
        List.of("CREATED ExampleTableWithStream", "DELETED ExampleTableWithStream"),
        oneByOne.handled);
    allAtOnce.limit = 1;
    assertEquals(List.of(POISON), failures(event));
    allAtOnce.limit = 0;
    assertEquals(List.of("4421584500000000017450439091"), failures(event));
    // As Lambda delivers it again.
    ((ArrayNode) event.get("Records")).remove(0);
    allAtOnce.limit = Integer.MAX_VALUE;
    assertEquals(List.of(POISON), failures(event));
  }

  @Test
  void withoutTimeNothingIsBegun() {
    Deadlines.leave(Duration.ofMillis(-1));
    assertEquals(
        List.of("4421584500000000017450439091"), failures(Samples.read("dynamodb-update")));
    assertEquals(List.of(), oneByOne.handled);
  }

  @Test
  void tenMessagesOfAQueueAreWritten() throws Exception {
    List<ObjectNode> messages =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    Samples.message(
                        "message-" + i,
                        "{\"method\":\"PUT\",\"path\":\"/items/queued-" + i + "\",\"body\":{}}"))
            .toList();
    assertEquals(List.of(), failures(Samples.JSON.readTree(Samples.event(messages))));
    for (int i = 0; i < 10; i++) {
      given().get("/items/queued-" + i).then().statusCode(200);
    }
  }

  private static boolean isPoison(BusEvent event, String handler) {
    return event.detail().path("poison").asText().equals(handler);
  }

  private static ObjectNode order(String poison) {
    ObjectNode event = Samples.read("cloudwatch-scheduled-event");
    event.put("source", "shop").put("detail-type", "Order Placed");
    event.putObject("detail").put("poison", poison);
    return event;
  }

  @Test
  void aScheduleThatAHandlerAcceptsIsItsAlone() {
    ObjectNode schedule = Samples.read("cloudwatch-scheduled-event");
    // The tables here have no TTL, so the check of the configuration fails.
    invoke(schedule).header("X-Amz-Function-Error", "Unhandled");
    schedule.putArray("resources").add("arn:aws:events:us-east-1:123456789012:rule/nightly");
    invoke(schedule).header("X-Amz-Function-Error", nullValue());
    assertEquals(1, forOrders.handled.size());
  }

  @Test
  void allHandlersThatAcceptAnEventHandleIt() {
    invoke(order("nobody")).body(equalTo("null"));
    assertEquals(List.of("cdc73f9d-aea9-11e3-9d5a-835b769c0d9c"), forOrders.handled);
    assertEquals(List.of("cdc73f9d-aea9-11e3-9d5a-835b769c0d9c"), alsoForOrders.handled);
  }

  @Test
  void aHandlerThatFailsFailsTheInvocationButNotTheOthers() {
    invoke(order("ForOrders"))
        .header("X-Amz-Function-Error", "Unhandled")
        .body("errorType", equalTo("dev.larder.event.HandlerFailedException"))
        .body("errorMessage", equalTo("java.io.IOException: no such order"));
    assertEquals(1, alsoForOrders.handled.size());
    invoke(order("AlsoForOrders"))
        .header("X-Amz-Function-Error", "Unhandled")
        .body("errorMessage", equalTo("java.lang.AssertionError: nor here"));
    assertEquals(1, forOrders.handled.size());
  }

  @Test
  void anEventThatNobodyAcceptsIsAFailureThatNamesIt() {
    ObjectNode event = order("nobody");
    event.put("source", "warehouse");
    invoke(event)
        .header("X-Amz-Function-Error", "Unhandled")
        .body("errorType", equalTo("dev.larder.event.UnsupportedEventException"))
        .body("errorMessage", containsString("\"warehouse\""))
        .body("errorMessage", containsString("\"Order Placed\""));
  }
}
