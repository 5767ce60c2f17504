package dev.larder.access;

import dev.larder.access.Worlds.Kind;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.text.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes random requests of a caller who wants to learn in which of two worlds it is. It knows its
 * own items, and candidates of what is hidden from it.
 */
final class AttackSource {
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String TYPED = ItemFormat.TYPED.mediaType();
  private static final String UPDATE = "application/vnd.larder.update+json";
  private static final List<String> OPERATORS =
      List.of(
          "eq", "ne", "lt", "lte", "gt", "gte", "between", "prefix", "contains", "in", "exists");

  private final Random random;
  private final Worlds worlds;
  private final Kind kind;

  AttackSource(Random random, Worlds worlds) {
    this.random = random;
    this.worlds = worlds;
    this.kind = worlds.kind();
  }

  /** A short sequence of requests, at the end of which the caller looks at all its items. */
  List<Attack> attacks() {
    List<Attack> attacks = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      attacks.addAll(attack());
    }
    attacks.add(Attack.of("GET", kind.list()));
    return attacks;
  }

  private List<Attack> attack() {
    int choice = random.nextInt(20);
    return switch (choice) {
      case 0, 1 -> List.of(get());
      case 2, 3, 4 -> list();
      case 5 -> List.of(batchGet());
      case 6 -> List.of(include());
      case 7, 8 -> repeated(put());
      case 9 -> repeated(post());
      case 10, 11 -> repeated(mergePatch());
      case 12, 13 -> repeated(jsonPatch());
      case 14, 15 -> repeated(update());
      case 16 -> repeated(delete());
      case 17 -> repeated(bulk());
      default -> repeated(transaction());
    };
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** The key of an item to write, or to read. */
  private List<String> key(boolean reads) {
    if (!once(4)) {
      return one(worlds.own());
    }
    return reads && once(2) ? one(worlds.ghosts()) : one(worlds.named());
  }

  /** What a hidden attribute may be. */
  private AttributeValue guess(String attribute, List<String> key) {
    int choice = random.nextInt(5);
    AttributeValue real = choice < 4 ? worlds.whole(key, choice % 2).get(attribute) : null;
    return real == null ? Worlds.hiddenValue(kind, attribute, random) : real;
  }

  private String hidden() {
    return one(Worlds.HIDDEN);
  }

  private static String json(Map<String, AttributeValue> item) {
    return json(item, ItemFormat.PLAIN);
  }

  private static String json(Map<String, AttributeValue> item, ItemFormat form) {
    return new String(ItemWriter.toBytes(Item.of(item), form), StandardCharsets.UTF_8);
  }

  /** A value as JSON. */
  private static String json(AttributeValue value) {
    String object = json(Map.of("v", value));
    return object.substring("{\"v\":".length(), object.length() - 1);
  }

  private static String encoded(String text) {
    return PercentEncoding.encode(text);
  }

  private Attack get() {
    List<String> key = key(true);
    StringBuilder path = new StringBuilder(kind.path(key));
    String separator = "?";
    if (once(3)) {
      path.append(separator)
          .append("fields=")
          .append(one("title", "pay", "pay,title", "-pay", "memo.n", "_version"));
      separator = "&";
    }
    if (once(3)) {
      path.append(separator).append("consistent=true");
    }
    Attack attack = Attack.of(once(8) ? "HEAD" : "GET", path.toString());
    if (once(3)) {
      attack = attack.header(one("If-None-Match", "If-Match"), tag(key));
    }
    return once(3) ? attack.header("Accept", TYPED) : attack;
  }

  /** An entity tag, as of an item as the caller guesses it to be. */
  private String tag(List<String> key) {
    return switch (random.nextInt(8)) {
      case 0 -> "*";
      case 1, 2 -> "\"%ETAG%\"";
      case 3 -> "\"" + Worlds.OLD_VERSION + "000000000001\"";
      default -> "\"" + derived(key) + (once(4) ? ";typed" : "") + '"';
    };
  }

  /** The version of an item without one, with what the caller guesses of it or sees. */
  private String derived(List<String> key) {
    Map<String, AttributeValue> item =
        new LinkedHashMap<>(once(3) ? worlds.visible(key) : worlds.whole(key, random.nextInt(2)));
    item.remove("_version");
    return Worlds.derivedVersion(
        kind.isComposed() && once(2) && !item.isEmpty() ? kind.stored(item) : item);
  }

  private String condition(List<String> key) {
    String operator = once(4) ? "exists" : one(OPERATORS);
    boolean aboutHidden = once(2);
    String attribute =
        aboutHidden
            ? hidden()
            : one("title", "rank", "kind", "tags", "info.n", "seal", "id", "absent");
    String name = aboutHidden && once(4) ? attribute + ".n" : attribute;
    String value;
    if (operator.equals("exists")) {
      value = String.valueOf(random.nextBoolean());
    } else if (aboutHidden) {
      value = encoded(json(guess(attribute, key)));
      if (operator.equals("between") || operator.equals("in")) {
        value += ',' + encoded(json(guess(attribute, key)));
      }
    } else {
      AttributeValue seen = worlds.visible(key).get(attribute);
      value =
          seen == null || seen.hasM() || seen.hasSs()
              ? one("1", "2", "a", "x", "s")
              : encoded(json(seen));
      if (operator.equals("between") || operator.equals("in")) {
        value = value + ',' + value;
      }
    }
    return encoded(name + '[' + operator + ']') + '=' + value;
  }

  private List<Attack> list() {
    List<String> parameters = new ArrayList<>();
    String path = once(3) || kind.isComposed() && once(2) ? "/" + kind.collection() : kind.list();
    if (once(4)) {
      parameters.add(
          kind.isShared()
              ? one("ownerId=ada", "ownerId=bob", "ownerId[in]=ada,bob", "ownerId[ne]=ada")
              : one(
                  "tenantId=acme",
                  "tenantId=other",
                  "tenantId[in]=acme,other",
                  "tenantId[prefix]=acm"));
    }
    if (kind == Kind.DOCS && once(4)) {
      parameters.add(one("kind=x", "kind=y"));
    }
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      parameters.add(condition(one(worlds.own())));
    }
    if (once(4)) {
      parameters.add("sort=" + one("", "-") + one("rank", "id", "pay", "title", "grade", "memo"));
    }
    if (once(5)) {
      parameters.add("fields=" + one("id", "id,pay", "-memo", "title,grade", "pay.n"));
    }
    if (once(5)) {
      parameters.add("count=true");
    }
    if (once(8)) {
      parameters.add("consistent=true");
    }
    boolean pages = once(3);
    parameters.add("limit=" + (pages ? one("1", "2") : one("0", "3", "50", "50")));
    Attack attack = Attack.of("GET", path + '?' + String.join("&", parameters));
    if (once(2)) {
      attack =
          attack.header(
              "Accept", one("text/csv", NDJSON, TYPED, "application/vnd.larder.plan+json"));
    }
    List<Attack> attacks = new ArrayList<>(List.of(attack));
    for (int i = 0; pages && i < 2; i++) {
      attacks.add(
          new Attack(
              "GET",
              attack.path() + "&cursor=" + (once(5) ? "%ALTERED%" : "%NEXT%"),
              attack.headers(),
              null));
    }
    return attacks;
  }

  private Attack batchGet() {
    List<List<String>> keys = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      keys.add(key(true));
    }
    String ids = keys.stream().map(key -> key.get(key.size() - 1)).collect(Collectors.joining(","));
    String tenant =
        kind.key().size() == 1 ? "" : "tenantId=" + (once(6) ? "other" : one(keys).get(0)) + '&';
    Attack attack =
        Attack.of(
            "GET",
            "/"
                + kind.collection()
                + '?'
                + tenant
                + "id[in]="
                + ids
                + (once(3) ? '&' + condition(one(worlds.own())) : ""));
    return once(2) ? attack.header("Accept", one("text/csv", NDJSON, TYPED)) : attack;
  }

  private Attack include() {
    return kind == Kind.TASKS && !once(3)
        ? Attack.of("GET", "/tenants/acme/members/host?include=tasks")
        : Attack.of(
            "GET",
            kind.path(key(true)) + "?include=" + (kind == Kind.MEMBERS ? "tasks" : "members"));
  }

  private Map<String, AttributeValue> content(List<String> key) {
    Map<String, AttributeValue> body = new LinkedHashMap<>(worlds.visible(key));
    body.remove("_version");
    if (once(2) || body.size() > 100) {
      body.keySet().removeIf(name -> name.startsWith("w"));
    }
    if (once(2)) {
      body.put("title", Worlds.text(one("a", "b", "ab")));
    }
    if (once(8)) {
      body.put("title", Worlds.text("much too long"));
    }
    if (once(12)) {
      body.put("extra", Worlds.text("e".repeat(one(10, 420_000))));
    }
    if (once(6)) {
      body.put("seal", Worlds.text(one("s", "t")));
    }
    if (once(4)) {
      body.put("memo", guess("memo", key));
    }
    if (once(8)) {
      body.put(one("pay", "grade"), guess("pay", key));
    }
    if (once(10)) {
      body.put(kind.row(), Worlds.text(one("other", "bob", Worlds.CALLER, Worlds.TENANT)));
    }
    if (kind.isShared() && once(6)) {
      body.put("readers", AttributeValue.fromL(List.of(Worlds.text(one("bob", "eve")))));
    }
    if (once(12)) {
      body.put("_version", Worlds.text(one("%ETAG%", derived(key))));
    }
    return body;
  }

  private Attack put() {
    List<String> key = key(false);
    Map<String, AttributeValue> body = content(key);
    boolean typed = once(5);
    Attack attack =
        Attack.of("PUT", kind.path(key))
            .body(typed ? TYPED : JSON, json(body, typed ? ItemFormat.TYPED : ItemFormat.PLAIN));
    return preferring(conditional(attack, key));
  }

  private Attack conditional(Attack attack, List<String> key) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> attack.header("If-Match", tag(key));
      case 2 -> attack.header("If-None-Match", tag(key));
      case 3 ->
          once(3) ? attack.header("If-Unmodified-Since", "Sun, 01 Nov 2015 00:00:00 GMT") : attack;
      default -> attack;
    };
  }

  private Attack preferring(Attack attack) {
    return once(3)
        ? attack.header("Prefer", one("return=representation", "return=minimal"))
        : attack;
  }

  private Attack post() {
    List<String> key = key(false);
    Map<String, AttributeValue> body = content(key);
    kind.key().forEach(body::remove);
    if (!once(3)) {
      for (int i = 0; i < key.size(); i++) {
        body.put(kind.key().get(i), Worlds.text(key.get(i)));
      }
    }
    Attack attack =
        Attack.of("POST", once(2) ? kind.list() : "/" + kind.collection()).body(JSON, json(body));
    return preferring(once(4) ? attack.header("If-None-Match", "*") : attack);
  }

  private Attack patch(List<String> key, String type, String body) {
    return preferring(conditional(Attack.of("PATCH", kind.path(key)).body(type, body), key));
  }

  private Attack mergePatch() {
    List<String> key = key(false);
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      members.add(
          switch (random.nextInt(6)) {
            case 0 -> "\"title\": " + one("null", "\"a\"", "\"b\"");
            case 1 -> "\"memo\": " + one("null", "{\"n\": 1}", json(guess("memo", key)));
            case 2 -> "\"memo\": " + json(guess("memo", key));
            case 3 -> "\"" + hidden() + "\": " + one("null", json(guess("pay", key)));
            case 4 -> "\"info\": " + one("{\"n\": 1}", "{\"m\": null}", "5");
            default -> "\"seal\": " + one("null", "\"s\"", "\"t\"");
          });
    }
    return patch(key, "application/merge-patch+json", '{' + String.join(", ", members) + '}');
  }

  private Attack jsonPatch() {
    List<String> key = key(false);
    List<String> operations = new ArrayList<>();
    for (int i = once(3) ? 2 : 1; i > 0; i--) {
      String hidden = hidden();
      operations.add(
          switch (random.nextInt(11)) {
            case 0 -> operation("test", "/" + hidden, json(guess(hidden, key)));
            case 1 -> operation("test", "", json(worlds.whole(key, random.nextInt(2))));
            case 2 -> moving("copy", "/" + hidden, "/title");
            case 3 -> moving(one("copy", "move"), one("", "/memo/n", "/info"), "/copied");
            case 4, 5 -> operation("add", "/memo", json(guess("memo", key)));
            case 6 ->
                operation(
                    one("replace", "add"), one("/" + hidden, "/memo/n"), json(guess("pay", key)));
            case 7 -> "{\"op\": \"remove\", \"path\": \"/" + hidden + "\"}";
            case 8 -> operation("replace", "", json(content(key)));
            case 9 -> operation("test", "/title", "\"a\"");
            default -> operation("add", "/title", one("\"a\"", "\"b\""));
          });
    }
    return patch(key, "application/json-patch+json", operations.toString());
  }

  private static String operation(String name, String path, String value) {
    return "{\"op\": \"%s\", \"path\": \"%s\", \"value\": %s}".formatted(name, path, value);
  }

  private static String moving(String name, String from, String path) {
    return "{\"op\": \"%s\", \"from\": \"%s\", \"path\": \"%s\"}".formatted(name, from, path);
  }

  private String document(List<String> key) {
    List<String> members = new ArrayList<>();
    String hidden = hidden();
    members.add(
        switch (random.nextInt(9)) {
          case 0 -> "\"set\": {\"memo\": " + json(guess("memo", key)) + '}';
          case 1 -> "\"remove\": [\"" + one("memo", hidden, "memo.n", "title") + "\"]";
          case 2 ->
              "\"setIfAbsent\": {\""
                  + one("memo", hidden, "title")
                  + "\": "
                  + json(guess("memo", key))
                  + '}';
          case 3 -> "\"add\": {\"" + one("memo", hidden, "memo.n", "rank") + "\": 1}";
          case 4 ->
              "\""
                  + one("append", "prepend")
                  + "\": {\""
                  + one("memo", "info", "list")
                  + "\": [1]}";
          case 5 -> "\"deleteFrom\": {\"" + one("memo", "tags") + "\": [\"p\"]}";
          case 6 -> "\"set\": {\"memo[0]\": 1}";
          case 7 -> "\"set\": {\"seal\": \"t\", \"title\": \"b\"}";
          default -> "\"set\": {\"title\": \"b\"}";
        });
    if (once(2)) {
      members.add("\"if\": \"" + condition(key).replace("\"", "\\\"") + '"');
    }
    if (once(4)) {
      members.add("\"upsert\": true");
    }
    return '{' + String.join(", ", members) + '}';
  }

  private Attack update() {
    List<String> key = key(false);
    return patch(key, UPDATE, document(key));
  }

  private Attack delete() {
    List<String> key = key(false);
    return conditional(Attack.of("DELETE", kind.path(key)), key);
  }

  private String named(List<String> key, Map<String, AttributeValue> content) {
    Map<String, AttributeValue> body = new LinkedHashMap<>(content);
    for (int i = 0; i < key.size(); i++) {
      body.put(kind.key().get(i), Worlds.text(key.get(i)));
    }
    return json(body);
  }

  private Attack bulk() {
    int choice = random.nextInt(4);
    List<String> entries = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      List<String> key = key(false);
      entries.add(
          switch (choice) {
            case 0 -> named(key, Map.of());
            case 1 -> "{\"key\": " + named(key, Map.of()) + ", \"update\": " + document(key) + '}';
            default -> named(key, content(key));
          });
    }
    String path = "/" + kind.collection();
    String method = choice == 0 ? "DELETE" : choice == 1 ? "PATCH" : "POST";
    return once(2)
        ? Attack.of(method, path)
            .body(choice == 1 ? "application/vnd.larder.updates+json" : JSON, entries.toString())
        : Attack.of(method, path)
            .body(
                choice == 1 ? "application/vnd.larder.updates+x-ndjson" : NDJSON,
                String.join("\n", entries));
  }

  private Attack transaction() {
    List<String> operations = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      List<String> key = key(false);
      String method = one("PUT", "CHECK", "CHECK", "DELETE", "PATCH", "POST");
      StringBuilder operation = new StringBuilder("{\"method\": \"" + method + "\", \"path\": \"");
      operation
          .append(method.equals("POST") ? "/" + kind.collection() : kind.path(key))
          .append('"');
      switch (method) {
        case "PUT" -> operation.append(", \"body\": ").append(json(content(key)));
        case "POST" -> operation.append(", \"body\": ").append(named(key, content(key)));
        case "PATCH" -> operation.append(", \"body\": ").append(document(key));
        default -> {}
      }
      if (!method.equals("POST")) {
        int demand = random.nextInt(4);
        if (demand == 0 || method.equals("CHECK") && demand == 1) {
          operation.append(", \"ifMatch\": \"").append(tag(key).replace("\"", "\\\"")).append('"');
        } else if (demand == 1 || method.equals("CHECK") && demand > 1) {
          operation.append(", \"if\": \"").append(condition(key).replace("\"", "\\\"")).append('"');
        }
      }
      operations.add(operation.append('}').toString());
    }
    return Attack.of("POST", "/_transactions").body(JSON, "{\"operations\": " + operations + '}');
  }

  /** Some writes are sent twice, under one key. */
  private List<Attack> repeated(Attack write) {
    if (!once(6)) {
      return List.of(write);
    }
    Attack keyed = write.header("Idempotency-Key", "\"%WORLD%-" + random.nextInt(1_000_000) + '"');
    return List.of(keyed, keyed);
  }
}
