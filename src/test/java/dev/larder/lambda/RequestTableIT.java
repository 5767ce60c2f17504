package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestDynamoDb;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of requests: each has its right answer through every gateway, and the same through all
 * of them.
 */
class RequestTableIT {
  private static final String PROBLEM = "urn:problem-type:larder:";

  /** What differs from one request to another: ids of requests and generated keys and versions. */
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** The digest of an item without a version, and cursors, into which keys go. */
  private static final Pattern DIGEST =
      Pattern.compile("none-[\\w-]+|(?<=cursor=)[\\w-]+|(?<=\"next\":\")[\\w-]+");

  /** Fields that tell of the moment. */
  private static final List<String> OF_THE_MOMENT =
      List.of("server-timing", "larder-consumed-capacity", "last-modified", "expires", "date");

  private static final AtomicInteger KEYS = new AtomicInteger();

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(dynamoDb, "requests", Map.of("LARDER_ACCESS", "open"));

  static List<RequestCase> cases() {
    return RequestCase.read();
  }

  @Test
  void everyCaseHasANameOfItsOwnAndASource() {
    Set<String> names = new HashSet<>();
    for (RequestCase each : cases()) {
      assertTrue(names.add(each.name()), each.name());
      assertFalse(each.source().isBlank(), each.name());
      assertFalse(each.gateways().isEmpty(), each.name());
      assertTrue(each.exchange().status().isPresent(), each.name());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRequestHasTheSameRightAnswerThroughEveryGateway(RequestCase each) {
    Map<Gateway, HttpEvent.Answer> answers = new TreeMap<>();
    for (Gateway gateway : each.gateways()) {
      String key = String.format("k%06d", KEYS.incrementAndGet());
      RequestCase request = each.with(key);
      for (RequestCase.Exchange first : request.before()) {
        HttpEvent.Answer made = send(gateway, first);
        assertTrue(made.status() < 300, () -> gateway + " before: " + made);
        check(gateway, first, made);
      }
      HttpEvent.Answer answer = send(gateway, request.exchange());
      check(gateway, request.exchange(), answer);
      for (RequestCase.Exchange then : request.after()) {
        check(gateway, then, send(gateway, then));
      }
      answers.put(gateway, comparable(gateway, key, answer));
    }
    HttpEvent.Answer first = answers.get(each.gateways().get(0));
    answers.forEach((gateway, answer) -> assertSame(first, gateway, answer));
  }

  private static HttpEvent.Answer send(Gateway gateway, RequestCase.Exchange exchange) {
    RuntimeApi.Outcome outcome =
        function.invoke(gateway.event(exchange.request()).toString(), RuntimeApi.DEFAULT_TIMEOUT);
    return gateway == Gateway.DIRECT
        ? Direct.answer(exchange.request().method(), outcome)
        : gateway.answer(outcome);
  }

  private static void check(
      Gateway gateway, RequestCase.Exchange expected, HttpEvent.Answer answer) {
    String seen = gateway + ": " + answer;
    expected
        .status()
        .ifPresent(status -> assertEquals(seen(gateway, status), seen(gateway, answer), seen));
    if (gateway == Gateway.DIRECT && answer.status() == 404 && answer.body() == null) {
      return;
    }
    JsonNode body = json(answer.body());
    expected
        .problem()
        .ifPresent(type -> assertEquals(PROBLEM + type, body.path("type").asText(), seen));
    String text =
        body.path("detail").isTextual()
            ? body.path("detail").textValue()
            : String.valueOf(answer.body());
    expected.says().forEach(part -> assertTrue(text.contains(part), part + " in " + seen));
    expected.answer().ifPresent(json -> assertHas(json, body, "", seen));
    expected.text().ifPresent(whole -> assertEquals(whole, answer.body(), seen));
    if (gateway != Gateway.DIRECT) {
      expected
          .fields()
          .forEach(
              (name, value) -> {
                Optional<String> sent = Optional.ofNullable(answer.headers().get(name));
                assertEquals(value.isPresent(), sent.isPresent(), name + " of " + seen);
                value.ifPresent(
                    pattern ->
                        assertTrue(
                            Pattern.compile(pattern).matcher(sent.orElseThrow()).matches(),
                            name + " of " + seen));
              });
    }
  }

  /** A direct success does not tell which. */
  private static int seen(Gateway gateway, int status) {
    return gateway == Gateway.DIRECT && status < 300 && status != 207 ? 200 : status;
  }

  private static int seen(Gateway gateway, HttpEvent.Answer answer) {
    return seen(gateway, answer.status());
  }

  private static void assertHas(JsonNode expected, JsonNode actual, String at, String seen) {
    if (expected.isObject()) {
      assertTrue(actual.isObject(), at + " in " + seen);
      expected
          .properties()
          .forEach(
              member ->
                  assertHas(
                      member.getValue(),
                      actual.path(member.getKey()),
                      at + '/' + member.getKey(),
                      seen));
    } else if (expected.isArray()) {
      assertEquals(expected.size(), actual.size(), at + " in " + seen);
      for (int i = 0; i < expected.size(); i++) {
        assertHas(expected.get(i), actual.path(i), at + '/' + i, seen);
      }
    } else if (expected.isNull()) {
      assertTrue(actual.isNull() || actual.isMissingNode(), at + " in " + seen);
    } else {
      assertEquals(expected.toString(), actual.toString(), at + " in " + seen);
    }
  }

  private static JsonNode json(String body) {
    if (body == null || !(body.startsWith("{") || body.startsWith("["))) {
      return MissingNode.getInstance();
    }
    try {
      return Direct.read(body);
    } catch (RuntimeException e) {
      return MissingNode.getInstance();
    }
  }

  private static HttpEvent.Answer comparable(Gateway gateway, String key, HttpEvent.Answer answer) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!OF_THE_MOMENT.contains(name.toLowerCase(Locale.ROOT))) {
                String own =
                    gateway.prefix.isEmpty()
                        ? value
                        : value
                            .replaceAll("^" + gateway.prefix + "(?=/)", "")
                            .replace("<" + gateway.prefix + "/", "</");
                headers.put(name, comparable(key, own));
              }
            });
    String body = answer.body() == null ? null : comparable(key, answer.body());
    return new HttpEvent.Answer(answer.status(), null, headers, body);
  }

  private static String comparable(String key, String text) {
    return DIGEST
        .matcher(UUID.matcher(text.replace(key, "{k}")).replaceAll("UUID"))
        .replaceAll("OPAQUE");
  }

  private static void assertSame(HttpEvent.Answer first, Gateway gateway, HttpEvent.Answer answer) {
    assertEquals(seen(gateway, first.status()), seen(gateway, answer), gateway::toString);
    if (gateway == Gateway.DIRECT) {
      if (answer.body() != null) {
        assertEquals(parsed(first.body()), parsed(answer.body()), gateway::toString);
      }
      return;
    }
    assertEquals(first.headers(), answer.headers(), gateway::toString);
    assertEquals(first.body(), answer.body(), gateway::toString);
  }

  /** JSON whose members may have another order, or text. */
  private static Object parsed(String body) {
    JsonNode json = json(body);
    if (json instanceof ObjectNode object) {
      object.remove("instance");
    }
    return json.isMissingNode() ? String.valueOf(body) : json;
  }
}
