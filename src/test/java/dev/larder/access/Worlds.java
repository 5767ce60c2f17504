package dev.larder.access;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.table.schema.ItemVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Two random states of the tables of one collection, which differ only in what {@link #CALLER} must
 * not know: in hidden attributes of its items, and in the items of others.
 *
 * <p>The caller may try the keys in {@link #named}, and read those in {@link #ghosts} besides: an
 * item of others with such a key may be in one of the worlds alone.
 *
 * @param kind the collection
 * @param pairs the items, first those of the caller
 * @param own the keys of the caller's items
 * @param named other keys, with which every request may be made
 * @param ghosts other keys, which a request may read
 */
record Worlds(
    Kind kind,
    List<Pair> pairs,
    List<List<String>> own,
    List<List<String>> named,
    List<List<String>> ghosts) {
  static final String CALLER = "ada";
  static final String TENANT = "acme";

  /** Those who may not read {@code pay}, {@code memo} and {@code grade}, nor write {@code seal}. */
  static final String SCOPES = "member clerk staff";

  /** The beginning of the versions of stored items, which no generated one has. */
  static final String OLD_VERSION = "01700000-0000-7000-8000-";

  /** Much older items would count as never expiring. */
  private static final long YESTERDAY = Instant.now().minus(Duration.ofDays(1)).getEpochSecond();

  static final List<String> HIDDEN = List.of("pay", "memo", "grade");

  private static final String FIELDS =
      """
      "fields": {"pay": {"read": ["hr"], "write": ["hr"]}, "memo": {"read": ["hr"], "write": ["staff"]},
                 "grade": {"read": ["hr"]}, "seal": {"write": ["hr"]}}""";

  private static final String ACCESS =
      """
      "read": ["member"], "write": ["clerk"], %s"""
          .formatted(FIELDS);

  static final String MODEL =
      """
      {"tables": {
         "docs": {"key": {"tenantId": "S", "id": "S"}, "ttl": "expires", "indexes": {
           "byRank": {"key": {"tenantId": "S", "rank": "N"}},
           "byPay": {"key": {"tenantId": "S", "pay": "N"}},
           "byKind": {"key": {"kind": "S", "tenantId": "S"}, "projection": "KEYS_ONLY"}}},
         "cards": {"key": {"id": "S"}, "ttl": "expires", "indexes": {
           "byOwner": {"key": {"ownerId": "S", "rank": "N"}},
           "amounts": {"key": {"ownerId": "S", "pay": "N"}}}},
         "forms": {"key": {"tenantId": "S", "id": "S"}, "ttl": "expires"},
         "club": {"key": {"PK": "S", "SK": "S"}, "ttl": "expires", "indexes": {
           "GSI1": {"key": {"GSI1PK": "S", "GSI1SK": "S"}},
           "GSI2": {"key": {"GSI2PK": "S", "GSI2SK": "S"}}}}},
       "collections": {
         "docs": {"table": "docs", "access": {"rows": {"tenantId": "claim:tenant"}, %1$s}},
         "cards": {"table": "cards",
           "access": {"rows": {"ownerId": "caller"}, "share": "readers", %1$s}},
         "forms": {"table": "forms", "access": {"rows": {"tenantId": "claim:tenant"}, %1$s},
           "schema": {"type": "object", "additionalProperties": false, "properties": {
             "tenantId": {"type": "string"}, "id": {"type": "string"},
             "title": {"type": "string", "maxLength": 2}, "rank": {"type": "number"},
             "kind": {"type": "string"}, "tags": {"type": "array"}, "info": {"type": "object"},
             "seal": {"type": "string"}, "expires": {"type": "number"},
             "pay": {"type": "number"}, "memo": {}, "grade": {"type": "string"}}}},
         "members": {"table": "club", "path": "/tenants/{tenantId}/members/{id}",
           "keys": {"PK": "T#{tenantId}", "SK": "MEMBER#{id}", "GSI1PK": "T#{tenantId}#{grade}",
                    "GSI1SK": "{id}", "GSI2PK": "T#{tenantId}#KIND#{kind}", "GSI2SK": "{title}"},
           "type": {"entity": "Member"},
           "access": {"rows": {"tenantId": "claim:tenant"}, %1$s}},
         "tasks": {"table": "club", "path": "/tenants/{tenantId}/tasks/{id}",
           "keys": {"PK": "T#{tenantId}", "SK": "TASK#{id}", "GSI1PK": "OWNER#{ownerId}",
                    "GSI1SK": "{id}", "GSI2PK": "OWNER#{ownerId}#PAY#{grade}", "GSI2SK": "{id}"},
           "type": {"entity": "Task"},
           "access": {"rows": {"ownerId": "caller"}, "share": "readers", %1$s}}}}
      """
          .formatted(ACCESS);

  /** A member beside whose tasks are, of many owners. */
  static final Map<String, AttributeValue> HOST =
      Kind.MEMBERS.stored(Map.of("tenantId", text(TENANT), "id", text("host")));

  /** A collection of the model. */
  enum Kind {
    DOCS("docs", "docs", "tenantId,id"),
    CARDS("cards", "cards", "id"),
    FORMS("forms", "forms", "tenantId,id"),
    MEMBERS("members", "club", "tenantId,id"),
    TASKS("tasks", "club", "tenantId,id");

    private final String collection;
    private final String table;
    private final List<String> key;

    Kind(String collection, String table, String key) {
      this.collection = collection;
      this.table = table;
      this.key = List.of(key.split(","));
    }

    String collection() {
      return collection;
    }

    String table() {
      return table;
    }

    List<String> key() {
      return key;
    }

    /** The attribute that decides whose an item is. */
    String row() {
      return isShared() ? "ownerId" : "tenantId";
    }

    /** Whether the items of all callers have keys of the same kind. */
    boolean isShared() {
      return this == CARDS || this == TASKS;
    }

    boolean isComposed() {
      return table.equals("club");
    }

    boolean hasNumberAsPay() {
      return this == DOCS || this == CARDS || this == FORMS;
    }

    String list() {
      return isComposed() ? "/tenants/" + TENANT + '/' + collection : "/" + collection;
    }

    String path(List<String> values) {
      return isComposed()
          ? "/tenants/" + values.get(0) + '/' + collection + '/' + values.get(1)
          : "/" + collection + '/' + String.join("/", values);
    }

    /** An item as a writer of the table stores it. */
    Map<String, AttributeValue> stored(Map<String, AttributeValue> item) {
      Map<String, AttributeValue> stored = new HashMap<>(item);
      if (isComposed()) {
        String partition = "T#" + item.get("tenantId").s();
        String id = item.get("id").s();
        AttributeValue grade = item.get("grade");
        stored.put("PK", text(partition));
        stored.put("SK", text((this == MEMBERS ? "MEMBER#" : "TASK#") + id));
        stored.put("entity", text(this == MEMBERS ? "Member" : "Task"));
        if (this == MEMBERS) {
          index(stored, 1, grade == null ? null : partition + '#' + grade.s(), id);
          if (item.containsKey("kind") && item.containsKey("title")) {
            index(stored, 2, partition + "#KIND#" + item.get("kind").s(), item.get("title").s());
          }
        } else {
          String owner = "OWNER#" + item.get("ownerId").s();
          index(stored, 1, owner, id);
          index(stored, 2, grade == null ? null : owner + "#PAY#" + grade.s(), id);
        }
      }
      return stored;
    }

    private static void index(
        Map<String, AttributeValue> stored, int number, String partition, String sort) {
      if (partition != null) {
        stored.put("GSI" + number + "PK", text(partition));
        stored.put("GSI" + number + "SK", text(sort));
      }
    }
  }

  /**
   * An item of each world.
   *
   * @param first the item in the first world; null if it has none
   * @param second likewise
   */
  record Pair(Map<String, AttributeValue> first, Map<String, AttributeValue> second) {
    Map<String, AttributeValue> in(int world) {
      return world == 0 ? first : second;
    }

    @Override
    public String toString() {
      return told(first) + "\n  " + told(second);
    }

    private static String told(Map<String, AttributeValue> item) {
      return item == null
          ? "nothing"
          : new String(ItemWriter.toBytes(Item.of(item), ItemFormat.PLAIN), StandardCharsets.UTF_8);
    }

    /** The same in both worlds. */
    Pair alike() {
      return first == null ? new Pair(second, second) : new Pair(first, first);
    }
  }

  static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue number(long number) {
    return AttributeValue.fromN(String.valueOf(number));
  }

  Worlds withPairs(List<Pair> others) {
    return new Worlds(kind, others, own, named, ghosts);
  }

  /** What another writer would call the version of an item. */
  static String derivedVersion(Map<String, AttributeValue> item) {
    return ItemVersion.of(Item.of(item));
  }

  static Worlds of(Random random) {
    return new Source(random).worlds();
  }

  /** Makes worlds. */
  private static final class Source {
    private final Random random;
    private final Kind kind;
    private final List<Pair> pairs = new ArrayList<>();

    Source(Random random) {
      this.random = random;
      Kind[] kinds = Kind.values();
      this.kind = kinds[random.nextInt(kinds.length)];
    }

    Worlds worlds() {
      List<List<String>> own = new ArrayList<>();
      List<List<String>> named = new ArrayList<>(List.of(key("free"), key("new")));
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        List<String> key = key("own" + i);
        pairs.add(own(key));
        own.add(key);
      }
      named.add(key("expired"));
      pairs.add(new Pair(expired(key("expired")), expired(key("expired"))));
      List<List<String>> ghosts =
          IntStream.range(0, 3).mapToObj(i -> key("ghost" + i)).collect(Collectors.toList());
      if (kind.isShared()) {
        for (int i = 0; i < 3; i++) {
          List<String> key = key("other" + i);
          named.add(key);
          pairs.add(new Pair(foreign(key), foreign(key)));
        }
        named.add(key("shared"));
        pairs.add(shared(key("shared")));
      } else {
        for (String tenant : List.of("acm", "acme2", "other")) {
          for (String id : List.of("own1", "other")) {
            named.add(List.of(tenant, id));
            ghosts.add(List.of(tenant, id));
          }
        }
      }
      for (List<String> ghost : ghosts) {
        if (!kind.isShared() && ghost.get(0).equals(TENANT)) {
          continue;
        }
        pairs.add(
            new Pair(
                random.nextBoolean() ? foreign(ghost) : null,
                random.nextBoolean() ? foreign(ghost) : null));
      }
      pairs.removeIf(pair -> pair.first == null && pair.second == null);
      return new Worlds(kind, List.copyOf(pairs), own, named, ghosts);
    }

    private List<String> key(String id) {
      return kind.key().size() == 1 ? List.of(id) : List.of(TENANT, id);
    }

    private Map<String, AttributeValue> keyed(List<String> key) {
      Map<String, AttributeValue> item = new LinkedHashMap<>();
      for (int i = 0; i < key.size(); i++) {
        item.put(kind.key().get(i), text(key.get(i)));
      }
      return item;
    }

    private Map<String, AttributeValue> visible(List<String> key) {
      Map<String, AttributeValue> item = keyed(key);
      Map<String, AttributeValue> possible = new TreeMap<>();
      possible.put("title", text(one("a", "ab", "b")));
      possible.put("rank", number(random.nextInt(1, 4)));
      possible.put("kind", text(one("x", "y")));
      possible.put("tags", AttributeValue.fromSs(List.of("p", "q")));
      possible.put("info", AttributeValue.fromM(Map.of("n", number(random.nextInt(3)))));
      possible.put("seal", text(one("s", "t")));
      possible.forEach(
          (name, value) -> {
            if (random.nextInt(5) > 0) {
              item.put(name, value);
            }
          });
      return item;
    }

    private Pair own(List<String> key) {
      Map<String, AttributeValue> item = visible(key);
      if (kind.isShared()) {
        item.put("ownerId", text(CALLER));
      }
      if (random.nextInt(6) == 0 && kind != Kind.FORMS) {
        // Near the most attributes that a condition can compare.
        for (int i = item.size(); i < 137 + random.nextInt(4); i++) {
          item.put("w" + i, number(i));
        }
      } else if (random.nextInt(3) > 0) {
        item.put("_version", text(OLD_VERSION + "%012d".formatted(random.nextInt(1000))));
      }
      return new Pair(withHidden(item), withHidden(item));
    }

    private Map<String, AttributeValue> withHidden(Map<String, AttributeValue> visible) {
      Map<String, AttributeValue> item = new LinkedHashMap<>(visible);
      for (String name : HIDDEN) {
        if (random.nextInt(4) > 0) {
          item.put(name, hidden(name));
        }
      }
      return item;
    }

    private AttributeValue hidden(String name) {
      return hiddenValue(kind, name, random);
    }

    private Map<String, AttributeValue> foreign(List<String> key) {
      Map<String, AttributeValue> item = withHidden(visible(key));
      if (kind.isShared()) {
        item.put("ownerId", text(one("bob", "ad", "ada2", "Ada")));
        if (random.nextBoolean()) {
          item.put("readers", AttributeValue.fromSs(List.of("bob", "ad")));
        }
      }
      if (random.nextBoolean()) {
        item.put("_version", text(OLD_VERSION + "%012d".formatted(random.nextInt(1000))));
      }
      if (random.nextInt(4) == 0) {
        item.put("filler", text("f".repeat(random.nextInt(9000))));
      }
      return item;
    }

    /** An item of others that the caller may read, with the same visible content in both worlds. */
    private Pair shared(List<String> key) {
      Map<String, AttributeValue> item = visible(key);
      item.put("ownerId", text("bob"));
      item.put("readers", AttributeValue.fromSs(List.of("bob", CALLER)));
      if (random.nextBoolean()) {
        item.put("_version", text(OLD_VERSION + "%012d".formatted(random.nextInt(1000))));
      }
      return new Pair(withHidden(item), withHidden(item));
    }

    /** Null, or an item that counts as absent, whoever owns it. */
    private Map<String, AttributeValue> expired(List<String> key) {
      if (random.nextInt(3) == 0) {
        return null;
      }
      Map<String, AttributeValue> item = random.nextBoolean() ? foreign(key) : own(key).first();
      item.put("expires", number(YESTERDAY));
      return item;
    }

    private String one(String... texts) {
      return texts[random.nextInt(texts.length)];
    }
  }

  static AttributeValue hiddenValue(Kind kind, String name, Random random) {
    if (name.equals("grade")) {
      return text(random.nextBoolean() ? "g" : "h");
    }
    if (name.equals("pay") && kind.hasNumberAsPay()) {
      return number(random.nextInt(1, 4));
    }
    return switch (random.nextInt(7)) {
      case 0, 1 -> number(random.nextInt(1, 4));
      case 2, 3 -> text(random.nextBoolean() ? "s" : "t");
      case 4 -> AttributeValue.fromM(Map.of("n", number(random.nextInt(1, 4))));
      case 5 -> AttributeValue.fromL(List.of(number(random.nextInt(1, 4)), text("s")));
      default -> AttributeValue.fromBool(random.nextBoolean());
    };
  }

  /** What the caller sees of one of its items; empty if it has none with the key. */
  Map<String, AttributeValue> visible(List<String> key) {
    return whole(key, 0).entrySet().stream()
        .filter(attribute -> !HIDDEN.contains(attribute.getKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
  }

  /** One of the caller's items in a world; empty if it has none with the key. */
  Map<String, AttributeValue> whole(List<String> key, int world) {
    int place = own.indexOf(key);
    return place < 0 ? Map.of() : pairs.get(place).in(world);
  }
}
