package dev.larder.openapi;

import static dev.larder.problem.ProblemType.BAD_REQUEST;
import static dev.larder.problem.ProblemType.CONDITION_FAILED;
import static dev.larder.problem.ProblemType.CONTENT_TOO_LARGE;
import static dev.larder.problem.ProblemType.FORBIDDEN;
import static dev.larder.problem.ProblemType.IDEMPOTENCY_KEY_IN_USE;
import static dev.larder.problem.ProblemType.IDEMPOTENCY_KEY_REUSED;
import static dev.larder.problem.ProblemType.IDEMPOTENCY_UNAVAILABLE;
import static dev.larder.problem.ProblemType.INVALID_CURSOR;
import static dev.larder.problem.ProblemType.INVALID_HEADER;
import static dev.larder.problem.ProblemType.INVALID_ITEM;
import static dev.larder.problem.ProblemType.INVALID_KEY;
import static dev.larder.problem.ProblemType.INVALID_PARAMETER;
import static dev.larder.problem.ProblemType.INVALID_PATCH;
import static dev.larder.problem.ProblemType.INVALID_PATH;
import static dev.larder.problem.ProblemType.ITEM_COLLECTION_TOO_LARGE;
import static dev.larder.problem.ProblemType.ITEM_EXISTS;
import static dev.larder.problem.ProblemType.ITEM_NOT_FOUND;
import static dev.larder.problem.ProblemType.ITEM_TOO_LARGE;
import static dev.larder.problem.ProblemType.KEY_MISMATCH;
import static dev.larder.problem.ProblemType.LIMIT_EXCEEDED;
import static dev.larder.problem.ProblemType.MALFORMED_JSON;
import static dev.larder.problem.ProblemType.NOT_ACCEPTABLE;
import static dev.larder.problem.ProblemType.OUTCOME_UNKNOWN;
import static dev.larder.problem.ProblemType.PATCH_CONFLICT;
import static dev.larder.problem.ProblemType.PRECONDITION_FAILED;
import static dev.larder.problem.ProblemType.SCHEMA_VIOLATION;
import static dev.larder.problem.ProblemType.THROTTLED;
import static dev.larder.problem.ProblemType.UNAVAILABLE;
import static dev.larder.problem.ProblemType.UNSERVED_QUERY;
import static dev.larder.problem.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.larder.problem.ProblemType.WRITE_CONFLICT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.problem.ProblemType;
import java.util.List;

/** Describes the operations of a collection, one for each method of this class. */
final class CollectionOperations {
  /** The parameters of a list that are no conditions, in {@code components.json}. */
  static final List<String> OF_LIST =
      List.of("sort", "limit", "cursor", "count", "consistent", "fields", "formulas");

  private static final String[] OF_WRITE = {"Preference-Applied", "Idempotency-Replayed"};

  private final String name;
  private final OperationIds ids;
  private final String suffix;
  private final ArrayNode filters;
  private final boolean hasSchema;

  /**
   * @param filters the parameters of a list that are conditions
   * @param hasSchema whether the collection validates items by a JSON Schema
   */
  CollectionOperations(String name, ArrayNode filters, boolean hasSchema) {
    this(name, OperationIds.of(name), "", filters, hasSchema);
  }

  private CollectionOperations(
      String name, OperationIds ids, String suffix, ArrayNode filters, boolean hasSchema) {
    this.name = name;
    this.ids = ids;
    this.suffix = suffix;
    this.filters = filters;
    this.hasSchema = hasSchema;
  }

  /** The same operations on the items that have a common parent. */
  CollectionOperations within() {
    return new CollectionOperations(name, ids.within(), "Within", filters, hasSchema);
  }

  OperationBuilder lookUp() {
    return operation("lookUp" + ids.one(), "Look up an item by its key in the body")
        .takesBody(Content.of(name + ".Key", "TypedItem"))
        .response(200, "The item", item(), "ETag", "Last-Modified")
        .fails(ITEM_NOT_FOUND, MALFORMED_JSON, INVALID_ITEM, UNSUPPORTED_MEDIA_TYPE)
        .fails(INVALID_HEADER, CONTENT_TOO_LARGE, LIMIT_EXCEEDED);
  }

  OperationBuilder list() {
    return pages("list" + ids.many()).takes(filters);
  }

