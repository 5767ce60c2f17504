package dev.larder.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the description of one method of one path: parameters, body and responses. */
final class OperationBuilder {
  private final ObjectNode json;

  private OperationBuilder(ObjectNode json) {
    this.json = json;
  }

  /**
   * @param id unique in the document; see {@link OperationIds} for collections
   */
  OperationBuilder(String id, String summary) {
    this(JsonNodeFactory.instance.objectNode());
    json.put("operationId", id).put("summary", summary);
    response("default", "Any other failure").set("content", Content.ofProblem());
    fails(ProblemType.UNAUTHORIZED);
  }

  /** Describes OPTIONS, whose response lists the methods of the path. */
  static OperationBuilder options(String id) {
    return new OperationBuilder(id, "List the methods of the path")
        .response(204, "The Allow field lists the methods", null, "Allow");
  }

  /** Says that the operation is open to everybody, whatever the others need. */
  OperationBuilder needsNoCaller() {
    json.putArray("security");
    json.withObjectProperty("responses").remove("401");
    return this;
  }

  OperationBuilder tag(String tag) {
    json.withArrayProperty("tags").add(tag);
    return this;
  }

  /** Adds parameters by their names in {@code components.json}. */
  OperationBuilder takes(String... parameters) {
    for (String name : parameters) {
      json.withArrayProperty("parameters")
          .addObject()
          .put("$ref", "#/components/parameters/" + name);
    }
    return this;
  }

  OperationBuilder describe(String description) {
    json.put("description", description);
    return this;
  }

  /** Adds parameters that only this operation has. */
  OperationBuilder takes(ArrayNode parameters) {
    json.withArrayProperty("parameters").addAll(parameters);
    return this;
  }

  OperationBuilder takesBody(ObjectNode content) {
    json.putObject("requestBody").put("required", true).set("content", content);
    return this;
  }

  /** Describes a body that a request can do without. */
  OperationBuilder takesOptionalBody(ObjectNode content) {
    takesBody(content);
    json.withObjectProperty("requestBody").put("required", false);
    return this;
  }

  /**
   * @param content null if the response has no body
   * @param headers names in {@code components.json}
   */
  OperationBuilder response(int status, String description, ObjectNode content, String... headers) {
    return response(String.valueOf(status), description, content, headers);
  }

  /** Describes every success that has no response of its own. */
  OperationBuilder otherSuccess(String description, ObjectNode content, String... headers) {
    return response("2XX", description, content, headers);
  }

  private OperationBuilder response(
      String status, String description, ObjectNode content, String... headers) {
    ObjectNode response = response(status, description);
    if (content != null) {
      response.set("content", content);
    }
    addHeaders(response, List.of(headers));
    return this;
  }

  /** Adds header fields to a response by their names in {@code components.json}. */
  OperationBuilder adds(int status, String... headers) {
    addHeaders((ObjectNode) json.at("/responses/" + status), List.of(headers));
    return this;
  }

  OperationBuilder fails(ProblemType... types) {
    for (ProblemType type : types) {
      String status = String.valueOf(type.status());
      String description = type.title() + " (`" + type.uri() + "`)";
      JsonNode before = json.at("/responses/" + status + "/description");
      ObjectNode response =
          response(
              status,
              before.isMissingNode() ? description : before.asText() + ", or: " + description);
      addHeaders(response, headersOf(type));
      response.set("content", Content.ofProblem());
    }
    return this;
  }

  private static List<String> headersOf(ProblemType type) {
    return switch (type) {
      case ITEM_EXISTS -> List.of("ETag", "Location");
      case PRECONDITION_FAILED -> List.of("ETag");
      case UNAUTHORIZED -> List.of("WWW-Authenticate");
      case UNSUPPORTED_MEDIA_TYPE -> List.of("Accept-Encoding");
      case JOB_UNFINISHED,
          WRITE_CONFLICT,
          TRANSACTION_FAILED,
          IDEMPOTENCY_KEY_IN_USE,
          DEADLINE,
          THROTTLED,
          UNAVAILABLE ->
          List.of("Retry-After");
      case OUTCOME_UNKNOWN -> List.of("Location", "Retry-After");
      default -> List.of();
    };
  }

  /** Converts this GET into the HEAD of the same path. */
  OperationBuilder head(String id) {
    ObjectNode head = json.deepCopy();
    head.put("operationId", id);
    head.put("summary", json.path("summary").asText() + ", without the body");
    head.path("responses").forEach(response -> ((ObjectNode) response).remove("content"));
    return new OperationBuilder(head);
  }

  /**
   * Adds the operation with its successes first: generators take the first response as its type.
   */
  void addTo(ObjectNode path, String method) {
    ObjectNode responses = (ObjectNode) json.path("responses");
    Map<String, JsonNode> sorted = new TreeMap<>();
    responses.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    responses.removeAll().setAll(sorted);
    path.set(method, json);
  }

  private ObjectNode response(String status, String description) {
    return json.withObjectProperty("responses")
        .withObjectProperty(status)
        .put("description", description);
  }

  private static void addHeaders(ObjectNode response, List<String> names) {
    for (String name : names) {
      response
          .withObjectProperty("headers")
          .putObject(name)
          .put("$ref", "#/components/headers/" + name);
    }
  }
}
