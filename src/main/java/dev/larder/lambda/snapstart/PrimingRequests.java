package dev.larder.lambda.snapstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.DynamoDbClientProducer;
import dev.larder.item.ItemHooks;
import dev.larder.table.Collection;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.PercentEncoding;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The requests that prime a function, from {@code requests.json}, for a collection. DynamoDB
 * responds to them, but none can write: reads and deletes use a key that no item has, and other
 * writes, or requests that would leave a record, depend on a version that no item has. Deletes that
 * succeed are left out where hooks see them, which may write other items.
 *
 * <p>After {@link #close} the function has neither connections nor credentials left from them.
 */
final class PrimingRequests implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CollectionRegistry collections =
      Arc.container().instance(CollectionRegistry.class).get();
  private final DynamoDbClientProducer clients =
      Arc.container().instance(DynamoDbClientProducer.class).get();
  private final ItemHooks hooks = Arc.container().instance(ItemHooks.class).get();
  private final String templates = templates();

  private static String templates() {
    try (InputStream file = PrimingRequests.class.getResourceAsStream("requests.json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> collections() {
    return collections.names();
  }

  /**
   * Requests to a collection, each as a gateway's event and, unless that would leave an idempotency
   * record, also as a direct invocation.
   *
   * @param group {@code common}: frequent requests, beginning with a read; {@code others}: other
   *     writes that have no effect, and requests that are rejected
   * @throws dev.larder.problem.ProblemException as {@link CollectionRegistry#get}
   */
  List<ObjectNode> events(String name, String group) {
    Collection collection = collection(name);
    TableSchema schema = collection.schema();
    List<String> key = schema.unusedKey();
    JsonNode file =
        tree(
            templates
                .replace("\"$key\": 0", members(keyOf(schema, key)))
                .replace("\"$attributes\": 0", members(tree(templates).path("attributes")))
                .replace("$item", pathOf(collection, key))
                .replace("$other", pathOf(collection, schema.unusedKey()))
                .replace("$collection", name)
                .replace("$partition", PercentEncoding.encode(schema.key().get(0).name()))
                .replace("$value", key.get(0))
                .replace("$version", UUID.randomUUID().toString()));
    List<ObjectNode> events = new ArrayList<>();
    for (JsonNode request : file.path(group)) {
      boolean mayWrite = request.has("succeeds") && hooks.seeWrites(name);
      if (request.path("needs").asInt(key.size()) == key.size() && !mayWrite) {
        events.add(gatewayEvent(file.path("gateway").deepCopy(), request));
        // A direct write gets an Idempotency-Key, so one that succeeds would leave a record.
        if (!request.has("once")) {
          events.add(directEvent(request));
        }
      }
    }
    return events;
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

  private static ObjectNode keyOf(TableSchema schema, List<String> key) {
    ObjectNode item = JSON.createObjectNode();
    for (int i = 0; i < key.size(); i++) {
      KeyAttribute attribute = schema.key().get(i);
      if (attribute.type() == KeyType.N) {
        item.put(attribute.name(), new BigInteger(key.get(i)));
      } else {
        item.put(attribute.name(), key.get(i));
      }
    }
    return item;
  }

  private static String members(JsonNode object) {
    String json = object.toString();
    return json.substring(1, json.length() - 1);
  }

  private static String pathOf(Collection collection, List<String> key) {
    return collection.pathOf(collection.schema().keyOfPath(key));
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode gatewayEvent(ObjectNode event, JsonNode request) {
    String[] target = request.path("path").asText().split("\\?", 2);
    event.put("rawPath", target[0]).put("rawQueryString", target.length == 1 ? "" : target[1]);
    event
        .withObject("/requestContext/http")
        .put("path", target[0])
        .set("method", request.get("method"));
    event.withObject("/headers").setAll(headersOf(request));
    return withBody(event, request);
  }

  private static ObjectNode directEvent(JsonNode request) {
    ObjectNode event = JSON.createObjectNode();
    event.set("method", request.get("method"));
    event.set("path", request.get("path"));
    event.set("headers", headersOf(request));
    return withBody(event, request);
  }

  private static ObjectNode headersOf(JsonNode request) {
    return request.get("headers") instanceof ObjectNode headers ? headers : JSON.createObjectNode();
  }

  private static ObjectNode withBody(ObjectNode event, JsonNode request) {
    JsonNode body = request.path("body");
    if (!body.isMissingNode()) {
      event.put("body", body.isTextual() ? body.textValue() : body.toString());
    }
    return event;
  }

  @Override
  public void close() {
    // Lambda may restore a snapshot for weeks, while indexes are added and removed.
    collections.forgetIndexes();
    clients.renew();
  }
}
