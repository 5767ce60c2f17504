package dev.larder.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.DynamoDbClients;
import dev.larder.dynamo.ItemForm;
import dev.larder.dynamo.SnapshotConnection;
import dev.larder.table.Collection;
import dev.larder.table.Collections;
import dev.larder.table.KeyAttribute;
import dev.larder.table.KeyType;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Requests of every kind, with which a function is warmed up before a snapshot of it is taken. What
 * they write is not written; see {@link SnapshotConnection}. Closed, it is over, and the function
 * has neither connections nor credentials left from it.
 */
public final class Rehearsal implements AutoCloseable {
  private final Collections collections;
  private final SnapshotConnection connection;

  private Rehearsal(Collections collections, SnapshotConnection connection) {
    this.collections = collections;
    this.connection = connection;
  }

  /**
   * A request.
   *
   * @param path percent-encoded, with the query
   * @param headers beside those that every request has
   * @param body null for none
   */
  public record Request(String method, String path, Map<String, String> headers, String body) {}

  /** That of the application, which has started. */
  public static Rehearsal begin() {
    Collections collections = Arc.container().instance(Collections.class).get();
    SnapshotConnection connection =
        Arc.container().instance(DynamoDbClients.class).get().connection();
    connection.begin();
    return new Rehearsal(collections, connection);
  }

  /** The names of the collections. */
  public Set<String> collections() {
    return collections.names();
  }

  /**
   * A read of a collection that finds nothing, and that DynamoDB itself is to answer.
   *
   * @throws dev.larder.problem.ProblemException as {@link Collections#get}
   */
  public Request read(String name) {
    ManagedContext context = Arc.container().requestContext();
    context.activate();
    try {
      return request("GET", pathOf(collections.get(name)), null);
    } finally {
      context.terminate();
    }
  }

  /** Reads and writes of a collection, whose calls do not leave the process. */
  public List<Request> exchanges(String name) {
    Collection collection = collections.get(name);
    connection.rehearse(collection.table());
    String base = "/" + collection.name();
    String path = pathOf(collection);
    ObjectNode item = item(collection);
    ObjectNode put = JsonNodeFactory.instance.objectNode();
    put.put("method", "PUT").put("path", path).set("body", item);
    ObjectNode transaction = JsonNodeFactory.instance.objectNode();
    transaction.putArray("operations").add(put);
    KeyAttribute partition = collection.schema().key().get(0);
    String partitionValue = collection.schema().unusedKey().get(0);
    String partitionName = URLEncoder.encode(partition.name(), StandardCharsets.UTF_8);
    List<Request> all = new ArrayList<>();
    all.add(request("GET", path, null));
    all.add(request("GET", path + "?fields=title", null));
    all.add(request("GET", base + "?limit=10&" + partitionName + "=" + partitionValue, null));
    if (collection.schema().key().size() == 1) {
      all.add(request("GET", base + "?" + partitionName + "[in]=" + partitionValue, null));
    }
    all.add(request("PUT", path, item.toString()));
    all.add(
        new Request(
            "PUT",
            path,
            Map.of("Content-Type", ItemForm.JSON, "If-Match", SnapshotConnection.FAILING_TAG),
            item.toString()));
    all.add(request("POST", base, item.toString()));
    all.add(request("POST", base, "[" + item + "]"));
    all.add(
        new Request(
            "PATCH",
            path,
            Map.of("Content-Type", "application/merge-patch+json"),
            "{\"title\":\"Another text\"}"));
    all.add(request("DELETE", path, null));
    all.add(request("POST", "/_transactions", transaction.toString()));
    all.add(request("PUT", path, "{"));
    all.add(request("GET", "/no-such-collection/a", null));
    return all;
  }

  private static Request request(String method, String path, String body) {
    return new Request(
        method, path, body == null ? Map.of() : Map.of("Content-Type", ItemForm.JSON), body);
  }

  private static String pathOf(Collection collection) {
    return "/" + collection.name() + "/" + String.join("/", collection.schema().unusedKey());
  }

  private static ObjectNode item(Collection collection) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    List<String> key = collection.schema().unusedKey();
    for (int i = 0; i < key.size(); i++) {
      KeyAttribute attribute = collection.schema().key().get(i);
      if (attribute.type() == KeyType.N) {
        item.put(attribute.name(), new BigDecimal(key.get(i)));
      } else {
        item.put(attribute.name(), key.get(i));
      }
    }
    item.put("text", "A text of some length, as most items have one").put("price", 12.5);
    item.put("open", true).putNull("none").putArray("lines").addObject().put("count", 2);
    return item;
  }

  @Override
  public void close() {
    connection.end();
    // A snapshot is restored for weeks, in which indexes come and go.
    collections.forgetIndexes();
  }
}
