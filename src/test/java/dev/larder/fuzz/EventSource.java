package dev.larder.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.Samples;
import dev.larder.lambda.Gateway;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events of every kind that the function answers and of some that it does not, most mutated. */
final class EventSource {
  private static final List<String> OTHERS =
      List.of(
          "null",
          "true",
          "0",
          "\"\"",
          "[]",
          "{}",
          "[{\"id\":\"a\"}]",
          "{\"key1\":\"value1\",\"key2\":\"value2\",\"key3\":\"value3\"}",
          "{\"id\":\"a\",\"key1\":\"value1\"}",
          "{\"Records\":[]}",
          "{\"Records\":[{}]}");

  private static final List<String> SAMPLES = Samples.names();

  private final RequestSource requests;
  private byte[] lastJob = "{\"job\":\"none\",\"created\":0,\"request\":{}}".getBytes(UTF_8);

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  EventSource(RequestSource requests) {
    this.requests = requests;
  }

  /** An event that the function has sent to itself. */
  void learn(byte[] job) {
    lastJob = job;
  }

  byte[] next(Chance chance) {
    JsonNode event = event(chance);
    return chance.oneIn(8) ? event.toString().getBytes(UTF_8) : Json.mutated(event, chance);
  }

  private JsonNode event(Chance chance) {
    return switch (chance.below(14)) {
      case 0, 1, 2, 3 -> requests.delivered(chance).event();
      case 4, 5 -> direct(chance);
      case 6 -> Samples.JSON.createObjectNode().put("id", chance.of("a", "nobody", chance.nasty()));
      case 7, 8 -> records(chance);
      case 9 -> changes(chance);
      case 10 -> schedule(chance);
      case 11 -> Json.read(lastJob).orElseThrow();
      case 12 -> Samples.read(chance.of(SAMPLES));
      default -> Json.read(chance.of(OTHERS));
    };
  }

  private ObjectNode direct(Chance chance) {
    Gateway.Request request = requests.request(chance);
    ObjectNode event = Samples.JSON.createObjectNode();
    event.put("method", request.method()).put("path", request.target());
    ObjectNode headers = event.putObject("headers");
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equals("prefer") || chance.oneIn(2)) {
                headers.put(name, String.join(", ", values));
              }
            });
    if (request.body() != null && !request.base64()) {
      event.set(
          "body",
          Json.read(request.body().getBytes(UTF_8))
              .orElse(Samples.JSON.getNodeFactory().textNode(request.body())));
    }
    return event;
  }

  private JsonNode records(Chance chance) {
    List<ObjectNode> messages = new ArrayList<>();
    for (int i = chance.below(4); i >= 0; i--) {
      String body = chance.oneIn(8) ? chance.nasty() : direct(chance).toString();
      String id = new UUID(chance.below(40), i).toString();
      messages.add(
          chance.oneIn(3)
              ? Samples.fifoMessage(id, chance.of("a", "b"), body)
              : Samples.message(id, body));
    }
    return Json.own(Samples.event(messages));
  }

  private static JsonNode changes(Chance chance) {
    String table = chance.of("ExampleTableWithStream", "items", "films", "people");
    String sample = Samples.read("dynamodb-update").toString();
    JsonNode event = Json.own(sample.replace("ExampleTableWithStream", table));
    if (table.equals("people")) {
      for (JsonNode record : event.path("Records")) {
        ObjectNode change = (ObjectNode) record.path("dynamodb");
        for (String image : List.of("Keys", "NewImage", "OldImage")) {
          if (change.has(image)) {
            change.set(image, person(image.equals("Keys"), chance));
          }
        }
      }
    }
    return event;
  }

  /** A stored item of a collection of the model, or of none. */
  private static ObjectNode person(boolean key, Chance chance) {
    ObjectNode item = Samples.JSON.createObjectNode();
    put(item, "PK", chance.of("P#a", "P#", "B#b", "a"));
    put(item, "SK", chance.of("PROFILE", "E#a", "V#d#0001", "V#d#1", "OF#a", ""));
    if (!key) {
      put(item, "kind", chance.of("person", "note", "file", "visit", "badge", "other"));
      put(item, "GSI1PK", chance.of("BY#a", "AT#", "BADGES", "a"));
    }
    return item;
  }

  private static void put(ObjectNode item, String name, String text) {
    item.putObject(name).put("S", text);
  }

  private static JsonNode schedule(Chance chance) {
    ObjectNode event = Samples.read("cloudwatch-scheduled-event");
    return chance.oneIn(2)
        ? event
        : event
            .put("source", chance.of("shop", "aws.scheduler"))
            .put("detail-type", "Order Placed");
  }
}
