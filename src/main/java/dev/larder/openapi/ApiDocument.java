package dev.larder.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.http.AllowedMethods;
import dev.larder.http.Caller;
import dev.larder.http.Endpoint;
import dev.larder.http.OwnResources;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.ItemValidator;
import dev.larder.table.TableCollections;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.config.RequestLimits;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes the OpenAPI 3.1 document of the API. Each collection has its own paths, because its table
 * determines the names and types of its key; {@code components.json} has what all collections
 * share.
 */
@Singleton
class ApiDocument {
  private static final String[] OF_TRANSACTION = {"Preference-Applied", "Idempotency-Replayed"};

  /** Schemas to which only the path of transactions refers. */
  private static final List<String> OF_TRANSACTIONS =
      List.of("Transaction", "TypedTransaction", "TransactionOperation", "TransactionResults");

  private final CollectionRegistry collections;
  private final CollectionAccess access;
  private final AllowedMethods methods;
  private final OwnResources own;
  private final Caller caller;
  private final RequestLimits limits;
  private final LarderConfig config;
  private final TableCollections tables;
  private final ObjectMapper json;
  private final String version;

  ApiDocument(
      CollectionRegistry collections,
      TableCollections tables,
      CollectionAccess access,
      AllowedMethods methods,
      OwnResources own,
      Caller caller,
      RequestLimits limits,
      LarderConfig config,
      ObjectMapper json,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.collections = collections;
    this.tables = tables;
    this.access = access;
    this.methods = methods;
    this.own = own;
    this.caller = caller;
    this.limits = limits;
    this.config = config;
    this.json = json;
    this.version = version;
  }

  /**
   * @throws dev.larder.problem.ProblemException as for {@link CollectionRegistry#get}
   */
  ObjectNode write() {
    ObjectNode document = json.createObjectNode().put("openapi", "3.1.1");
    document
        .putObject("info")
        .put("title", "Larder")
        .put("version", version)
        .put("description", "DynamoDB tables as collections of JSON items.");
    config.basePath().ifPresent(path -> document.putArray("servers").addObject().put("url", path));
    ObjectNode paths = document.putObject("paths");
    ObjectNode components = components();
    ObjectNode schemas = components.withObjectProperty("schemas");
    describeItself(paths.putObject("/openapi"));
    if (methods.hasResource("/_health")) {
      describeHealth(paths.putObject("/_health"));
    } else {
      schemas.remove("Health");
    }
    if (methods.hasResource("/_me")) {
      describeCaller(paths.putObject("/_me"));
    } else {
      schemas.remove("Caller");
    }
    if (methods.hasResource("/_transactions")) {
      describeTransactions(paths.putObject("/_transactions"));
    } else {
      schemas.remove(OF_TRANSACTIONS);
    }
    if (methods.hasResource("/_jobs/{id}")) {
      JobOperations.describe(paths);
    }
    for (String name : collections.names()) {
      CollectionAccess.Rights rights = access.rights(name);
      if (rights.any()) {
        describe(collections.get(name), rights, paths, schemas);
      }
    }
    describeOwn(paths, schemas);
    document.set("components", components);
    describeCallers(document, components);
    return document;
  }

  /** Describes what the owner's resources let the caller do. */
  private void describeOwn(ObjectNode paths, ObjectNode schemas) {
    OwnOperations operations = new OwnOperations(paths, new OwnSchemas(json, schemas));
    for (Endpoint endpoint : own.all()) {
      if (isOpen() || endpoint.permission().permits(caller)) {
        operations.describe(endpoint);
      }
    }
  }

  private boolean isOpen() {
    return config.access() == LarderConfig.Access.OPEN;
  }

