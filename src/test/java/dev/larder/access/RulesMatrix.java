package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.event.InvocationFailedException;
import dev.larder.event.Samples;
import dev.larder.lambda.Direct;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Requests to collections with rows, shares and fields by callers of every kind: what they see, and
 * what may become of the items.
 */
final class RulesMatrix {
  static final String VERSION = "01890a5d-ac96-774b-bcce-b302099a8057";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,}");

  /** The callers, in the order of the columns. */
  enum Who {
    /** Whom no authorizer has named. */
    NOBODY(null, "", List.of()),
    /** Has items of its own, in another tenant. */
    OTHER("eve", "member", List.of("rival")),
    /** Has items of its own, in the same tenant. */
    PEER("pat", "member", List.of("acme")),
    /** Whom some items name as a reader; of two other tenants. */
    READER("rita", "member", List.of("rival", "south")),
    /** Owns the items that are asked for, and writes notes and pins. */
    OWNER("ada", "member staff clerk", List.of("acme")),
    /** Reads everything in the items that it may read, and writes salaries. */
    HR("hal", "member hr", List.of("acme")),
    ADMIN("root", "boss", List.of()),
    /** Invokes the function directly. */
    DIRECT(null, "", List.of());

    private final String subject;
    private final String roles;
    private final List<String> tenants;

    Who(String subject, String roles, List<String> tenants) {
      this.subject = subject;
      this.roles = roles;
      this.tenants = tenants;
    }

    HttpEvent makes(HttpEvent request) {
      if (subject == null) {
        return request.anonymous();
      }
      HttpEvent made = request.jwt(subject, roles);
      return tenants.isEmpty()
          ? made
          : made.claim("tenant", "[\"" + String.join("\", \"", tenants) + "\"]");
    }

    private boolean hasAll() {
      return this == ADMIN || this == DIRECT;
    }

    private boolean is(String role) {
      return hasAll() || List.of(roles.split(" ")).contains(role);
    }
  }

  /** Two tables, one of which has items of four collections. */
  public static class Ruled implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      String model =
          """
          {"tables": {"firm": {
             "key": {"PK": "S", "SK": "S"},
             "indexes": {
               "GSI1": {"key": {"GSI1PK": "S", "GSI1SK": "S"}},
               "GSI2": {"key": {"GSI2PK": "S", "GSI2SK": "S"}}}}},
           "collections": {
             "people": {"table": "firm", "path": "/tenants/{tenantId}/people/{personId}",
               "keys": {"PK": "T#{tenantId}", "SK": "P#{personId}",
                 "GSI1PK": "T#{tenantId}#TEAM#{team}", "GSI1SK": "{personId}",
                 "GSI2PK": "PAY#{tenantId}", "GSI2SK": "{salary:012}"},
               "type": {"kind": "person"},
               "access": {"read": ["member"], "write": ["member"], "admin": ["boss"],
                 "rows": {"tenantId": "claim:tenant"},
                 "fields": {"salary": {"read": ["hr"], "write": ["hr"]},
                   "notes": {"write": ["staff"]},
                   "pin": {"read": ["hr"], "write": ["clerk"]}}}},
             "badges": {"table": "firm", "path": "/tenants/{tenantId}/badges/{badgeId}",
               "keys": {"PK": "T#{tenantId}", "SK": "B#{badgeId}"},
               "type": {"kind": "badge"},
               "access": {"read": ["member"], "write": ["member"], "admin": ["boss"],
                 "rows": {"tenantId": "claim:tenant"},
                 "share": "readers",
                 "fields": {"code": {"read": ["hr"]}}}},
             "docs": {"table": "firm", "path": "/docs/{docId}",
               "keys": {"PK": "D#{docId}", "SK": "DOC",
                 "GSI1PK": "T#{tenantId}#O#{ownerId}", "GSI1SK": "{docId}"},
               "type": {"kind": "doc"},
               "access": {"read": ["member"], "write": ["member"], "admin": ["boss"],
                 "rows": {"tenantId": "claim:tenant", "ownerId": "caller"},
                 "share": "readers",
                 "fields": {"secret": {"read": ["hr"]}}}},
             "remarks": {"table": "firm", "path": "/docs/{docId}/remarks/{remarkId}",
               "keys": {"PK": "D#{docId}", "SK": "R#{remarkId}",
                 "GSI2PK": "H#{ownerId}", "GSI2SK": "{hint}"},
               "type": {"kind": "remark"},
               "access": {"read": ["member"], "write": ["member"], "admin": ["boss"],
                 "rows": {"ownerId": "caller"},
                 "share": "readers",
                 "fields": {"hint": {"read": ["hr"]}}}}}}
          """;
      return Map.ofEntries(
          Map.entry("larder.access", "authorizer"),
          Map.entry("larder.model", model),
          Map.entry(
              "larder.collections.people.schema",
              """
              {"type": "object", "properties": {
                "salary": {"type": "integer"}, "team": {"type": "string", "maxLength": 20},
                "pin": {"type": "string", "maxLength": 30}}}
              """),
          Map.entry("larder.collections.items.table", "items"),
          Map.entry("larder.collections.items.read", "member"),
          Map.entry("larder.collections.items.write", "member"),
          Map.entry("larder.collections.items.admin", "boss"),
          Map.entry(
              "larder.collections.items.rows",
              "{\"tenantId\": \"claim:tenant\", \"ownerId\": \"caller\"}"),
          Map.entry(
              "larder.collections.items.fields",
              "{\"salary\": {\"read\": \"hr\"}, \"notes\": {\"write\": [\"staff\"]}}"),
          Map.entry("dev.indexes.items", "ownerId:S,salary:N;tenantId:S,ownerId:S"),
          Map.entry("larder.publication.event-bus", "bus"));
    }
  }

  /**
   * What of the stored items shows in a response. Capitals are items, small letters are fields;
   * {@code i} is the index of a field, {@code e} an entity tag in a problem, and {@code w} and
   * {@code l} are what is wrong with fields.
   */
  private static final Map<String, String> MARKS = new LinkedHashMap<>();

  static {
    MARKS.put("A", "Pia of acme");
    MARKS.put("B", "Pol of acme");
    MARKS.put("C", "Paz of acme");
    MARKS.put("H", "Pam of acme");
    MARKS.put("X", "Rex of rival");
    MARKS.put("G", "Badge of acme");
    MARKS.put("D", "Doc of ada");
    MARKS.put("E", "Doc of pat");
    MARKS.put("F", "Doc of eve");
    MARKS.put("O", "Odd of ada");
    MARKS.put("R", "Remark of ada");
    MARKS.put("P", "Plain of ada");
    MARKS.put("Q", "Plain of pat");
    MARKS.put("U", "Plain of eve");
    MARKS.put("s", "77100100");
    MARKS.put("n", "note that is stored");
    MARKS.put("p", "pin that is stored");
    MARKS.put("c", "code that is stored");
    MARKS.put("h", "hint that is stored");
    MARKS.put("i", "GSI2");
    MARKS.put("e", "\"current\":");
    MARKS.put("w", "must be a number");
    MARKS.put("l", "must have at most");
  }

  /** The rules of each collection, told apart by the attribute {@code kind}. */
  private enum Kind {
    PERSON(Set.of("tenantId"), Map.of("salary", "hr", "notes", "staff", "pin", "clerk")),
    BADGE(Set.of("tenantId"), Map.of("code", "hr")),
    DOC(Set.of("tenantId", "ownerId"), Map.of("secret", "hr")),
    REMARK(Set.of("ownerId"), Map.of("hint", "hr")),
    PLAIN(Set.of("tenantId", "ownerId"), Map.of("salary", "hr", "notes", "staff"));

    private final Set<String> rows;

    /** The attributes that not everybody may write, each with the role that may. */
    private final Map<String, String> writers;

    Kind(Set<String> rows, Map<String, String> writers) {
      this.rows = rows;
      this.writers = writers;
    }

    static Kind of(Map<String, AttributeValue> item) {
      return item.containsKey("PK")
          ? valueOf(item.get("kind").s().toUpperCase(Locale.ROOT))
          : PLAIN;
    }

    boolean isOf(Who caller, Map<String, AttributeValue> item) {
      return caller.hasAll()
          || rows.stream()
              .allMatch(
                  row ->
                      row.equals("ownerId")
                          ? item.get(row).s().equals(caller.subject)
                          : caller.tenants.contains(item.get(row).s()));
    }
  }

  private final DynamoDbClient client;
  private final RequestStreamHandler function;

  RulesMatrix(DynamoDbClient client, RequestStreamHandler function) {
    this.client = client;
    this.function = function;
  }

  private static final List<Map<String, AttributeValue>> SEED =
      List.of(
          person("acme", "p1", "red", "Pia of acme", "771001001", VERSION),
          person("acme", "p2", "red", "Pol of acme", "771001002", null),
          odd(person("acme", "p3", "blue", "Paz of acme", "771001003", VERSION)),
          with(
              person("acme", "p4", "green", "Pam of acme", "771001008", VERSION),
              "pin",
              AttributeValue.fromS("pin that is stored, and longer than others")),
          person("rival", "p1", "red", "Rex of rival", "771001004", VERSION),
          with(
              item(
                  "PK",
                  "T#acme",
                  "SK",
                  "B#b1",
                  "kind",
                  "badge",
                  "tenantId",
                  "acme",
                  "badgeId",
                  "b1",
                  "name",
                  "Badge of acme",
                  "code",
                  "code that is stored",
                  "_version",
                  VERSION),
              "readers",
              AttributeValue.fromSs(List.of("rita"))),
          with(
              doc("d1", "acme", "ada", "Doc of ada"),
              "readers",
              AttributeValue.fromL(
                  List.of(AttributeValue.fromS("rita"), AttributeValue.fromS("hal")))),
          with(
              doc("d2", "acme", "pat", "Doc of pat"),
              "readers",
              AttributeValue.fromSs(List.of("ada"))),
          doc("d3", "rival", "eve", "Doc of eve"),
          // As another writer has left it: that names nobody.
          with(
              doc("d4", "acme", "ada", "Odd of ada"),
              "readers",
              AttributeValue.fromS("rita and hal")),
          with(
              item(
                  "PK",
                  "D#d1",
                  "SK",
                  "R#r1",
                  "kind",
                  "remark",
                  "docId",
                  "d1",
                  "remarkId",
                  "r1",
                  "ownerId",
                  "ada",
                  "name",
                  "Remark of ada",
                  "hint",
                  "hint that is stored",
                  "GSI2PK",
                  "H#ada",
                  "GSI2SK",
                  "hint that is stored"),
              "readers",
              AttributeValue.fromSs(List.of("rita"))),
          plain("s1", "acme", "ada", "Plain of ada", "771001005"),
          plain("s2", "acme", "pat", "Plain of pat", "771001006"),
          plain("s3", "rival", "eve", "Plain of eve", "771001007"));

  private static Map<String, AttributeValue> person(
      String tenant, String id, String team, String name, String salary, String version) {
    Map<String, AttributeValue> person =
        item(
            "PK",
            "T#" + tenant,
            "SK",
            "P#" + id,
            "kind",
            "person",
            "tenantId",
            tenant,
            "personId",
            id,
            "team",
            team,
            "name",
            name,
            "notes",
            "note that is stored",
            "pin",
            "pin that is stored",
            "GSI1PK",
            "T#" + tenant + "#TEAM#" + team,
            "GSI1SK",
            id,
            "GSI2PK",
            "PAY#" + tenant,
            "GSI2SK",
            "000" + salary);
    person.put("salary", AttributeValue.fromN(salary));
    if (version != null) {
      person.put("_version", AttributeValue.fromS(version));
    }
    return person;
  }

  /** As another writer has left it: its salary violates the schema. */
  private static Map<String, AttributeValue> odd(Map<String, AttributeValue> person) {
    person.put("salary", AttributeValue.fromS("77100100 a year"));
    person.remove("GSI2SK");
    person.remove("GSI2PK");
    return person;
  }

  private static Map<String, AttributeValue> doc(
      String id, String tenant, String owner, String name) {
    return item(
        "PK",
        "D#" + id,
        "SK",
        "DOC",
        "kind",
        "doc",
        "docId",
        id,
        "tenantId",
        tenant,
        "ownerId",
        owner,
        "name",
        name,
        "secret",
        "code that is stored",
        "GSI1PK",
        "T#" + tenant + "#O#" + owner,
        "GSI1SK",
        id);
  }

  private static Map<String, AttributeValue> plain(
      String id, String tenant, String owner, String name, String salary) {
    return with(
        item(
            "id",
            id,
            "tenantId",
            tenant,
            "ownerId",
            owner,
            "name",
            name,
            "notes",
            "note that is stored",
            "_version",
            VERSION),
        "salary",
        AttributeValue.fromN(salary));
  }

  private static Map<String, AttributeValue> item(String... namesAndValues) {
    Map<String, AttributeValue> item = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      item.put(namesAndValues[i], AttributeValue.fromS(namesAndValues[i + 1]));
    }
    return item;
  }

  private static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, String attribute, AttributeValue value) {
    item.put(attribute, value);
    return item;
  }

  private static String table(Map<String, AttributeValue> item) {
    return item.containsKey("PK") ? "firm" : "items";
  }

  private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new TreeMap<>(item);
    key.keySet().retainAll(item.containsKey("PK") ? Set.of("PK", "SK") : Set.of("id"));
    return key;
  }

  private static Map<Map<String, AttributeValue>, Map<String, AttributeValue>> byKey(
      List<Map<String, AttributeValue>> items) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> byKey = new HashMap<>();
    items.forEach(item -> byKey.put(key(item), new TreeMap<>(item)));
    return byKey;
  }

  private Map<Map<String, AttributeValue>, Map<String, AttributeValue>> stored() {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (String table : List.of("firm", "items")) {
      items.addAll(client.scan(scan -> scan.tableName(table).consistentRead(true)).items());
    }
    return byKey(items);
  }

  /** Stores the items as they are at first. */
  void reset() {
    var seed = byKey(SEED);
    var stored = stored();
    stored.forEach(
        (key, item) -> {
          if (!seed.containsKey(key)) {
            client.deleteItem(delete -> delete.tableName(table(item)).key(key));
          }
        });
    seed.forEach(
        (key, item) -> {
          if (!item.equals(stored.get(key))) {
            client.putItem(put -> put.tableName(table(item)).item(item));
          }
        });
  }

  /**
   * What a caller has seen: the status, after a slash those of parts of the request, after a number
   * sign a count, after a colon the {@link #MARKS}; and {@code =} if a request that may write has
   * been successful, but has changed nothing.
   */
  record Seen(HttpEvent.Answer answer, boolean idle) {
    @Override
    public String toString() {
      return answer.status() + parts() + marks() + (idle ? "=" : "");
    }

    private String parts() {
      if (answer.body() == null || !answer.body().startsWith("{")) {
        return "";
      }
      List<String> parts = new ArrayList<>();
      for (String member : List.of("results", "operations")) {
        for (JsonNode part : answer.json().path(member)) {
          if (part.has("status")) {
            parts.add(part.path("status").asText());
          }
        }
      }
      JsonNode count = answer.json().at("/count/value");
      return (parts.isEmpty() ? "" : "/" + String.join(",", parts))
          + (count.isMissingNode() ? "" : "#" + count);
    }

    private String marks() {
      return RulesMatrix.marks(answer.headers() + "\n" + answer.body());
    }
  }

  /** The marks in a text, and in what it has encoded. */
  static String marks(String plain) {
    StringBuilder text = new StringBuilder(plain);
    Matcher token = TOKEN.matcher(text.toString());
    while (token.find()) {
      try {
        text.append('\n')
            .append(
                new String(
                    Base64.getUrlDecoder().decode(token.group()), StandardCharsets.ISO_8859_1));
      } catch (IllegalArgumentException notBase64) {
        continue;
      }
    }
    StringBuilder marks = new StringBuilder();
    MARKS.forEach((mark, value) -> marks.append(text.indexOf(value) < 0 ? "" : mark));
    return marks.isEmpty() ? "" : ":" + marks;
  }

  /**
   * Makes a request, waits for its job if it has one, checks what has become of the items, and
   * stores them as before.
   *
   * @param line method and target
   * @param fields of the header, as {@code Name: value}, separated by semicolons; null for none
   * @param body JSON, or of another media type that is named before it, where {@code /} is a new
   *     line; null for none
   */
  Seen send(Who caller, String line, String fields, String body) throws Exception {
    Request request = request(caller, line, fields, body);
    HttpEvent.Answer answer = request.sentBy(caller, function);
    if (answer.status() == 202) {
      answer = result(caller, answer);
    }
    var after = stored();
    boolean idle = after.equals(byKey(SEED));
    check(caller, request, answer, after);
    reset();
    return new Seen(
        answer, idle && answer.status() < 300 && !Set.of("GET", "HEAD").contains(request.method()));
  }

  /** The answer to a request that was accepted. */
  HttpEvent.Answer result(Who caller, HttpEvent.Answer accepted) throws Exception {
    String job =
        caller == Who.DIRECT
            ? "/_jobs/" + accepted.json().path("id").asText()
            : accepted.headers().get("Location");
    long end = System.nanoTime() + LONGEST.toNanos();
    HttpEvent.Answer state = plain(caller, job);
    while (!Set.of("done", "failed").contains(state.json().path("state").asText())) {
      assertTrue(System.nanoTime() < end, state::toString);
      Thread.sleep(5);
      state = plain(caller, job);
    }
    return plain(caller, job + "/result");
  }

  /** The answer to a read. */
  HttpEvent.Answer plain(Who caller, String path) throws IOException {
    return request(caller, "GET " + path, null, null).sentBy(caller, function);
  }

  /** Changes an attribute of a person of acme. */
  void set(String person, String attribute, AttributeValue value) {
    Map<String, AttributeValue> key = item("PK", "T#acme", "SK", "P#" + person);
    client.updateItem(
        update ->
            update
                .tableName("firm")
                .key(key)
                .updateExpression("SET #a = :a")
                .expressionAttributeNames(Map.of("#a", attribute))
                .expressionAttributeValues(Map.of(":a", value)));
  }

  /** An event of streams with the items, each as if it were new. */
  String streamed() {
    List<ObjectNode> records = new ArrayList<>();
    for (Map<String, AttributeValue> item : SEED) {
      ObjectNode record = Samples.record("dynamodb-update");
      record.put("eventID", UUID.randomUUID().toString());
      record.put(
          "eventSourceARN",
          "arn:aws:dynamodb:eu-central-1:123456789012:table/%s/stream/2026-01-01T00:00:00.000"
              .formatted(table(item)));
      ObjectNode change = (ObjectNode) record.get("dynamodb");
      change.set("Keys", json(key(item)));
      change.set("NewImage", json(item));
      change.set("OldImage", json(item));
      records.add(record);
    }
    return Samples.event(records);
  }

  private static JsonNode json(Map<String, AttributeValue> item) {
    return Direct.read(
        new String(ItemWriter.toBytes(Item.of(item), ItemFormat.TYPED), StandardCharsets.UTF_8));
  }

  /** As {@link #send}, but nothing is checked, and what is stored stays. */
  Seen attempt(Who caller, String line, String fields, String body) throws IOException {
    return new Seen(request(caller, line, fields, body).sentBy(caller, function), false);
  }

  /** Invokes the function with an event. */
  String invoke(String event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        answer,
        new FixedContext(UUID.randomUUID().toString(), 1024, 20_000));
    return answer.toString(StandardCharsets.UTF_8);
  }

  private Request request(Who caller, String line, String fields, String body) throws IOException {
    String target = filled(caller, line.substring(line.indexOf(' ') + 1), null);
    Map<String, String> header = new LinkedHashMap<>();
    String content = null;
    if (body != null) {
      String type = TYPES.get(body.split(" ")[0]);
      header.put("Content-Type", type == null ? "application/json" : type);
      content = type == null ? body : body.substring(body.indexOf(' ') + 1);
      content = content.replace(" / ", "\n").replace("{version}", VERSION);
    }
    if (fields != null) {
      for (String field : filled(caller, fields, target).split("; ")) {
        header.put(field.split(": ", 2)[0], field.split(": ", 2)[1]);
      }
    }
    return new Request(line.split(" ")[0], target, header, content);
  }

  private static final Map<String, String> TYPES =
      Map.of(
          "merge", "application/merge-patch+json",
          "patch", "application/json-patch+json",
          "update", "application/vnd.larder.update+json",
          "updates", "application/vnd.larder.updates+json",
          "typed", "application/vnd.larder.dynamodb+json",
          "ndjson", "application/x-ndjson",
          "csv", "text/csv");

  /** The status of a failure, in the problem details or the message; part of a request has none. */
  private static final Pattern STATUS =
      Pattern.compile("^(?:\\{\"type\".*?\"status\":|The response has the status )(\\d{3})");

  private static final Pattern CURSOR = Pattern.compile("[?&]cursor=\\{(next|prev) (\\w+)}");

  /** Replaces what stands in braces. */
  private String filled(Who caller, String text, String target) throws IOException {
    String filled =
        text.replace("{version}", VERSION).replace("{uuid}", UUID.randomUUID().toString());
    if (filled.contains("{tag}")) {
      String tag = plain(caller, target).headers().get("ETag");
      filled = filled.replace("{tag}", tag == null ? "\"none\"" : tag);
    }
    Matcher cursor = CURSOR.matcher(filled);
    if (cursor.find()) {
      String list = cursor.replaceFirst("");
      Who of = Who.valueOf(cursor.group(2));
      String next = plain(of, list).json().path("next").asText();
      String token =
          cursor.group(1).equals("next")
              ? next
              : plain(of, list + "&cursor=" + next).json().path("prev").asText();
      filled = list + "&cursor=" + token;
    }
    return filled;
  }

  /** A request as it is sent. */
  private record Request(String method, String target, Map<String, String> fields, String body) {
    HttpEvent.Answer sentBy(Who caller, RequestStreamHandler function) throws IOException {
      if (caller == Who.DIRECT) {
        return direct(function);
      }
      HttpEvent event = HttpEvent.of(method, target);
      if (body != null) {
        event.json(body);
      }
      fields.forEach(event::header);
      return caller.makes(event).sendTo(function);
    }

    private HttpEvent.Answer direct(RequestStreamHandler function) throws IOException {
      ObjectNode event = MAPPER.createObjectNode().put("method", method).put("path", target);
      fields.forEach((name, value) -> event.withObject("/headers").put(name, value));
      if (body != null) {
        boolean isJson =
            fields.get("Content-Type").contains("json")
                && !fields.get("Content-Type").contains("ndjson");
        if (isJson) {
          event.set("body", MAPPER.readTree(body));
        } else {
          event.put("body", body);
        }
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        function.handleRequest(
            new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
            answer,
            new FixedContext(UUID.randomUUID().toString(), 1024, 20_000));
      } catch (InvocationFailedException e) {
        Matcher status = STATUS.matcher(e.getMessage());
        return direct(status.find() ? Integer.parseInt(status.group(1)) : 207, e.getMessage());
      }
      return direct(
          "respond-async".equals(fields.get("Prefer")) ? 202 : 200,
          answer.toString(StandardCharsets.UTF_8));
    }

    private static HttpEvent.Answer direct(int status, String body) {
      return new HttpEvent.Answer(status, null, Map.of(), body);
    }
  }

  /** Checks that a caller has changed nothing but what the rules permit. */
  private static void check(
      Who caller,
      Request request,
      HttpEvent.Answer answer,
      Map<Map<String, AttributeValue>, Map<String, AttributeValue>> after) {
    var seed = byKey(SEED);
    String what = caller + " " + request + " -> " + answer;
    if (answer.status() >= 300 || Set.of("GET", "HEAD").contains(request.method())) {
      assertEquals(seed, after, what);
      return;
    }
    Set<Map<String, AttributeValue>> keys = new HashSet<>(seed.keySet());
    keys.addAll(after.keySet());
    for (Map<String, AttributeValue> key : keys) {
      Map<String, AttributeValue> old = seed.get(key);
      Map<String, AttributeValue> now = after.get(key);
      if (now == null) {
        assertTrue(Kind.of(old).isOf(caller, old), what);
        assertTrue((request.method() + request.body()).contains("DELETE"), what);
      } else if (!now.equals(old)) {
        assertTrue(old == null || Kind.of(old).isOf(caller, old), what);
        checkWritten(caller, request, old == null ? Map.of() : old, now, what + " -> " + now);
      }
    }
  }

  private static void checkWritten(
      Who caller,
      Request request,
      Map<String, AttributeValue> old,
      Map<String, AttributeValue> now,
      String what) {
    Kind kind = Kind.of(now);
    assertTrue(kind.isOf(caller, now), what);
    for (Map.Entry<String, String> field : kind.writers.entrySet()) {
      String attribute = field.getKey();
      if (!caller.is(field.getValue())) {
        assertEquals(old.get(attribute), now.get(attribute), what);
      } else if (attribute.equals("pin") && !caller.hasAll()) {
        // Its writers do not see it, so it stays unless the request says otherwise.
        assertTrue(
            Objects.equals(old.get("pin"), now.get("pin")) || ("" + request.body()).contains("pin"),
            what);
      }
    }
    if (kind == Kind.PERSON) {
      AttributeValue salary = now.get("salary");
      assertEquals(
          salary == null || salary.n() == null
              ? null
              : "%012d".formatted(Long.parseLong(salary.n())),
          now.containsKey("GSI2SK") ? now.get("GSI2SK").s() : null,
          what);
      assertEquals(
          now.containsKey("team")
              ? "T#" + now.get("tenantId").s() + "#TEAM#" + now.get("team").s()
              : null,
          now.containsKey("GSI1PK") ? now.get("GSI1PK").s() : null,
          what);
    }
  }
}