  /** Leaves out the conditions, of which there are many, and which nobody sends with a HEAD. */
  OperationBuilder listHead() {
    return pages("list").head(name + ".listHead" + suffix);
  }

  private OperationBuilder pages(String id) {
    return operation(id, "Query the collection by its key or an index, or page through it")
        .describe(
            "A condition is a parameter `attribute=value` or `attribute[operator]=value`, on any"
                + " attribute, also one that is not listed here, with dots before nested"
                + " attributes as in `director.name`. The operators are eq, ne, lt, lte, gt, gte,"
                + " between, prefix, contains, in and exists. A query must have an eq condition on"
                + " the partition key of the table or of an index, or in conditions on the"
                + " attributes of the key. A value of an attribute that is in no key is a number,"
                + " a boolean or null if it can be one; in double quotes it is a string.")
        .takes(OF_LIST.toArray(String[]::new))
        .response(200, "A page of items", Content.ofPage(name), "Link", "Larder-Count")
        .adds(200, "Larder-Missing")
        .fails(INVALID_CURSOR, UNSERVED_QUERY, LIMIT_EXCEEDED, INVALID_HEADER);
  }

  OperationBuilder create() {
    OperationBuilder create =
        operation(
                "create" + ids.one(),
                "Create an item, whose absent string keys are generated, or write many")
            .describe(
                "An array of items, also in the typed form, is a bulk write, as NDJSON, CSV and TSV"
                    + " are. Its response has the results of the entries.");
    return created(writeOf(Content.ofOneOrMany(name + ".Item"), create))
        .otherSuccess(
            "Results of a bulk write: 200 if all entries succeeded; 207 if some failed, with"
                + " Retry-After if a repeat may complete them",
            Content.ofSchema("Results"),
            "Preference-Applied",
            "Retry-After")
        .takes("generate", "restore", "If-None-Match")
        .fails(ITEM_EXISTS, PRECONDITION_FAILED, INVALID_HEADER);
  }

  OperationBuilder deleteMany() {
    return bulk(operation(
                "bulkDelete" + ids.many(),
                "Delete many items by their keys, or all that match conditions")
            .describe(
                "Without a body, it deletes every item that matches the conditions, as a job"
                    + " whose result is a `QueryWriteResult`: it needs `Prefer:"
                    + " respond-async`."))
        .takesOptionalBody(Content.ofMany(name + ".KeyToDelete"));
  }

  OperationBuilder updateMany() {
    return bulk(operation(
                "bulkUpdate" + ids.many(),
                "Update many items by their keys, or all that match conditions")
            .describe(
                "One update, as `application/vnd.larder.update+json`, is made of every item"
                    + " that matches the conditions, as a job whose result is a"
                    + " `QueryWriteResult`: it needs `Prefer: respond-async`."))
        .takesBody(Content.ofUpdates())
        .fails(INVALID_PATCH, INVALID_ITEM)
        .adds(415, "Accept-Patch");
  }

  private OperationBuilder bulk(OperationBuilder operation) {
    return JobOperations.madeBy(operation)
        .response(200, "All entries succeeded", Content.ofSchema("Results"), "Preference-Applied")
        .response(
            207,
            "Some entries failed; Retry-After is present if a repeat may complete them",
            Content.ofSchema("Results"),
            "Preference-Applied",
            "Retry-After")
        .takes("Prefer", "Idempotency-Key")
        .takes(filters)
        .fails(BAD_REQUEST, MALFORMED_JSON, UNSUPPORTED_MEDIA_TYPE, INVALID_HEADER)
        .fails(IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_UNAVAILABLE)
        .fails(CONTENT_TOO_LARGE, LIMIT_EXCEEDED);
  }

  /**
   * @param included the collections whose items can be read with an item
   */
  OperationBuilder get(List<String> included) {
    OperationBuilder get = get();
    if (!included.isEmpty()) {
      ObjectNode include =
          JsonNodeFactory.instance
              .objectNode()
              .put("name", "include")
              .put("in", "query")
              .put("style", "form")
              .put("explode", false)
              .put(
                  "description",
                  "Collections whose items with the same partition key the member `_included` has,"
                      + " each as a list with `items` and, if it goes on, `next`. The response"
                      + " then has no ETag.");
      ArrayNode names =
          include
              .putObject("schema")
              .put("type", "array")
              .putObject("items")
              .put("type", "string")
              .putArray("enum");
      included.forEach(names::add);
      get.takes(JsonNodeFactory.instance.arrayNode().add(include));
    }
    return get;
  }

