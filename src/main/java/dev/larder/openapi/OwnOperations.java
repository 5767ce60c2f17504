package dev.larder.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.http.Endpoint;
import dev.larder.http.Permission;
import dev.larder.problem.ProblemType;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Describes the operations of the owner's resources, as their JAX-RS annotations declare them. */
final class OwnOperations {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final ObjectNode paths;
  private final OwnSchemas schemas;

  OwnOperations(ObjectNode paths, OwnSchemas schemas) {
    this.paths = paths;
    this.schemas = schemas;
  }

  void describe(Endpoint endpoint) {
    ObjectNode path = paths.withObjectProperty(endpoint.template());
    Method function = endpoint.function();
    String tag = endpoint.resource().getSimpleName();
    String id = tag + "." + function.getName();
    OperationBuilder operation =
        new OperationBuilder(id, words(function.getName())).tag(tag).takes(parameters(endpoint));
    body(function)
        .ifPresent(
            body ->
                operation
                    .takesBody(content(endpoint.consumes(), body))
                    .fails(ProblemType.MALFORMED_JSON, ProblemType.UNSUPPORTED_MEDIA_TYPE));
    respond(operation, endpoint);
    Permission.Kind permitted = endpoint.permission().kind();
    if (permitted == Permission.Kind.EVERYBODY) {
      operation.needsNoCaller();
    }
    if (permitted == Permission.Kind.ROLES) {
      operation.fails(ProblemType.FORBIDDEN);
    }
    operation.addTo(path, endpoint.method().toLowerCase(Locale.ROOT));
    if (endpoint.method().equals("GET")) {
      operation.head(id + ".head").addTo(path, "head");
    }
    if (!path.has("options")) {
      OperationBuilder.options(id + ".options")
          .tag(tag)
          .takes(pathParameters(endpoint))
          .addTo(path, "options");
    }
  }

  /** The name of a method as words, as in {@code Cancel order}. */
  private static String words(String name) {
    String words = WORD_START.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private void respond(OperationBuilder operation, Endpoint endpoint) {
    Type type = answered(endpoint.function().getGenericReturnType());
    if (type == void.class || type == Void.class) {
      operation.response(204, "Done", null);
    } else if (type instanceof Class<?> of && Response.class.isAssignableFrom(of)) {
      operation.otherSuccess("Done", null);
    } else {
      operation.response(200, "Done", content(endpoint.produces(), type));
    }
  }

  /** The type of the response's body, without {@code Uni} and the like around it. */
  private static Type answered(Type type) {
    if (type instanceof ParameterizedType of && of.getActualTypeArguments().length == 1) {
      Class<?> raw = (Class<?>) of.getRawType();
      if (CompletionStage.class.isAssignableFrom(raw)
          || List.of("Uni", "RestResponse").contains(raw.getSimpleName())) {
        return answered(of.getActualTypeArguments()[0]);
      }
    }
    return type;
  }

  private ObjectNode content(List<String> mediaTypes, Type type) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    List<String> named =
        mediaTypes.isEmpty()
            ? List.of(type == String.class ? MediaType.TEXT_PLAIN : MediaType.APPLICATION_JSON)
            : mediaTypes;
    named.forEach(mediaType -> content.putObject(mediaType).set("schema", schemas.of(type)));
    return content;
  }

  /** The type of the parameter without an annotation, which is the request's body. */
  private static Optional<Type> body(Method function) {
    return Arrays.stream(function.getParameters())
        .filter(
            parameter ->
                Arrays.stream(parameter.getAnnotations()).noneMatch(OwnOperations::isBinding))
        .map(Parameter::getParameterizedType)
        .findFirst();
  }

  private static boolean isBinding(Annotation annotation) {
    String name = annotation.annotationType().getName();
    return annotation instanceof Context
        || name.startsWith("jakarta.ws.rs.")
        || name.startsWith("org.jboss.resteasy.reactive.");
  }

  private ArrayNode parameters(Endpoint endpoint) {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    pathParameters(endpoint)
        .forEach(of -> all.put("path " + of.path("name").asText(), (ObjectNode) of));
    for (Parameter parameter : endpoint.function().getParameters()) {
      Arrays.stream(parameter.getAnnotations())
          .flatMap(OwnOperations::place)
          .forEach(
              place ->
                  all.put(
                      place.getKey() + ' ' + place.getValue(),
                      parameter(place.getKey(), place.getValue(), parameter)));
    }
    ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
    all.values().forEach(parameters::add);
    return parameters;
  }

  /** Where a parameter is, and its name. */
  private static Stream<Map.Entry<String, String>> place(Annotation annotation) {
    if (annotation instanceof PathParam path) {
      return Stream.of(Map.entry("path", path.value()));
    }
    if (annotation instanceof QueryParam query) {
      return Stream.of(Map.entry("query", query.value()));
    }
    if (annotation instanceof HeaderParam header) {
      return Stream.of(Map.entry("header", header.value()));
    }
    return annotation instanceof CookieParam cookie
        ? Stream.of(Map.entry("cookie", cookie.value()))
        : Stream.empty();
  }

  private ObjectNode parameter(String place, String name, Parameter parameter) {
    ObjectNode described = parameter(place, name);
    ObjectNode schema = schemas.of(parameter.getParameterizedType());
    DefaultValue otherwise = parameter.getAnnotation(DefaultValue.class);
    if (otherwise != null) {
      schema.put("default", otherwise.value());
    }
    described.set("schema", schema);
    return described;
  }

  private static ObjectNode parameter(String place, String name) {
    ObjectNode described = JsonNodeFactory.instance.objectNode().put("name", name).put("in", place);
    if (place.equals("path")) {
      described.put("required", true);
    }
    return described;
  }

  private static ArrayNode pathParameters(Endpoint endpoint) {
    ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
    Matcher variable = VARIABLE.matcher(endpoint.template());
    while (variable.find()) {
      ObjectNode described = parameter("path", variable.group(1));
      described.putObject("schema").put("type", "string");
      parameters.add(described);
    }
    return parameters;
  }
}
