package dev.larder.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.larder.lambda.HttpEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The API's description of itself, to make requests by and to hold answers against. */
final class Description {
  private static final String BASE = "urn:larder:openapi";
  private static final List<String> METHODS =
      List.of("get", "head", "options", "put", "post", "patch", "delete");

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Path> paths = new ArrayList<>();
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new HashMap<>();

  /**
   * A method of a path.
   *
   * @param parameters of the path
   */
  record Operation(String path, String method, JsonNode parameters, JsonNode json) {
    /** The name of the collection that it is of. */
    String collection() {
      return json.path("tags").path(0).asText();
    }
  }

  private record Path(String template, Pattern pattern) {}

  Description(String openapi) {
    document = Json.read(openapi);
    registry =
        SchemaRegistry.withDialect(
            Dialects.getDraft202012(), builder -> builder.schemas(Map.of(BASE, openapi)));
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      paths.add(
          new Path(
              path.getKey(),
              Pattern.compile(path.getKey().replaceAll("\\{[^}]*}", "[^/]+").replace(".", "\\."))));
      for (String method : METHODS) {
        if (path.getValue().has(method)) {
          operations.add(
              new Operation(
                  path.getKey(),
                  method,
                  path.getValue().path("parameters"),
                  path.getValue().path(method)));
        }
      }
    }
  }

  List<Operation> operations() {
    return operations;
  }

  /** A reference to a schema of the components. */
  JsonNode schema(String name) {
    return Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name);
  }

  JsonNode resolved(String reference) {
    return document.at(reference.substring(1));
  }

  /** What a reference refers to, or the node itself. */
  JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.path("$ref").asText().substring(1));
    }
    return at;
  }

  /**
   * What an answer has that it should not, or has not that it should.
   *
   * @param path without the query
   * @param type the media type of the body
   */
  Optional<String> complaint(String method, String path, HttpEvent.Answer answer, String type) {
    int status = answer.status();
    Optional<Path> described =
        paths.stream().filter(each -> each.pattern.matcher(path).matches()).findFirst();
    String name = method.toLowerCase(Locale.ROOT);
    JsonNode operation =
        described
            .map(each -> document.path("paths").path(each.template).path(name))
            .orElse(document.path("none"));
    if (operation.isMissingNode() || path.endsWith("/result")) {
      return Optional.empty();
    }
    String key =
        Stream.of(String.valueOf(status), status / 100 + "XX")
            .filter(operation.path("responses")::has)
            .findFirst()
            .orElse("default");
    JsonNode response = operation.path("responses").path(key);
    if (status < 400 && key.equals("default")) {
      return Optional.of("The status " + status + " is not documented");
    }
    TreeSet<String> undocumented = new TreeSet<>(answer.headers().keySet());
    undocumented.removeIf(
        header ->
            document.at("/components/headers").path(canonical(header)).isMissingNode()
                || response.path("headers").has(canonical(header))
                || key.equals("default"));
    if (!undocumented.isEmpty()) {
      return Optional.of("The status " + status + " has no documented " + undocumented);
    }
    if (answer.body() == null) {
      return Optional.empty();
    }
    Optional<String> documented =
        response.path("content").properties().stream()
            .map(Map.Entry::getKey)
            .filter(each -> each.split(";")[0].equals(type))
            .findFirst();
    if (documented.isEmpty()) {
      return Optional.of("The status " + status + " has no documented " + type);
    }
    if (!AnswerCheck.isJson(type)) {
      return Optional.empty();
    }
    String pointer =
        String.join(
            "/",
            "/paths",
            escaped(described.orElseThrow().template),
            name,
            "responses",
            key,
            "content",
            escaped(documented.get()),
            "schema");
    return schemas
        .computeIfAbsent(pointer, at -> registry.getSchema(SchemaLocation.of(BASE + '#' + pointer)))
        .validate(Json.read(answer.body()))
        .stream()
        .findFirst()
        .map(error -> "The body is not as documented: " + error);
  }

  private String canonical(String header) {
    for (Map.Entry<String, JsonNode> known : document.at("/components/headers").properties()) {
      if (known.getKey().equalsIgnoreCase(header)) {
        return known.getKey();
      }
    }
    return header;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0")
        .replace("/", "~1")
        .replace("{", "%7B")
        .replace("}", "%7D")
        .replace("+", "%2B")
        .replace(";", "%3B");
  }
}
