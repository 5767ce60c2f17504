package dev.larder.lambda.snapstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.DynamoDbClientProducer;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.table.Collection;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.text.PercentEncoding;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * ApiClient of every kind, with which a function is warmed up before a snapshot of it is taken.
 * DynamoDB answers them, and none can write: a read or a delete is of a key that no item has, and
 * any other write, or what leaves a record, depends on a version that no item has.
 *
 * <p>When it is closed, the function has neither connections nor credentials left from them.
 */
public final class PrimingRequests implements AutoCloseable {
  private static final String TRANSACTIONS = "/_transactions";
  private static final Map<String, String> JSON = Map.of("Content-Type", ItemFormat.JSON);

  private final CollectionRegistry collections =
      Arc.container().instance(CollectionRegistry.class).get();
  private final DynamoDbClientProducer clients =
      Arc.container().instance(DynamoDbClientProducer.class).get();

  /**
   * A request.
   *
   * @param path percent-encoded, with the query
   * @param headers beside those that every request has
   * @param body null for none
   * @param repeatable whether it may carry an Idempotency-Key, as a direct one that writes does;
   *     where it succeeds, that leaves a record
   */
  public record Request(
      String method, String path, Map<String, String> headers, String body, boolean repeatable) {}

  /** The names of the collections. */
  public Set<String> collections() {
    return collections.names();
  }

  /**
   * A read of a collection.
   *
   * @throws dev.larder.problem.ProblemException as {@link CollectionRegistry#get}
   */
  public Request read(String name) {
    Collection collection = collection(name);
    return get(pathOf(collection, collection.schema().unusedKey()));
  }

  /**
   * What most callers of a collection ask for: reads, and a write that does not happen.
   *
   * @throws dev.larder.problem.ProblemException as {@link CollectionRegistry#get}
   */
  public List<Request> common(String name) {
    Collection collection = collection(name);
    List<String> key = collection.schema().unusedKey();
    String path = pathOf(collection, key);
    String query =
        "/" + name + "?" + PercentEncoding.encode(collection.schema().partition().name());
    List<Request> all = new ArrayList<>();
    all.add(get(path));
    all.add(
        request(
            "PUT",
            path,
            Map.of("Content-Type", ItemFormat.JSON, "If-Match", tag(UUID.randomUUID())),
            item(collection, key).toString()));
    all.add(get(path + "?fields=title"));
    all.add(get(query + "=" + key.get(0) + "&limit=10"));
    if (key.size() == 1) {
      all.add(get(query + "[in]=" + key.get(0)));
    }
    return all;
  }

  /**
   * Other writes to a collection that do not happen, and requests that are refused.
   *
   * @throws dev.larder.problem.ProblemException as {@link CollectionRegistry#get}
   */
  public List<Request> others(String name) {
    Collection collection = collection(name);
    List<String> key = collection.schema().unusedKey();
    String base = "/" + name;
    String path = pathOf(collection, key);
    UUID version = UUID.randomUUID();
    ObjectNode item = item(collection, key);
    ObjectNode versioned = item.deepCopy().put(ItemVersion.ATTRIBUTE, version.toString());
    ObjectNode check = operation("CHECK", pathOf(collection, collection.schema().unusedKey()));
    return List.of(
        // Refused, since a new item has no version.
        request("POST", base, JSON, versioned.toString()),
        request("POST", base, JSON, "[" + versioned + "]"),
        request(
            "PATCH",
            path,
            Map.of("Content-Type", "application/merge-patch+json", "If-Match", tag(version)),
            "{\"title\":\"Another text\"}"),
        request("DELETE", path, Map.of("If-Match", tag(version)), null),
        request(
            "POST",
            TRANSACTIONS,
            JSON,
            transaction(
                operation("POST", base).set("body", item),
                check.deepCopy().put("ifMatch", tag(version)))),
        // What succeeds has no Idempotency-Key, whose record would be written.
        once("DELETE", path, Map.of(), null),
        once("DELETE", base, JSON, "[" + keyOf(collection, key) + "]"),
        once("POST", TRANSACTIONS, JSON, transaction(check.deepCopy().put("ifNoneMatch", "*"))),
        request("PUT", path, JSON, "{"),
        get("/no-such-collection/a"));
  }

  private static String tag(UUID version) {
    return "\"" + version + '"';
  }

  private Collection collection(String name) {
    ManagedContext context = Arc.container().requestContext();
    context.activate();
    try {
      return collections.get(name);
    } finally {
      context.terminate();
    }
  }

  private static Request get(String path) {
    return request("GET", path, Map.of(), null);
  }

  private static Request request(
      String method, String path, Map<String, String> headers, String body) {
    return new Request(method, path, headers, body, true);
  }

  private static Request once(
      String method, String path, Map<String, String> headers, String body) {
    return new Request(method, path, headers, body, false);
  }

  private static String transaction(JsonNode... operations) {
    ObjectNode transaction = JsonNodeFactory.instance.objectNode();
    transaction.putArray("operations").addAll(List.of(operations));
    return transaction.toString();
  }

  private static ObjectNode operation(String method, String path) {
    return JsonNodeFactory.instance.objectNode().put("method", method).put("path", path);
  }

  private static String pathOf(Collection collection, List<String> key) {
    return "/" + collection.name() + "/" + String.join("/", key);
  }

  private static ObjectNode item(Collection collection, List<String> key) {
    ObjectNode item = keyOf(collection, key);
    item.put("text", "A text of some length, as most items have one").put("price", 12.5);
    item.put("open", true).putNull("none").putArray("lines").addObject().put("count", 2);
    return item;
  }

  private static ObjectNode keyOf(Collection collection, List<String> key) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < key.size(); i++) {
      KeyAttribute attribute = collection.schema().key().get(i);
      if (attribute.type() == KeyType.N) {
        item.put(attribute.name(), new BigDecimal(key.get(i)));
      } else {
        item.put(attribute.name(), key.get(i));
      }
    }
    return item;
  }

  @Override
  public void close() {
    // A snapshot is restored for weeks, in which indexes come and go.
    collections.forgetIndexes();
    clients.renew();
  }
}