  OperationBuilder get() {
    return withPreconditions(operation("get" + ids.one(), "Read an item"))
        .takes("If-Modified-Since", "consistent", "fields")
        .response(200, "The item", item(), "ETag", "Last-Modified")
        .response(304, "The item was not modified", null, "ETag", "Last-Modified")
        .fails(ITEM_NOT_FOUND);
  }

  OperationBuilder put() {
    OperationBuilder put =
        withPreconditions(operation("put" + ids.one(), "Create or replace an item"));
    return changed(created(writeOf(item(), put))).fails(KEY_MISMATCH, WRITE_CONFLICT);
  }

  OperationBuilder patch() {
    OperationBuilder patch =
        withPreconditions(operation("patch" + ids.one(), "Change an item"))
            .describe(
                "In application/json, an object is a Merge Patch and an array a JSON Patch. An"
                    + " update with upsert answers 201 if it creates the item, and one with an"
                    + " Idempotency-Key has no body in its response.");
    return changed(created(writeOf(Content.ofPatch(), patch)))
        .fails(
            ITEM_NOT_FOUND,
            INVALID_PATCH,
            PATCH_CONFLICT,
            CONDITION_FAILED,
            KEY_MISMATCH,
            WRITE_CONFLICT)
        .adds(409, "ETag")
        .adds(415, "Accept-Patch");
  }

  OperationBuilder delete() {
    return write(
            withPreconditions(
                operation("delete" + ids.one(), "Delete an item; the request is safe to repeat")))
        .response(204, "No item has this key", null, OF_WRITE)
        .fails(BAD_REQUEST);
  }

  OperationBuilder getHead() {
    return get().head(name + ".getHead");
  }

  OperationBuilder options(String id) {
    return OperationBuilder.options(name + "." + id + suffix).tag(name);
  }

  private OperationBuilder operation(String id, String summary) {
    return new OperationBuilder(id, summary)
        .tag(name)
        .fails(FORBIDDEN, INVALID_PARAMETER, NOT_ACCEPTABLE, THROTTLED, UNAVAILABLE);
  }

  private static OperationBuilder withPreconditions(OperationBuilder operation) {
    return operation
        .takes("If-Match", "If-None-Match", "If-Unmodified-Since")
        .fails(PRECONDITION_FAILED, INVALID_HEADER, INVALID_KEY, INVALID_PATH);
  }

  private static OperationBuilder write(OperationBuilder operation) {
    return JobOperations.madeBy(operation)
        .takes("Prefer", "Idempotency-Key")
        .fails(IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_UNAVAILABLE, OUTCOME_UNKNOWN);
  }

  private OperationBuilder writeOf(ObjectNode body, OperationBuilder operation) {
    return write(operation)
        .takesBody(body)
        .fails(
            MALFORMED_JSON,
            INVALID_ITEM,
            ITEM_COLLECTION_TOO_LARGE,
            ITEM_TOO_LARGE,
            CONTENT_TOO_LARGE,
            UNSUPPORTED_MEDIA_TYPE,
            IDEMPOTENCY_KEY_REUSED,
            LIMIT_EXCEEDED)
        .fails(hasSchema ? new ProblemType[] {SCHEMA_VIOLATION} : new ProblemType[0]);
  }

  private OperationBuilder created(OperationBuilder operation) {
    return operation
        .response(201, "The new item; `return=minimal` omits the body", item(), OF_WRITE)
        .adds(201, "ETag", "Last-Modified", "Location");
  }

  private OperationBuilder changed(OperationBuilder operation) {
    return operation
        .response(200, "The changed item", item(), OF_WRITE)
        .adds(200, "ETag", "Last-Modified")
        .response(204, "The item was changed; `return=minimal` omits the body", null, OF_WRITE)
        .adds(204, "ETag", "Last-Modified");
  }

  private ObjectNode item() {
    return Content.of(name + ".Item", "TypedItem");
  }
}
