package dev.larder.openapi;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.api.Item;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The JSON Schemas of the classes in bodies and parameters, as Jackson reads and writes them. */
final class OwnSchemas {
  private static final Set<Class<?>> INTEGERS =
      Set.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          short.class,
          Short.class,
          byte.class,
          Byte.class,
          BigInteger.class);

  private static final Set<Class<?>> NUMBERS =
      Set.of(double.class, Double.class, float.class, Float.class, BigDecimal.class, Number.class);

  private static final Set<Class<?>> BOOLEANS = Set.of(boolean.class, Boolean.class);

  private static final Map<Class<?>, String> FORMATS =
      Map.of(
          Instant.class, "date-time",
          OffsetDateTime.class, "date-time",
          LocalDate.class, "date",
          UUID.class, "uuid");

  private final ObjectMapper json;
  private final ObjectNode components;
  private final Map<Class<?>, String> names = new HashMap<>();

  /**
   * @param components where the schemas of classes are added, by their names
   */
  OwnSchemas(ObjectMapper json, ObjectNode components) {
    this.json = json;
    this.components = components;
  }

  ObjectNode of(Type type) {
    return of(json.constructType(type));
  }

  private ObjectNode of(JavaType type) {
    Class<?> raw = type.getRawClass();
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (raw == Object.class
        || type.isTypeOrSubTypeOf(com.fasterxml.jackson.databind.JsonNode.class)) {
      return schema;
    }
    if (raw == byte[].class) {
      return schema.put("type", "string").put("format", "byte");
    }
    if (type.isReferenceType()) {
      return of(type.getContentType());
    }
    if (type.isCollectionLikeType() || type.isArrayType()) {
      schema.put("type", "array").set("items", of(type.getContentType()));
      return schema;
    }
    if (raw == Item.class) {
      return schema.put("type", "object");
    }
    if (type.isMapLikeType()) {
      schema.put("type", "object").set("additionalProperties", of(type.getContentType()));
      return schema;
    }
    if (raw.isEnum()) {
      schema.put("type", "string");
      Arrays.stream(raw.getEnumConstants())
          .map(String::valueOf)
          .forEach(schema.putArray("enum")::add);
      return schema;
    }
    return isSimple(raw) ? simple(raw, schema) : Content.schema(component(type));
  }

  private static boolean isSimple(Class<?> raw) {
    return raw.isPrimitive() || raw.getName().startsWith("java.");
  }

  private static ObjectNode simple(Class<?> raw, ObjectNode schema) {
    if (INTEGERS.contains(raw)) {
      return schema.put("type", "integer");
    }
    if (NUMBERS.contains(raw)) {
      return schema.put("type", "number");
    }
    if (BOOLEANS.contains(raw)) {
      return schema.put("type", "boolean");
    }
    schema.put("type", "string");
    return FORMATS.containsKey(raw) ? schema.put("format", FORMATS.get(raw)) : schema;
  }

  private String component(JavaType type) {
    Class<?> raw = type.getRawClass();
    String known = names.get(raw);
    if (known != null) {
      return known;
    }
    String name = components.has(raw.getSimpleName()) ? raw.getName() : raw.getSimpleName();
    names.put(raw, name);
    ObjectNode schema = components.putObject(name).put("type", "object");
    BeanDescription description = json.getSerializationConfig().introspect(type);
    List<BeanPropertyDefinition> properties = description.findProperties();
    if (!properties.isEmpty()) {
      ObjectNode members = schema.putObject("properties");
      properties.forEach(member -> members.set(member.getName(), of(member.getPrimaryType())));
    }
    return name;
  }
}