  private ObjectNode components() {
    try (InputStream file = ApiDocument.class.getResourceAsStream("components.json")) {
      ObjectNode components = (ObjectNode) json.readTree(file);
      ArrayNode types =
          ((ObjectNode) components.at("/schemas/Problem/properties/type")).putArray("enum");
      for (ProblemType type : ProblemType.values()) {
        types.add(type.uri());
      }
      describeLimits(components);
      return components;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void describeLimits(ObjectNode components) {
    int pageSize = limits.pageSize().max();
    ObjectNode limit = (ObjectNode) components.at("/parameters/limit/schema");
    limit.put("maximum", pageSize);
    limit.put("default", Math.min(limit.path("default").asInt(), pageSize));
    for (String transaction : new String[] {"Transaction", "TypedTransaction"}) {
      ObjectNode operations =
          (ObjectNode) components.at("/schemas/" + transaction + "/properties/operations");
      operations.put("maxItems", limits.batchSize().max());
    }
    ((ObjectNode) components.at("/schemas/JsonPatch")).put("maxItems", limits.operations().max());
  }

  /** A gateway authenticates callers, by tokens or by the signature of IAM. */
  private void describeCallers(ObjectNode document, ObjectNode components) {
    if (isOpen()) {
      components.remove("securitySchemes");
      return;
    }
    ArrayNode alternatives = document.putArray("security");
    components
        .path("securitySchemes")
        .fieldNames()
        .forEachRemaining(name -> alternatives.addObject().putArray(name));
  }

  private static void describeItself(ObjectNode path) {
    OperationBuilder get =
        new OperationBuilder("getOpenApi", "Get this OpenAPI document")
            .response(200, "An OpenAPI document", Content.ofDocument())
            .fails(
                ProblemType.INVALID_PARAMETER,
                ProblemType.INVALID_HEADER,
                ProblemType.NOT_ACCEPTABLE);
    addRead(get, "openapi", path);
  }

  /** Adds a GET under a tag, with the HEAD and OPTIONS of its path. */
  private static void addRead(OperationBuilder get, String tag, ObjectNode path) {
    get.tag(tag).addTo(path, "get");
    get.head(tag + ".head").addTo(path, "head");
    OperationBuilder.options(tag + ".options").tag(tag).addTo(path, "options");
  }

  private static void describeHealth(ObjectNode path) {
    OperationBuilder get =
        new OperationBuilder("getHealth", "Check whether every table is ready")
            .response(200, "Every table is ready", Content.ofSchema("Health"))
            .fails(
                ProblemType.INVALID_PARAMETER,
                ProblemType.INVALID_HEADER,
                ProblemType.NOT_ACCEPTABLE,
                ProblemType.UNAVAILABLE);
    addRead(get, "health", path);
  }

  private static void describeCaller(ObjectNode path) {
    OperationBuilder get =
        new OperationBuilder("getCaller", "Get who you are and what you may do")
            .response(200, "The caller and its rights", Content.ofSchema("Caller"))
            .fails(
                ProblemType.INVALID_PARAMETER,
                ProblemType.INVALID_HEADER,
                ProblemType.NOT_ACCEPTABLE);
    addRead(get, "me", path);
  }

  private static void describeTransactions(ObjectNode path) {
    JobOperations.madeBy(
            new OperationBuilder(
                "transact", "Write and check items of any collections, all or nothing"))
        .tag("transactions")
        .takes("Prefer", "Idempotency-Key")
        .takesBody(Content.of("Transaction", "TypedTransaction"))
        .response(
            200,
            "The results, one for each operation",
            Content.of("TransactionResults", "TransactionResults"),
            OF_TRANSACTION)
        .response(
            204, "All operations succeeded; `return=minimal` omits the body", null, OF_TRANSACTION)
        .fails(
            ProblemType.INVALID_PARAMETER,
            ProblemType.INVALID_HEADER,
            ProblemType.MALFORMED_JSON,
            ProblemType.INVALID_TRANSACTION,
            ProblemType.INVALID_PATH,
            ProblemType.INVALID_KEY,
            ProblemType.FORBIDDEN,
            ProblemType.UNKNOWN_COLLECTION,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.TRANSACTION_FAILED,
            ProblemType.IDEMPOTENCY_KEY_IN_USE,
            ProblemType.ITEM_COLLECTION_TOO_LARGE,
            ProblemType.ITEM_TOO_LARGE,
            ProblemType.CONTENT_TOO_LARGE,
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            ProblemType.INVALID_ITEM,
            ProblemType.KEY_MISMATCH,
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            ProblemType.SCHEMA_VIOLATION,
            ProblemType.LIMIT_EXCEEDED,
            ProblemType.IDEMPOTENCY_UNAVAILABLE,
            ProblemType.THROTTLED,
            ProblemType.UNAVAILABLE,
            ProblemType.OUTCOME_UNKNOWN)
        .addTo(path, "post");
    OperationBuilder.options("transactions.options").tag("transactions").addTo(path, "options");
  }

  /** Describes what the caller may do with a collection. */
  private void describe(
      Collection collection, CollectionAccess.Rights rights, ObjectNode paths, ObjectNode schemas) {
    String name = collection.name();
    JsonNode validated =
        collection.itemValidator().map(ItemValidator::document).orElse(MissingNode.getInstance());
    CollectionSchemas of =
        new CollectionSchemas(
            name, collection.schema(), collection.path(), rights.fields(), validated);
    ObjectNode item = of.item();
    collection
        .itemValidator()
        .filter(validator -> rights.fields().hidden().isEmpty())
        .ifPresent(
            validator -> {
              String complete = name + ".Schema";
              schemas.set(complete, validator.documentAt("#/components/schemas/" + complete));
              item.put("description", "Without _version, the item satisfies " + complete + ".");
            });
    schemas.set(name + ".Item", item);
    schemas.set(name + ".Page", of.page());
    schemas.set(name + ".KeyToDelete", of.keyToDelete());

    CollectionOperations operations =
        new CollectionOperations(
            name,
            FilterParameters.of(of.askable(), limits.batchSize().max()),
            collection.itemValidator().isPresent());
    if (name.equals(CollectionRegistry.DEFAULT) && rights.read()) {
      schemas.set(name + ".Key", of.key());
      ObjectNode root = paths.putObject("/");
      operations.lookUp().addTo(root, "post");
      operations.options("lookUpOptions").addTo(root, "options");
    }
    describeList(operations, rights, paths.putObject("/" + name));
    of.listTemplate()
        .ifPresent(
            template -> {
              ObjectNode list = paths.putObject(template);
              list.set("parameters", of.listParameters());
              describeList(operations.within(), rights, list);
            });

    ObjectNode one = paths.putObject(of.pathTemplate());
    one.set("parameters", of.pathParameters());
    if (rights.read()) {
      operations.get(tables.besides(name)).addTo(one, "get");
      operations.getHead().addTo(one, "head");
    }
    if (rights.write()) {
      operations.put().addTo(one, "put");
      operations.delete().addTo(one, "delete");
    }
    if (rights.read() && rights.write()) {
      operations.patch().addTo(one, "patch");
    }
    operations.options("itemOptions").adds(204, "Accept-Patch").addTo(one, "options");
  }

  private static void describeList(
      CollectionOperations operations, CollectionAccess.Rights rights, ObjectNode list) {
    if (rights.read()) {
      operations.list().addTo(list, "get");
      operations.listHead().addTo(list, "head");
    }
    if (rights.write()) {
      operations.create().addTo(list, "post");
      operations.deleteMany().addTo(list, "delete");
    }
    if (rights.read() && rights.write()) {
      operations.updateMany().addTo(list, "patch");
    }
    operations.options("options").adds(204, "Accept-Patch").addTo(list, "options");
  }
}
