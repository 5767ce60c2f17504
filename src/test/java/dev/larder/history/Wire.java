package dev.larder.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.bulk.Results;
import dev.larder.history.Answer.Outcome;
import dev.larder.lambda.HttpEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes events of requests, and calls of the answers to them. */
final class Wire {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "_version";

  /** The problems of operations that are refused for the item that is there, or is not. */
  private static final List<String> REFUSALS =
      List.of("precondition-failed", "item-exists", "item-not-found", "condition-failed");

  private Wire() {}

  static HttpEvent event(Request request) {
    HttpEvent event =
        switch (request.kind()) {
          case SINGLE -> single(request.parts().get(0));
          case BATCH_GET -> batchGet(request);
          case LIST -> HttpEvent.of("GET", list(request) + "?consistent=true");
          case FIND -> find(request.parts().get(0));
          case BULK_WRITE ->
              HttpEvent.of("POST", list(request))
                  .json(
                      request.parts().stream()
                          .map(part -> entry(part, Content.put(part.mark())).toString())
                          .collect(Collectors.joining("\n")))
                  .header("Content-Type", "application/x-ndjson");
          case BULK_DELETE ->
              HttpEvent.of("DELETE", list(request))
                  .json(
                      request.parts().stream()
                          .map(part -> entry(part, new Content(Map.of())).toString())
                          .collect(Collectors.joining(",", "[", "]")));
          case TRANSACTION -> transaction(request.parts());
        };
    return request.key() == null ? event : event.header("Idempotency-Key", request.key());
  }

  private static HttpEvent single(Part part) {
    HttpEvent event =
        switch (part.verb()) {
          case READ -> HttpEvent.of("GET", part.path() + "?consistent=true");
          case PUT ->
              HttpEvent.of("PUT", part.path()).json(json(Content.put(part.mark())).toString());
          case CREATE ->
              HttpEvent.of("POST", part.place().list())
                  .json(entry(part, Content.put(part.mark())).toString());
          case PATCH ->
              HttpEvent.of("PATCH", part.path())
                  .json(json(Content.patch(part.mark())).toString())
                  .header("Content-Type", "application/merge-patch+json");
          case UPDATE, UPSERT ->
              HttpEvent.of("PATCH", part.path())
                  .json(update(part).toString())
                  .header("Content-Type", "application/vnd.larder.update+json");
          case DELETE -> HttpEvent.of("DELETE", part.path());
          case CHECK -> throw new IllegalArgumentException("A check is for transactions");
        };
    Demand demand = part.demand();
    return switch (demand.kind()) {
      case NOTHING -> event;
      case EXISTS -> event.header("If-Match", "*");
      case ABSENT -> event.header("If-None-Match", "*");
      case TAG -> event.header("If-Match", demand.value());
      // The update itself has it.
      case BY -> event;
    };
  }

  private static String list(Request request) {
    return request.parts().get(0).place().list();
  }

  private static HttpEvent batchGet(Request request) {
    String keys =
        request.parts().stream().map(part -> part.place().key()).collect(Collectors.joining(","));
    String name = request.parts().get(0).place().keyName();
    return HttpEvent.of(
        "GET", list(request) + "?" + name + "%5Bin%5D=" + keys + "&consistent=true");
  }

  private static HttpEvent find(Part part) {
    return HttpEvent.of(
        "GET", "/" + part.place().collection() + "?" + Content.BY + "=" + part.demand().value());
  }

