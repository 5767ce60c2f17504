package dev.larder.table.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRef;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.DialectId;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DynamicRefValidator;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.RefValidator;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemTree;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.ItemValidator;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON Schema (2020-12) of a collection's items. It is compiled at start, so that a deployment
 * reports an invalid schema before a write meets it. Nothing is fetched for it.
 */
final class ItemSchema implements ItemValidator {
  /** Violations that one response lists. */
  static final int MAX_VIOLATIONS = 50;

  /**
   * The errors of an evaluation that become violations. Alternatives within alternatives have many
   * times as many, and each takes some microseconds to explain.
   */
  private static final int MAX_ERRORS = 10_000;

  private static final String DIALECT = DialectId.DRAFT_2020_12;
  private static final String BUNDLED = "https://json-schema.org/draft/2020-12/";

  private final Schema schema;
  private final JsonNode document;
  private final BoundedPatterns patterns;
  private final Runnable check;

  private ItemSchema(Schema schema, JsonNode document, BoundedPatterns patterns, Runnable check) {
    this.schema = schema;
    this.document = document;
    this.patterns = patterns;
    this.check = check;
  }

  /** The schema tells if it permits no additional properties and none by pattern. */
  @Override
  public Optional<Set<String>> attributes() {
    JsonNode additional = document.path("additionalProperties");
    if (!additional.isBoolean() || additional.booleanValue() || document.has("patternProperties")) {
      return Optional.empty();
    }
    return Optional.of(properties());
  }

  @Override
  public Set<String> properties() {
    Set<String> names = new TreeSet<>();
    document.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Override
  public JsonNode document() {
    return document;
  }

  @Override
  public JsonNode documentAt(String place) {
    return EmbeddedSchema.of(document, place);
  }

  /** Knows only what {@code properties} at the root says by {@code type}. */
  @Override
  public Optional<String> jsonType(String attribute) {
    return Optional.ofNullable(
        document.path("properties").path(attribute).path("type").textValue());
  }

  /**
   * Reads and compiles a schema.
   *
   * @param setting the name of the setting, for messages
   * @param value a file, a resource on the class path, or the JSON itself
   * @param check is called again and again during an evaluation; throws to end it
   * @throws IllegalArgumentException naming the setting, the file and the place of the error
   */
  static ItemSchema read(String setting, String value, Runnable check) {
    SchemaSource source = SchemaSource.read(setting, value);
    JsonNode document = source.parse();
    Map<NodePath, JsonNode> schemas = Subschemas.of(document);
    schemas.forEach((place, schema) -> requireDialect(source, place, schema));

    BoundedPatterns patterns = new BoundedPatterns();
    SchemaRegistry registry =
        SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            builder ->
                builder
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ENGLISH)
                            .regularExpressionFactory(patterns)
                            .build())
                    .schemaLoader(loader -> loader.allow(iri -> isBundled(iri.toString()))));
    requireValid(source, registry, document);
    Schema schema = compile(source, registry, document);
    requireReferences(source, schema, schemas);
    return new ItemSchema(schema, document, patterns, check);
  }

  private static Schema compile(SchemaSource source, SchemaRegistry registry, JsonNode document) {
    try {
      return registry.getSchema(document);
    } catch (RuntimeException e) {
      throw source.refuse("", "it cannot be compiled: " + e.getMessage());
    }
  }

  private static boolean isBundled(String iri) {
    return iri.startsWith(BUNDLED);
  }

  private static void requireDialect(SchemaSource source, NodePath place, JsonNode schema) {
    JsonNode dialect = schema.path("$schema");
    if (!dialect.isMissingNode() && !dialect.asText().replaceFirst("#$", "").equals(DIALECT)) {
      throw source.refuse(
          Violations.pointer(place.append("$schema")),
          dialect + " is not a supported dialect; use " + DIALECT);
    }
  }

  private static void requireValid(SchemaSource source, SchemaRegistry registry, JsonNode schema) {
    // Only the meta-schema's format assertions detect an invalid regular expression.
    Violations.of(
            registry
                .getSchema(SchemaLocation.of(DIALECT))
                .validate(
                    schema,
                    context ->
                        context.executionConfig(config -> config.formatAssertionsEnabled(true))))
        .stream()
        .findFirst()
        .ifPresent(
            violation -> {
              throw source.refuse(violation.pointer(), violation.detail());
            });
  }

  private static void requireReferences(
      SchemaSource source, Schema root, Map<NodePath, JsonNode> schemas) {
    Set<JsonNode> targets = Collections.newSetFromMap(new IdentityHashMap<>());
    targets.addAll(schemas.values());
    schemas.forEach(
        (place, node) -> {
          if (node.has("$ref") || node.has("$dynamicRef")) {
            Schema schema = place.getNameCount() == 0 ? root : root.getSubSchema(place);
            for (KeywordValidator keyword : schema.getValidators()) {
              if (keyword instanceof RefValidator ref) {
                requireTarget(source, place, keyword, ref.getSchemaRef(), targets);
              } else if (keyword instanceof DynamicRefValidator ref) {
                SchemaRef target = ref.getSchemaRef(schema.createExecutionContext());
                requireTarget(source, place, keyword, target, targets);
              }
            }
            requireEnd(source, place, schema);
          }
        });
  }

  private static void requireTarget(
      SchemaSource source,
      NodePath place,
      KeywordValidator keyword,
      SchemaRef ref,
      Set<JsonNode> targets) {
    Schema target;
    try {
      target = ref.getSchema();
    } catch (RuntimeException e) {
      // The library has no documented exception for a reference that it cannot resolve.
      target = null;
    }
    if (target == null
        || !targets.contains(target.getSchemaNode())
            && !isBundled(String.valueOf(target.getSchemaLocation().getAbsoluteIri()))) {
      throw source.refuse(
          Violations.pointer(place.append(keyword.getKeyword())),
          "it does not refer to a schema in this document, and other documents are not fetched");
    }
  }

  /** Rejects a reference that leads back to itself: every write would overflow the stack. */
  private static void requireEnd(SchemaSource source, NodePath place, Schema schema) {
    try {
      schema.validate(NullNode.getInstance());
    } catch (StackOverflowError e) {
      throw source.refuse(Violations.pointer(place), "its references form an endless loop");
    }
  }

  @Override
  public void validate(Item item) {
    List<Error> errors = errors(item);
    if (errors.isEmpty()) {
      return;
    }
    List<Violations.Violation> violations = explained(errors);
    boolean complete = errors.size() <= MAX_ERRORS;
    ProblemException problem =
        new ProblemException(
                ProblemType.SCHEMA_VIOLATION,
                "The item violates the collection's schema in "
                    + (complete ? "" : "at least ")
                    + (violations.size() == 1 ? "one place" : violations.size() + " places")
                    + "; see violations.")
            .with(
                "violations",
                violations.stream()
                    .limit(MAX_VIOLATIONS)
                    .map(each -> Map.of("pointer", each.pointer(), "detail", each.detail()))
                    .toList());
    if (violations.size() > MAX_VIOLATIONS) {
      problem.with("more", violations.size() - MAX_VIOLATIONS);
    }
    throw problem;
  }

  List<Violations.Violation> violations(Item item) {
    return explained(errors(item));
  }

  private List<Error> errors(Item item) {
    patterns.restart();
    return schema.validate(
        new BoundedEvaluation(schema.createExecutionContext(), check),
        ItemTree.of(item),
        OutputFormat.DEFAULT);
  }

  private static List<Violations.Violation> explained(List<Error> errors) {
    return Violations.of(errors.subList(0, Math.min(errors.size(), MAX_ERRORS)));
  }
}
