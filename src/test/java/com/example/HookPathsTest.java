package com.example;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.DynamoDbResource;
import dev.larder.api.Item;
import dev.larder.api.Larder;
import dev.larder.api.Problem;
import dev.larder.dynamo.RequestCost;
import dev.larder.event.RequestRefusedException;
import dev.larder.lambda.FixedContext;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Hooks see every write and every answer, whichever way it comes. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(OwnProfiles.Open.class)
class HookPathsTest {
  private static final String UPDATES = "application/vnd.larder.update+json";

  DynamoDbClient client;

  @Inject RequestStreamHandler function;

  @Inject Larder larder;

  @Inject RequestCost cost;

  private static RequestSpecification json(String body) {
    return given().header("Content-Type", "application/json").body(body);
  }

  private static RequestSpecification sent(String type, String body) {
    return given().header("Content-Type", type).body(body.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Map<String, AttributeValue>> stored(String table, String id) {
    return Optional.of(
            client
                .getItem(
                    get ->
                        get.tableName(table)
                            .key(Map.of("id", AttributeValue.fromS(id)))
                            .consistentRead(true))
                .item())
        .filter(item -> !item.isEmpty());
  }

  private Optional<Map<String, AttributeValue>> stored(String id) {
    return stored("items", id);
  }

  private void store(String id, String member) {
    client.putItem(
        put ->
            put.tableName("items")
                .item(
                    Map.of("id", AttributeValue.fromS(id), member, AttributeValue.fromBool(true))));
  }

  private String invoke(String event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      function.handleRequest(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
          out,
          new FixedContext(UUID.randomUUID().toString(), 512, 20_000));
    } catch (RequestRefusedException e) {
      return e.getMessage();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String result(Response accepted) throws InterruptedException {
    assertEquals(202, accepted.statusCode(), accepted.asString());
    Response state;
    do {
      Thread.sleep(20);
      state = given().redirects().follow(false).get(accepted.header("Location"));
    } while (state.statusCode() == 200);
    return given().get(state.header("Location")).asString();
  }

  /** Each way in which an item is put. */
  enum Put {
    PUT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return json("{" + members + "}").put("/items/" + id).asString();
      }
    },
    PUT_IDEMPOTENT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return json("{" + members + "}")
            .header("Idempotency-Key", id)
            .put("/items/" + id)
            .asString();
      }
    },
    POST {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return json(item(id, members)).post("/items").asString();
      }
    },
    MERGE_PATCH {
      @Override
      String send(HookPathsTest test, String id, String members) {
        test.store(id, "patched");
        return sent("application/merge-patch+json", "{" + members + "}")
            .patch("/items/" + id)
            .asString();
      }
    },
    JSON_PATCH {
      @Override
      String send(HookPathsTest test, String id, String members) {
        test.store(id, "patched");
        String[] member = members.split(": ");
        return sent(
                "application/json-patch+json",
                "[{\"op\": \"add\", \"path\": \"/%s\", \"value\": %s}]"
                    .formatted(member[0].replace("\"", ""), member[1]))
            .patch("/items/" + id)
            .asString();
      }
    },
    UPDATE {
      @Override
      String send(HookPathsTest test, String id, String members) {
        test.store(id, "patched");
        return sent(UPDATES, "{\"set\": {" + members + "}}").patch("/items/" + id).asString();
      }
    },
    UPDATE_IDEMPOTENT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        test.store(id, "patched");
        return sent(UPDATES, "{\"set\": {" + members + "}}")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .patch("/items/" + id)
            .asString();
      }
    },
    UPSERT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return sent(UPDATES, "{\"set\": {" + members + "}, \"upsert\": true}")
            .patch("/items/" + id)
            .asString();
      }
    },
    BULK_UPDATE {
      @Override
      String send(HookPathsTest test, String id, String members) {
        test.store(id, "patched");
        return sent(
                "application/vnd.larder.updates+json",
                "[{\"key\": {\"id\": \"%s\"}, \"update\": {\"set\": {%s}}}]".formatted(id, members))
            .patch("/items")
            .asString();
      }
    },
    TRANSACTION_UPDATE {
      @Override
      String send(HookPathsTest test, String id, String members) {
        test.store(id, "patched");
        return transact("PATCH", "/items/" + id, "\"set\": {" + members + "}");
      }
    },
    QUEUE_UPDATE {
      @Override
      String send(HookPathsTest test, String id, String members) throws IOException {
        test.store(id, "patched");
        String body =
            """
            {"method": "PATCH", "path": "/items/%s", "headers": {"Content-Type": "%s"}, \
            "body": {"set": {%s}}}\
            """
                .formatted(id, UPDATES, members);
        return test.invoke(
            """
            {"Records": [{"messageId": "%s", "body": "%s", "attributes": {}, \
            "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:1:writes"}]}
            """
                .formatted(UUID.randomUUID(), body.replace("\"", "\\\"")));
      }
    },
    BULK {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return json("[" + item(id, members) + "]").post("/items").asString();
      }
    },
    BULK_IDEMPOTENT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return json("[" + item(id, members) + "]")
            .header("Idempotency-Key", id)
            .post("/items")
            .asString();
      }
    },
    NDJSON {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return sent("application/x-ndjson", item(id, members)).post("/items").asString();
      }
    },
    CSV {
      @Override
      String send(HookPathsTest test, String id, String members) {
        String[] member = members.split(": ");
        return sent(
                "text/csv; charset=utf-8",
                "id,%s\r\n%s,%s\r\n"
                    .formatted(member[0].replace("\"", ""), id, member[1].replace("\"", "")))
            .post("/items")
            .asString();
      }
    },
    TRANSACTION_PUT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return transact("PUT", "/items/" + id, members);
      }
    },
    TRANSACTION_POST {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return transact("POST", "/items", "\"id\": \"" + id + "\", " + members);
      }
    },
    TRANSACTION_IDEMPOTENT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return json(operation("PUT", "/items/" + id, members))
            .header("Idempotency-Key", id)
            .post("/_transactions")
            .asString();
      }
    },
    DIRECT {
      @Override
      String send(HookPathsTest test, String id, String members) throws IOException {
        return test.invoke(
            "{\"method\": \"PUT\", \"path\": \"/items/%s\", \"body\": {%s}}"
                .formatted(id, members));
      }
    },
    QUEUE {
      @Override
      String send(HookPathsTest test, String id, String members) throws IOException {
        String body =
            "{\"method\": \"PUT\", \"path\": \"/items/%s\", \"body\": {%s}}".formatted(id, members);
        return test.invoke(
            """
            {"Records": [{"messageId": "%s", "body": "%s", "attributes": {}, \
            "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:1:writes"}]}
            """
                .formatted(id, body.replace("\"", "\\\"")));
      }
    },
    JOB {
      @Override
      String send(HookPathsTest test, String id, String members) throws Exception {
        return result(
            json("{" + members + "}").header("Prefer", "respond-async").put("/items/" + id));
      }
    },
    QUERY {
      @Override
      String send(HookPathsTest test, String id, String members) throws Exception {
        test.store(id, "patched");
        return result(
            sent("application/vnd.larder.update+json", "{\"set\": {" + members + "}}")
                .header("Prefer", "respond-async")
                .patch("/items?id=" + id));
      }
    },
    LARDER_PUT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return test.larder.put("items", own(id, members)).toString();
      }
    },
    LARDER_CREATE {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return test.larder.create("items", own(id, members)).toString();
      }
    },
    LARDER_UPDATE {
      @Override
      String send(HookPathsTest test, String id, String members) {
        test.store(id, "patched");
        Item wanted = own(id, members);
        return test.larder
            .update(
                "items",
                Item.of("id", id),
                item -> {
                  Item changed = item;
                  for (Map.Entry<String, Object> member : wanted.attributes().entrySet()) {
                    changed = changed.with(member.getKey(), member.getValue());
                  }
                  return changed;
                })
            .toString();
      }
    },
    LARDER_TRANSACT {
      @Override
      String send(HookPathsTest test, String id, String members) {
        return test.larder
            .transact(transaction -> transaction.put("items", own(id, members)))
            .toString();
      }
    };

    /**
     * @param members one member in JSON
     */
    abstract String send(HookPathsTest test, String id, String members) throws Exception;

    boolean patches() {
      return this == MERGE_PATCH
          || this == JSON_PATCH
          || this == UPDATE
          || this == UPDATE_IDEMPOTENT
          || this == BULK_UPDATE
          || this == TRANSACTION_UPDATE
          || this == QUEUE_UPDATE
          || this == QUERY
          || this == LARDER_UPDATE;
    }

    private static Item own(String id, String members) {
      String[] member = members.split(": ");
      Object value = member[1].equals("true") ? (Object) true : member[1].replace("\"", "");
      return Item.of("id", id, member[0].replace("\"", ""), value);
    }
  }

  private static String item(String id, String members) {
    return "{\"id\": \"%s\", %s}".formatted(id, members);
  }

  private static String operation(String method, String path, String members) {
    return "{\"operations\": [{\"method\": \"%s\", \"path\": \"%s\", \"body\": {%s}}]}"
        .formatted(method, path, members);
  }

  private static String transact(String method, String path, String members) {
    return json(operation(method, path, members)).post("/_transactions").asString();
  }

  private String send(Put way, String id, String members) throws Exception {
    try {
      return way.send(this, id, members);
    } catch (Problem e) {
      return e.uri();
    }
  }

  @ParameterizedTest
  @EnumSource
  @ActivateRequestContext
  void aPutThatAHookRefusesIsNotMade(Put way) throws Exception {
    String id = "refused-" + way;
    String answer = send(way, id, "\"refused\": true");
    if (way != Put.QUEUE && way != Put.QUEUE_UPDATE) {
      assertTrue(answer.contains("https://example.com/problems/refused"), answer);
    }
    Optional<Map<String, AttributeValue>> stored = stored(id);
    assertEquals(way.patches(), stored.isPresent(), answer);
    stored.ifPresent(item -> assertFalse(item.containsKey("refused")));
  }

  @ParameterizedTest
  @EnumSource
  @ActivateRequestContext
  void whatHooksSetIsStored(Put way) throws Exception {
    String id = "counted-" + way;
    for (int count = 1; count <= 2; count++) {
      String answer = send(way, id, "\"counted\": true");
      Map<String, AttributeValue> stored = stored(id).orElseThrow(() -> new AssertionError(answer));
      assertNotNull(stored.get("count"), answer);
      assertEquals(stored.get("count"), stored.get("seen"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @ActivateRequestContext
  void aHooksOtherWritesAreMadeWithTheItem(Put way) throws Exception {
    String id = "outbox-" + way;
    String answer = way.send(this, id, "\"outbox\": \"entry-" + id + "\"");
    assertTrue(stored(id).isPresent(), answer);
    assertEquals(
        id, stored("sessions", "entry-" + id).map(entry -> entry.get("of").s()).orElse(answer));
  }

  @ParameterizedTest
  @EnumSource
  @ActivateRequestContext
  void anItemWhoseOtherWriteFailsIsNotMade(Put way) throws Exception {
    String id = "taken-" + way;
    client.putItem(
        put -> put.tableName("sessions").item(Map.of("id", AttributeValue.fromS("entry-" + id))));
    String answer = send(way, id, "\"outbox\": \"entry-" + id + "\"");
    assertEquals(way.patches(), stored(id).isPresent(), answer);
    stored(id).ifPresent(item -> assertFalse(item.containsKey("outbox")));
    assertEquals(way == Put.QUERY, answer.contains("\"failed\":1,\"problems\""), answer);
  }

  static Stream<String> deletes() {
    return Stream.of(
        "delete", "bulk", "query", "transaction", "direct", "larder", "larder-transaction");
  }

  @ParameterizedTest
  @MethodSource("deletes")
  @ActivateRequestContext
  void aDeleteThatAHookRefusesIsNotMade(String way) throws Exception {
    String id = "locked-" + way;
    store(id, "locked");
    delete(way, id);
    assertTrue(stored(id).isPresent());
    store(id, "free");
    delete(way, id);
    assertTrue(stored(id).isEmpty());
  }

  private void delete(String way, String id) throws IOException, InterruptedException {
    try {
      switch (way) {
        case "delete" -> given().delete("/items/" + id);
        case "bulk" -> json("[{\"id\": \"" + id + "\"}]").delete("/items");
        case "query" -> result(given().header("Prefer", "respond-async").delete("/items?id=" + id));
        case "transaction" ->
            json("{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/items/" + id + "\"}]}")
                .post("/_transactions");
        case "direct" -> invoke("{\"method\": \"DELETE\", \"path\": \"/items/" + id + "\"}");
        case "larder" -> larder.delete("items", Item.of("id", id));
        default ->
            larder.transact(
                transaction -> {
                  transaction.delete("items", Item.of("id", id));
                  return null;
                });
      }
    } catch (Problem e) {
      assertEquals("https://example.com/problems/refused", e.uri());
    }
  }

  @Test
  void theProblemOfAHookIsTheResponse() {
    json("{\"refused\": true}")
        .put("/items/problem")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("https://example.com/problems/refused"))
        .body("title", equalTo("Refused"))
        .body("why", equalTo("because"))
        .body("instance", equalTo("/items/problem"))
        .body("requestId", notNullValue());
  }

  @Test
  void aHookThatFailsIsAFailureThatTellsNothing() {
    json("{\"broken\": true}")
        .put("/items/broken")
        .then()
        .statusCode(500)
        .body("detail", not(containsString("bug")));
    assertTrue(stored("broken").isEmpty());
  }

  @Test
  void aHookCannotMoveAnItem() {
    json("{\"moved\": \"elsewhere\"}").put("/items/moved").then().statusCode(422);
    assertTrue(stored("moved").isEmpty());
    assertTrue(stored("elsewhere").isEmpty());
  }

  @Test
  void aHookIsCalledAgainIfWhatItReadHasChanged() {
    json("{\"counted\": true}").put("/items/raced").then().statusCode(201);
    Hooks.OrderHook.CALLS.get("raced").set(0);
    Hooks.OrderHook.afterBefore =
        () -> {
          Hooks.OrderHook.afterBefore = () -> {};
          client.putItem(
              put ->
                  put.tableName("items")
                      .item(
                          Map.of(
                              "id",
                              AttributeValue.fromS("raced"),
                              "count",
                              AttributeValue.fromN("41"))));
        };
    json("{\"counted\": true}").put("/items/raced").then().statusCode(200);
    assertEquals("42", stored("raced").orElseThrow().get("count").n());
    assertEquals(2, Hooks.OrderHook.CALLS.get("raced").get());
  }

  @Test
  void aPreconditionOfTheClientThatFailsIsNoReasonToTryAgain() {
    json("{\"counted\": true}").put("/items/once").then().statusCode(201);
    Hooks.OrderHook.CALLS.get("once").set(0);
    json("{\"counted\": true}")
        .header("If-Match", "\"0\"")
        .put("/items/once")
        .then()
        .statusCode(412);
    assertEquals(1, Hooks.OrderHook.CALLS.get("once").get());
  }

  @Test
  void operationsOfATransactionCountTogether() {
    String operation =
        "{\"method\": \"PUT\", \"path\": \"/items/%s\", \"body\": {\"counter\": \"together\"}}";
    json("{\"operations\": ["
            + operation.formatted("together-1")
            + ", "
            + operation.formatted("together-2")
            + "]}")
        .post("/_transactions")
        .then()
        .statusCode(200);
    assertEquals("2", stored("sessions", "together").orElseThrow().get("count").n());
  }

  @Test
  void aRepeatWithTheSameKeyGetsWhatTheHookHasMade() {
    Response first =
        json("{\"counted\": true}").header("Idempotency-Key", "twice").put("/items/twice");
    Response second =
        json("{\"counted\": true}").header("Idempotency-Key", "twice").put("/items/twice");
    assertEquals(201, first.statusCode());
    assertEquals("true", second.header("Idempotency-Replayed"));
    assertEquals(first.asString(), second.asString());
    assertEquals("1", stored("twice").orElseThrow().get("count").n());
  }

  @Test
  void answersShowItemsAsHooksLeaveThem() {
    Response put = json("{\"secret\": \"four\", \"a\": 1}").put("/items/hidden");
    String etag = put.header("ETag");
    String csv = given().header("Accept", "text/csv").get("/items?id=hidden").asString();
    for (String answer :
        new String[] {
          put.asString(),
          given().get("/items/hidden").asString(),
          given().get("/items?id=hidden").asString(),
          given().get("/items?id[in]=hidden").asString(),
          given().header("Accept", "application/x-ndjson").get("/items?id=hidden").asString(),
          csv,
          json("{\"id\": \"hidden\"}").post("/").asString(),
          sent("application/merge-patch+json", "{\"b\": 2}").patch("/items/hidden").asString(),
          json("{\"secret\": \"four\", \"a\": 1}")
              .header("Idempotency-Key", "hidden")
              .put("/items/hidden")
              .asString(),
        }) {
      assertFalse(answer.contains("secret"), answer);
      assertTrue(answer.contains("length"), answer);
    }
    assertEquals("{\"length\":4}", given().get("/items/hidden?fields=length").asString());
    assertNotNull(etag);
    assertEquals("four", stored("hidden").orElseThrow().get("secret").s());
  }

  @Test
  @ActivateRequestContext
  void ownCodeSeesItemsAsTheyAreStored() {
    json("{\"secret\": \"four\"}").put("/items/own");
    assertEquals(
        Optional.of("four"),
        larder.get("items", Item.of("id", "own")).orElseThrow().string("secret"));
  }

  @Test
  @ActivateRequestContext
  void aTransactionOfOwnCodeRunsAgainIfWhatItReadHasChanged() {
    larder.put("sessions", Item.of("id", "stock", "left", 5));
    int[] runs = {0};
    larder.transact(
        transaction -> {
          Item stock = transaction.get("sessions", Item.of("id", "stock")).orElseThrow();
          if (runs[0]++ == 0) {
            larder.put("sessions", stock.with("left", 3));
          }
          return transaction.put(
              "sessions",
              stock.with("left", stock.number("left").orElseThrow().intValueExact() - 1));
        });
    assertEquals(2, runs[0]);
    assertEquals("2", stored("sessions", "stock").orElseThrow().get("left").n());
  }

  @Test
  @ActivateRequestContext
  void whatATransactionHasReadItsHooksDoNotReadAgain() {
    larder.put("items", Item.of("id", "read-once", "counted", true));
    double before = cost.read();
    larder.transact(
        transaction ->
            transaction.put(
                "items", transaction.get("items", Item.of("id", "read-once")).orElseThrow()));
    assertEquals(1, cost.read() - before);
    assertEquals("2", stored("read-once").orElseThrow().get("count").n());
  }

  @Test
  @ActivateRequestContext
  void aTransactionOfOwnCodeIsMadeWhollyOrNot() {
    larder.put("sessions", Item.of("id", "exists"));
    Executable failing =
        () ->
            larder.transact(
                transaction -> {
                  transaction.put("sessions", Item.of("id", "half"));
                  return transaction.create("sessions", Item.of("id", "exists"));
                });
    assertEquals("urn:problem-type:larder:item-exists", assertThrows(Problem.class, failing).uri());
    assertTrue(stored("sessions", "half").isEmpty());
  }
}
