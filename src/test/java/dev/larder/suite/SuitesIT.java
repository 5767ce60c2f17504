package dev.larder.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.Progress;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.Gateway;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.RuntimeApi;
import dev.larder.text.PercentEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Public suites of texts that trouble parsers, through each reader of bodies of the built function.
 * Without {@code -Psuites} it takes one of twenty.
 */
class SuitesIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectMapper EXACT =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Equal numbers are equal, however they are written. */
  private static final Comparator<JsonNode> BY_VALUE =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int STEP = Integer.getInteger("larder.suites.step", 20);

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(dynamoDb, "suites", Map.of("LARDER_ACCESS", "open"));

  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  @AfterAll
  static void noServerErrorIsLogged() {
    assertEquals(
        List.of(),
        function.log().lines().filter(line -> line.contains("\"level\":\"ERROR\"")).toList());
  }

  /** What a reader made of a text. */
  private enum Verdict {
    ACCEPTED,
    REFUSED,
    FAILED
  }

  /**
   * A way to a reader of JSON.
   *
   * @param before what stands before the text in the body
   * @param after what stands after it
   */
  private record Reader(String name, String request, String type, String before, String after) {
    byte[] body(byte[] text) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(before.getBytes(StandardCharsets.UTF_8));
      body.writeBytes(text);
      body.writeBytes(after.getBytes(StandardCharsets.UTF_8));
      return body.toByteArray();
    }
  }

  private static final String PLAIN = "application/json";
  private static final String TYPED = "application/vnd.larder.dynamodb+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String NDJSON = "application/x-ndjson";

  /** The text is the whole body. */
  private static final List<Reader> WHOLE =
      List.of(
          new Reader("put", "PUT /items/suite", PLAIN, "", ""),
          new Reader("typed put", "PUT /items/suite", TYPED, "", ""),
          new Reader("merge patch", "PATCH /items/suite", MERGE_PATCH, "", ""),
          new Reader("patch", "PATCH /items/suite", JSON_PATCH, "", ""),
          new Reader("post", "POST /items", PLAIN, "", ""),
          new Reader("typed post", "POST /items", TYPED, "", ""),
          new Reader("lines", "POST /items", NDJSON, "", ""),
          new Reader("bulk delete", "DELETE /items", PLAIN, "", ""),
          new Reader("transaction", "POST /_transactions", PLAIN, "", ""),
          new Reader("look-up", "POST /", PLAIN, "", ""));

  /** The text is the value of the attribute {@code v}. */
  private static final List<Reader> VALUE =
      List.of(
          new Reader("put", "PUT /items/suite", PLAIN, "{\"v\":", "}"),
          new Reader("merge patch", "PATCH /items/suite", MERGE_PATCH, "{\"v\":", "}"),
          new Reader(
              "patch",
              "PATCH /items/suite",
              JSON_PATCH,
              "[{\"op\":\"add\",\"path\":\"/v\",\"value\":",
              "}]"),
          new Reader("bulk", "POST /items", PLAIN, "[{\"id\":\"suite\",\"v\":", "}]"),
          new Reader(
              "transaction",
              "POST /_transactions",
              PLAIN,
              "{\"operations\":[{\"method\":\"PUT\",\"path\":\"/items/suite\",\"body\":{\"v\":",
              "}}]}"));

  @Test
  void textsThatAreNoJsonAreRefusedByEveryReaderAndNoTextMakesAServerError() throws IOException {
    put("suite", JSON.objectNode());
    int number = 0;
    Map<String, byte[]> files = Suites.unzipped("json-test-suite.zip");
    Progress progress = new Progress("files of JSONTestSuite", files.size());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      progress.step();
      if (number++ % STEP == 0) {
        for (Reader reader : WHOLE) {
          judge(file.getKey() + " as " + reader.name(), reader, file.getValue(), false);
        }
        for (Reader reader : VALUE) {
          judge(file.getKey() + " in " + reader.name(), reader, file.getValue(), true);
        }
        direct(file.getKey(), file.getValue());
      }
    }
    System.out.println("JSONTestSuite: " + counts);
    assertEquals(List.of(), wrong);
  }

  private void judge(String name, Reader reader, byte[] text, boolean value) throws IOException {
    Verdict verdict = verdict(name, send(reader, text));
    char kind = name.charAt(0);
    counts.merge(kind + " " + verdict, 1, Integer::sum);
    if (kind == 'n' && verdict == Verdict.ACCEPTED) {
      wrong.add(name + " is accepted");
    }
    if (kind == 'y' && value && !REFUSED_BY_DESIGN.contains(name.split(" ")[0])) {
      if (verdict != Verdict.ACCEPTED) {
        wrong.add(name + " is refused");
      } else if (!EXACT
          .readTree(text)
          .equals(BY_VALUE, EXACT.valueToTree(get("suite").path("v")))) {
        wrong.add(name + " is stored as " + get("suite").path("v"));
      }
    }
  }

  /** Valid JSON whose meaning is a guess, and names that DynamoDB does not have. */
  private static final Set<String> REFUSED_BY_DESIGN =
      Set.of(
          "y_object_duplicated_key.json",
          "y_object_duplicated_key_and_value.json",
          "y_object_empty_key.json");

  private Verdict verdict(String name, HttpEvent.Answer answer) {
    if (answer.status() >= 500) {
      wrong.add(name + ": " + answer);
      return Verdict.FAILED;
    }
    boolean done =
        answer.status() == 207
            ? answer.json().path("succeeded").intValue() > 0
            : answer.status() < 300;
    return done ? Verdict.ACCEPTED : Verdict.REFUSED;
  }

  /** The text as the payload of an invocation, and as a body in it. */
  private void direct(String name, byte[] text) {
    for (boolean whole : new boolean[] {true, false}) {
      Reader reader =
          whole
              ? new Reader("", "", "", "", "")
              : new Reader(
                  "",
                  "",
                  "",
                  "{\"method\":\"PUT\",\"path\":\"/items/suite\",\"body\":{\"v\":",
                  "}}");
      RuntimeApi.Outcome outcome = function.invoke(reader.body(text));
      counts.merge(
          "direct " + name.charAt(0) + (outcome.failed() ? " failed" : ""), 1, Integer::sum);
      if (name.startsWith("n_") && !outcome.failed()) {
        wrong.add(name + " is accepted as a payload: " + outcome.text());
      }
      if (outcome.failed() && outcome.text().contains("\"status\":5")) {
        wrong.add(name + " as a payload: " + outcome.text());
      }
    }
    sqs(name, text);
  }

  /** A message has text; octets that are none do not reach a queue. */
  private void sqs(String name, byte[] octets) {
    String text = new String(octets, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      return;
    }
    String body = "{\"method\":\"PUT\",\"path\":\"/items/suite\",\"body\":{\"v\":" + text + "}}";
    RuntimeApi.Outcome outcome =
        function.invoke(Samples.event(List.of(Samples.message("suite-" + name, body))));
    assertFalse(outcome.failed(), outcome::text);
    if (name.startsWith("n_") && Samples.failures(outcome.payload()).isEmpty()) {
      wrong.add(name + " is accepted from a queue: " + outcome.text());
    }
  }

  private static HttpEvent.Answer send(Reader reader, byte[] text) {
    String[] line = reader.request().split(" ");
    return send(
        line[0], line[1], Map.of("content-type", List.of(reader.type())), reader.body(text));
  }

  private static HttpEvent.Answer send(
      String method, String target, Map<String, List<String>> headers, byte[] body) {
    Gateway.Request request =
        new Gateway.Request(
            method,
            target,
            new HashMap<>(headers),
            body == null ? null : Base64.getEncoder().encodeToString(body),
            body != null);
    return HttpEvent.Answer.of(function.invoke(Gateway.FUNCTION_URL.event(request).toString()));
  }

  private static void put(String key, JsonNode item) {
    HttpEvent.Answer answer =
        send(
            "PUT",
            "/items/" + PercentEncoding.encode(key),
            Map.of("content-type", List.of(PLAIN)),
            item.toString().getBytes(StandardCharsets.UTF_8));
    assertTrue(answer.status() < 300, answer::toString);
  }

  private static JsonNode get(String key) {
    return send("GET", "/items/" + PercentEncoding.encode(key), Map.of(), null).json();
  }

  @Test
  void naughtyStringsAreKeysNamesAndValuesExactly() throws IOException {
    JsonNode strings = MAPPER.readTree(Suites.file("blns.json"));
    Progress progress = new Progress("naughty strings", strings.size());
    for (int i = 0; i < strings.size(); i += STEP) {
      progress.at(i);
      naughty(i, strings.get(i).textValue());
    }
    System.out.println("Naughty strings: " + counts);
    assertEquals(List.of(), wrong);
  }

  private void naughty(int number, String text) throws IOException {
    String key = "naughty-" + number;
    put(key, JSON.objectNode().put("v", text));
    expect("value", text, get(key).path("v"));

    if (!text.isEmpty()) {
      put(key, JSON.objectNode().put(text, 1));
      if (!Set.of("id", "_version").contains(text)) {
        expect("name", "1", get(key).path(text));
        HttpEvent.Answer projected =
            send("GET", "/items/" + key + "?fields=" + field(text), Map.of(), null);
        expect("field", "1", projected.json().path(text));
      }
    }
    put(key, JSON.objectNode());
    ObjectNode change = JSON.objectNode().put("v", text);
    patched(MERGE_PATCH, key, change);
    expect("merge patch", text, get(key).path("v"));
    JsonNode operation =
        JSON.arrayNode()
            .add(JSON.objectNode().put("op", "add").put("path", "/w").put("value", text));
    patched(JSON_PATCH, key, operation);
    expect("patch", text, get(key).path("w"));

    HttpEvent.Answer lines =
        send(
            "POST",
            "/items",
            Map.of("content-type", List.of(NDJSON)),
            JSON.objectNode()
                .put("id", key)
                .put("line", text)
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    assertEquals(200, lines.status(), lines::toString);
    expect("line", text, get(key).path("line"));

    if (!text.isEmpty()) {
      key(text);
      csv(key, text);
    }
  }

  private static String field(String name) {
    return PercentEncoding.encode(name.replaceAll("[\\\\.,]", "\\\\$0"));
  }

  private static void patched(String type, String key, JsonNode patch) {
    HttpEvent.Answer answer =
        send(
            "PATCH",
            "/items/" + key,
            Map.of("content-type", List.of(type)),
            patch.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(200, answer.status(), answer::toString);
  }

  private void key(String text) {
    ObjectNode item = JSON.objectNode().put("id", text).put("v", 1);
    HttpEvent.Answer created =
        send(
            "POST",
            "/items",
            Map.of("content-type", List.of(PLAIN)),
            JSON.arrayNode().add(item).toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(200, created.status(), created::toString);
    if (!Set.of(".", "..").contains(text)) {
      expect("key", text, get(text).path("id"));
    }
    String quoted = JSON.textNode(text).toString();
    HttpEvent.Answer found =
        send("GET", "/items?id=" + PercentEncoding.encode(quoted), Map.of(), null);
    expect("query", text, found.json().path("items").path(0).path("id"));
    HttpEvent.Answer batch =
        send("GET", "/items?id[in]=" + PercentEncoding.encode(quoted), Map.of(), null);
    expect("batch get", text, batch.json().path("items").path(0).path("id"));
  }

  private void csv(String key, String text) {
    String cell = JSON.textNode(text).toString().replace("\"", "\"\"");
    HttpEvent.Answer written =
        send(
            "POST",
            "/items",
            Map.of("content-type", List.of("text/csv")),
            ("id,cell\r\n" + key + ",\"" + cell + "\"\r\n").getBytes(StandardCharsets.UTF_8));
    assertEquals(200, written.status(), written::toString);
    expect("cell", text, get(key).path("cell"));
    HttpEvent.Answer export =
        send(
            "GET",
            "/items?id=" + key + "&fields=id,cell",
            Map.of("accept", List.of("text/csv")),
            null);
    assertEquals(200, export.status(), export::toString);
    put(key, JSON.objectNode());
    HttpEvent.Answer restored =
        send(
            "POST",
            "/items",
            Map.of("content-type", List.of("text/csv")),
            export.body().getBytes(StandardCharsets.UTF_8));
    assertEquals(200, restored.status(), restored::toString);
    expect("exported cell", text, get(key).path("cell"));
  }

  private void expect(String where, String text, JsonNode value) {
    counts.merge(where, 1, Integer::sum);
    if (!text.equals(value.asText())) {
      wrong.add(where + " of " + JSON.textNode(text) + " is " + value);
    }
  }

  /** A column whose number in the suite's CSV is not that in its JSON. */
  private static final String DIFFERS = "Contact Phone Number";

  @Test
  void csvMeansWhatTheSpectrumSays() throws IOException {
    Map<String, byte[]> files = Suites.unzipped("csv-spectrum.zip");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().startsWith("csvs/")) {
        String name = file.getKey().replaceFirst("csvs/(.*)\\.csv", "$1");
        JsonNode rows = MAPPER.readTree(files.get("json/" + name + ".json"));
        spectrum(name, file.getValue(), rows.isArray() ? rows : JSON.arrayNode().add(rows));
      }
    }
    assertEquals(List.of(), wrong);
  }

  private void spectrum(String name, byte[] csv, JsonNode rows) {
    HttpEvent.Answer written =
        send(
            "POST",
            "/items",
            Map.of("content-type", List.of("text/csv")),
            keyed(name, new String(csv, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    assertEquals(200, written.status(), written::toString);
    assertEquals(rows.size(), written.json().path("succeeded").intValue(), name);
    for (int row = 0; row < rows.size(); row++) {
      JsonNode item = get(name + '-' + (row + 1));
      rows.get(row)
          .properties()
          .forEach(
              cell -> {
                JsonNode value = item.path(cell.getKey());
                if (!cell.getKey().equals(DIFFERS) && !isOf(cell.getValue().textValue(), value)) {
                  wrong.add(name + ": " + cell + " is " + value);
                }
              });
    }
  }

  /** Whether the value is what the cell says: JSON where the cell is, or else its text. */
  private static boolean isOf(String cell, JsonNode value) {
    if (!value.isContainerNode()) {
      return value.asText().equals(cell);
    }
    try {
      return EXACT.readTree(cell).equals(BY_VALUE, value);
    } catch (IOException e) {
      return false;
    }
  }

  /** The file with another column, {@code id}, of the name and the number of the row. */
  private static String keyed(String name, String csv) {
    StringBuilder keyed = new StringBuilder("id,");
    boolean quoted = false;
    int row = 0;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      quoted ^= c == '"';
      keyed.append(c);
      if (c == '\n' && !quoted && i + 1 < csv.length()) {
        keyed.append(name).append('-').append(++row).append(',');
      }
    }
    return keyed.toString();
  }
}