  private static HttpEvent transaction(List<Part> parts) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode operations = body.putArray("operations");
    for (Part part : parts) {
      ObjectNode operation = operations.addObject();
      operation.put("method", method(part));
      operation.put("path", part.verb() == Part.Verb.CREATE ? part.place().list() : part.path());
      if (part.verb() == Part.Verb.CREATE) {
        operation.set("body", entry(part, Content.put(part.mark())));
      } else if (part.verb() == Part.Verb.PUT) {
        operation.set("body", json(Content.put(part.mark())));
      } else if (part.updates()) {
        operation.set("body", update(part));
      }
      switch (part.demand().kind()) {
        case NOTHING -> {}
        case EXISTS -> operation.put("ifMatch", "*");
        case ABSENT -> operation.put("ifNoneMatch", "*");
        case TAG -> operation.put("ifMatch", part.demand().value());
        case BY -> {
          if (!part.updates()) {
            operation.put("if", isBy(part));
          }
        }
      }
    }
    return HttpEvent.of("POST", "/_transactions").json(body.toString());
  }

  private static String method(Part part) {
    if (part.verb() == Part.Verb.CREATE) {
      return "POST";
    }
    return part.updates() ? "PATCH" : part.verb().name();
  }

  private static String isBy(Part part) {
    return Content.BY + "=" + part.demand().value();
  }

  private static ObjectNode update(Part part) {
    ObjectNode update = JSON.createObjectNode();
    update.putObject("set").put(Content.BY, part.mark());
    update.putObject("add").put(Content.COUNT, 1);
    if (part.verb() == Part.Verb.UPSERT) {
      update.put("upsert", true);
    }
    if (part.demand().kind() == Demand.Kind.BY) {
      update.put("if", isBy(part));
    }
    return update;
  }

  private static ObjectNode json(Content content) {
    ObjectNode json = JSON.createObjectNode();
    content.attributes().forEach(json::put);
    return json;
  }

  private static ObjectNode entry(Part part, Content content) {
    ObjectNode entry = json(content).put(part.place().keyName(), part.place().key());
    if (part.demand().kind() == Demand.Kind.TAG) {
      String tag = part.demand().value();
      entry.put(VERSION, tag.substring(1, tag.length() - 1));
    }
    return entry;
  }

  /** The calls of a request that has got no answer. */
  static List<Call> unanswered(String client, long invoked, long returned, Request request) {
    return calls(client, invoked, returned, request, i -> Answer.unknown("no answer"));
  }

  /** The calls of a request that has got this answer. */
  static List<Call> calls(
      String client, long invoked, long returned, Request request, HttpEvent.Answer answer) {
    return calls(
        client,
        invoked,
        returned,
        request,
        i ->
            switch (request.kind()) {
              case SINGLE -> single(request, answer);
              case TRANSACTION -> transaction(request.parts(), answer);
              case BATCH_GET -> read(request.parts().get(i), answer);
              case LIST, FIND -> listed(request.parts(), i, answer);
              case BULK_WRITE, BULK_DELETE -> result(i, answer);
            });
  }

  private static List<Call> calls(
      String client, long invoked, long returned, Request request, IntFunction<Answer> answers) {
    List<Part> parts = request.parts();
    if (request.kind() == Request.Kind.SINGLE || request.kind() == Request.Kind.TRANSACTION) {
      return List.of(new Call(client, invoked, returned, request.key(), parts, answers.apply(0)));
    }
    return IntStream.range(0, parts.size())
        .mapToObj(
            i ->
                new Call(
                    client,
                    invoked,
                    returned,
                    request.key() == null ? null : request.key() + "/" + i,
                    List.of(parts.get(i)),
                    answers.apply(i)))
        .toList();
  }

  private static Answer single(Request request, HttpEvent.Answer answer) {
    Part part = request.parts().get(0);
    String tag = answer.headers().get("ETag");
    boolean replayed = answer.headers().containsKey("Idempotency-Replayed");
    if (answer.status() < 300) {
      Seen seen =
          switch (part.verb()) {
            case READ -> Seen.item(tag, content(answer.json()));
            case PATCH -> new Seen(true, tag, content(answer.json()));
            case UPDATE, UPSERT -> updated(tag, answer);
            case DELETE, CHECK -> Seen.NOTHING;
            case PUT, CREATE -> new Seen(existed(request, answer), tag, content(answer.json()));
          };
      String text = answer.status() + " " + tag + " " + answer.body();
      return new Answer(Outcome.DONE, replayed, List.of(seen), text);
    }
    Seen current = tag == null ? Seen.ABSENT : Seen.current(tag);
    return switch (type(answer.json())) {
      case "item-not-found" ->
          part.verb() == Part.Verb.READ
              ? new Answer(Outcome.DONE, false, List.of(Seen.ABSENT), "404")
              : new Answer(Outcome.REFUSED, false, List.of(Seen.ABSENT), "404");
      case "item-exists", "precondition-failed", "condition-failed" ->
          new Answer(Outcome.REFUSED, false, List.of(current), String.valueOf(answer.status()));
      case "parent-not-found" -> Answer.of(Outcome.ORPHANED);
      default -> failed(answer.json());
    };
  }

  /** One with an Idempotency-Key is answered without the item. */
  private static Seen updated(String tag, HttpEvent.Answer answer) {
    Content content = answer.body() == null ? null : content(answer.json());
    return new Seen(answer.status() != 201, tag, content);
  }

  /**
   * Whether there was an item before. A PUT without a key that was found done after DynamoDB's
   * answer was lost is answered with 200, created or not.
   */
  private static Boolean existed(Request request, HttpEvent.Answer answer) {
    if (answer.status() == 201) {
      return false;
    }
    return request.key() == null ? null : true;
  }

  private static Answer read(Part part, HttpEvent.Answer answer) {
    if (answer.status() >= 400) {
      return failed(answer.json());
    }
    for (JsonNode item : answer.json().path("items")) {
      if (isOf(part, item)) {
        Seen seen = Seen.item(tag(item), content(item));
        return new Answer(Outcome.DONE, false, List.of(seen), "");
      }
    }
    for (JsonNode key : answer.json().path("missing")) {
      if (isOf(part, key)) {
        return Answer.of(Outcome.DONE, Seen.ABSENT);
      }
    }
    return Answer.of(Outcome.NOT_DONE);
  }

  private static boolean isOf(Part part, JsonNode item) {
    return item.path(part.place().keyName()).asText().equals(part.place().key());
  }

  /** What a list that has the items of all parts, if they exist, tells of one of them. */
  private static Answer listed(List<Part> parts, int part, HttpEvent.Answer answer) {
    if (answer.status() >= 400) {
      return failed(answer.json());
    }
    Answer listed = Answer.of(Outcome.DONE, Seen.ABSENT);
    for (JsonNode item : answer.json().path("items")) {
      if (parts.stream().noneMatch(each -> isOf(each, item))) {
        throw new AssertionError("It is of no such list: " + item);
      }
      if (isOf(parts.get(part), item)) {
        listed = Answer.of(Outcome.DONE, Seen.item(tag(item), content(item)));
      }
    }
    return listed;
  }

  private static Answer result(int entry, HttpEvent.Answer answer) {
    if (answer.status() >= 400) {
      return failed(answer.json());
    }
    JsonNode result = result(entry, answer.json());
    int status = result.path("status").asInt();
    if (status < 300) {
      Seen seen = result.has(VERSION) ? Seen.written(null, tag(result)) : Seen.NOTHING;
      String text = status + " " + seen.tag();
      return new Answer(Outcome.DONE, result.has("replayed"), List.of(seen), text);
    }
    JsonNode problem = result.path("problem");
    return switch (type(problem)) {
      case "precondition-failed", "item-exists" ->
          new Answer(Outcome.REFUSED, false, List.of(current(problem)), String.valueOf(status));
      case "parent-not-found" -> Answer.of(Outcome.ORPHANED);
      default -> failed(problem);
    };
  }

  /** Entries that were not tried share the last result. */
  private static JsonNode result(int entry, JsonNode answer) {
    JsonNode results = Results.ofEach(answer).path("results");
    return results.path(Math.min(entry, results.size() - 1));
  }

  private static Answer transaction(List<Part> parts, HttpEvent.Answer answer) {
    if (answer.status() < 300) {
      List<Seen> seen = new ArrayList<>();
      for (JsonNode result : answer.json().path("results")) {
        seen.add(
            result.has("etag") ? Seen.written(null, result.path("etag").asText()) : Seen.NOTHING);
      }
      boolean replayed = answer.headers().containsKey("Idempotency-Replayed");
      return new Answer(Outcome.DONE, replayed, seen, answer.status() + " " + answer.body());
    }
    JsonNode problem = answer.json();
    return switch (type(problem)) {
      case "transaction-failed" -> refused(parts, problem.path("operations"));
      case "item-exists", "item-not-found", "condition-failed" -> refused(parts, List.of(problem));
      case "parent-not-found" -> Answer.of(Outcome.ORPHANED);
      default -> failed(problem);
    };
  }

  /**
   * @param operations those of a transaction that failed
   */
  private static Answer refused(List<Part> parts, Iterable<JsonNode> operations) {
    Seen[] inTheWay = new Seen[parts.size()];
    for (JsonNode operation : operations) {
      if (REFUSALS.contains(type(operation))) {
        inTheWay[operation.path("operation").asInt()] = current(operation);
      }
    }
    List<Seen> seen = Arrays.asList(inTheWay);
    return seen.stream().allMatch(part -> part == null)
        ? new Answer(Outcome.NOT_DONE, false, List.of(), "409")
        : new Answer(Outcome.REFUSED, false, seen, "409");
  }

  private static Answer failed(JsonNode problem) {
    String type = type(problem);
    return switch (type) {
      case "outcome-unknown" -> {
        assertNamesWhatItWrites(problem);
        yield Answer.unknown(type);
      }
      case "throttled", "unavailable", "deadline", "write-conflict", "idempotency-key-in-use" ->
          new Answer(Outcome.NOT_DONE, false, List.of(), type);
      default -> throw new AssertionError("No answer that a request should get: " + problem);
    };
  }

  /** Who is in doubt can read what may have been written. */
  private static void assertNamesWhatItWrites(JsonNode problem) {
    // A transaction of checks writes nothing but the record of its key.
    Iterable<JsonNode> named = problem.has("writes") ? problem.path("writes") : List.of(problem);
    for (JsonNode one : named) {
      String path = one.path("location").asText(one.path("instance").asText());
      if (!path.matches("(/\\w+/[^/]+)+") || one.path("key").isEmpty()) {
        throw new AssertionError("It names no item: " + problem);
      }
    }
  }

  private static String type(JsonNode problem) {
    return problem.path("type").asText().replaceFirst(".*:", "");
  }

  private static Seen current(JsonNode problem) {
    return problem.has("current") ? Seen.current(problem.path("current").asText()) : Seen.ABSENT;
  }

  private static String tag(JsonNode item) {
    return '"' + item.path(VERSION).asText() + '"';
  }

  private static Content content(JsonNode item) {
    Map<String, String> attributes = new HashMap<>();
    item.properties()
        .forEach(
            member -> {
              if (!member.getKey().equals(VERSION) && !Place.isKey(member.getKey())) {
                attributes.put(member.getKey(), member.getValue().asText());
              }
            });
    return new Content(attributes);
  }
}
