package dev.larder.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A line of the table of requests, in {@code src/test/resources/requests}: a request, where its
 * right answer is said, and that answer. Its README names the members of a line.
 */
record RequestCase(
    String name,
    String source,
    List<Exchange> before,
    Exchange exchange,
    List<Exchange> after,
    List<Gateway> gateways) {
  static final Path TABLE = Path.of("src/test/resources/requests");

  /** What clients and gateways of every kind are asked through. */
  private static final List<Gateway> GATEWAYS =
      List.of(
          Gateway.HTTP_API,
          Gateway.FUNCTION_URL,
          Gateway.REST_API,
          Gateway.LOAD_BALANCER,
          Gateway.DIRECT);

  private static final List<String> OF_EXCHANGE =
      List.of(
          "request", "headers", "body", "base64", "status", "problem", "says", "answer", "text",
          "fields");

  private static final List<String> OF_CASE =
      List.of("case", "source", "before", "after", "only", "except");

  private static final ObjectReader JSON =
      new ObjectMapper()
          .reader()
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A request and what its answer must have. */
  record Exchange(
      Gateway.Request request,
      Optional<Integer> status,
      Optional<String> problem,
      List<String> says,
      Optional<JsonNode> answer,
      Optional<String> text,
      Map<String, Optional<String>> fields) {}

  /** All lines of the table. */
  static List<RequestCase> read() {
    List<RequestCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(TABLE)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          if (!line.isBlank()) {
            cases.add(of(line));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static RequestCase of(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      json.fieldNames()
          .forEachRemaining(
              name -> require(OF_CASE.contains(name) || OF_EXCHANGE.contains(name), name, line));
      require(json.path("case").isTextual() && json.path("source").isTextual(), "source", line);
      return new RequestCase(
          json.get("case").textValue(),
          json.get("source").textValue(),
          exchanges(json.path("before")),
          exchange(json, true),
          exchanges(json.path("after")),
          gateways(json));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException("Not a case: " + line, e);
    }
  }

  private static void require(boolean holds, String what, String line) {
    if (!holds) {
      throw new IllegalStateException("The member " + what + " is wrong in " + line);
    }
  }

  private static List<Gateway> gateways(JsonNode json) {
    List<Gateway> gateways = new ArrayList<>(GATEWAYS);
    if (json.has("only")) {
      gateways.clear();
      json.get("only").forEach(name -> gateways.add(Gateway.valueOf(name.textValue())));
    }
    json.path("except").fieldNames().forEachRemaining(n -> gateways.remove(Gateway.valueOf(n)));
    return List.copyOf(gateways);
  }

  private static List<Exchange> exchanges(JsonNode json) {
    List<Exchange> exchanges = new ArrayList<>();
    json.forEach(each -> exchanges.add(exchange(each, false)));
    return List.copyOf(exchanges);
  }

  private static Exchange exchange(JsonNode json, boolean whole) {
    if (!whole) {
      json.fieldNames()
          .forEachRemaining(name -> require(OF_EXCHANGE.contains(name), name, json.toString()));
    }
    List<String> says = new ArrayList<>();
    json.path("says").forEach(each -> says.add(each.textValue()));
    Map<String, Optional<String>> fields = new TreeMap<>();
    json.path("fields")
        .properties()
        .forEach(f -> fields.put(f.getKey(), Optional.ofNullable(f.getValue().textValue())));
    return new Exchange(
        request(json),
        json.has("status") ? Optional.of(json.get("status").intValue()) : Optional.empty(),
        Optional.ofNullable(json.path("problem").textValue()),
        List.copyOf(says),
        Optional.ofNullable(json.get("answer")),
        Optional.ofNullable(json.path("text").textValue()),
        fields);
  }

  private static Gateway.Request request(JsonNode json) {
    String[] line = json.path("request").asText().split(" ", 2);
    Map<String, List<String>> headers = new TreeMap<>();
    json.path("headers")
        .properties()
        .forEach(
            field -> {
              List<String> values = new ArrayList<>();
              if (field.getValue().isArray()) {
                field.getValue().forEach(value -> values.add(value.textValue()));
              } else {
                values.add(field.getValue().textValue());
              }
              headers.put(field.getKey().toLowerCase(Locale.ROOT), values);
            });
    JsonNode body = json.path("body");
    if (body.isContainerNode()) {
      headers.putIfAbsent("content-type", List.of("application/json"));
    }
    String sent =
        json.has("base64")
            ? json.get("base64").textValue()
            : body.isContainerNode() ? body.toString() : body.textValue();
    return new Gateway.Request(line[0], line[1], headers, sent, json.has("base64"));
  }

  /** The same case with this key in place of {@code {k}}. */
  RequestCase with(String key) {
    return new RequestCase(
        name,
        source,
        before.stream().map(each -> with(key, each)).toList(),
        with(key, exchange),
        after.stream().map(each -> with(key, each)).toList(),
        gateways);
  }

  private static Exchange with(String key, Exchange exchange) {
    Gateway.Request request = exchange.request();
    Map<String, List<String>> headers = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> headers.put(name, values.stream().map(v -> put(key, v)).toList()));
    String body = request.body();
    if (body != null) {
      body =
          request.base64()
              ? Base64.getEncoder().encodeToString(put(key, Base64.getDecoder().decode(body)))
              : put(key, body);
    }
    Map<String, Optional<String>> fields = new TreeMap<>();
    exchange.fields().forEach((name, value) -> fields.put(name, value.map(v -> put(key, v))));
    return new Exchange(
        new Gateway.Request(
            request.method(), put(key, request.target()), headers, body, request.base64()),
        exchange.status(),
        exchange.problem(),
        exchange.says().stream().map(each -> put(key, each)).toList(),
        exchange.answer().map(json -> Direct.read(put(key, json.toString()))),
        exchange.text().map(text -> put(key, text)),
        fields);
  }

  private static String put(String key, String text) {
    return text.replace("{k}", key);
  }

  /** Octets that are no text keep their values, as in ISO 8859-1. */
  private static byte[] put(String key, byte[] octets) {
    return put(key, new String(octets, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return name;
  }
}
