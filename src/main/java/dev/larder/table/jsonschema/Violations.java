package dev.larder.table.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.larder.problem.JsonPointers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Describes validation errors in terms of the schema. The library's own messages are not used: some
 * contain values of the item, and for a choice they list contradictory demands of all alternatives.
 */
final class Violations {
  private static final int MAX_TEXT = 300;

  private final Map<Object, Finding> findings = new LinkedHashMap<>();

  private Violations() {}

  /**
   * A location in the item and what the schema requires there.
   *
   * @param pointer RFC 6901; for a missing member, the location where it should be
   */
  record Violation(String pointer, String detail) {}

  static List<Violation> of(List<Error> errors) {
    Violations violations = new Violations();
    errors.forEach(violations::add);
    return violations.findings.values().stream().map(Finding::violation).toList();
  }

  /** The path as a JSON pointer. The library's own method escapes more than RFC 6901 allows. */
  static String pointer(NodePath path) {
    return pointer(segments(path));
  }

  private static String pointer(List<Object> segments) {
    return segments.stream()
        .map(segment -> JsonPointers.to(segment.toString()))
        .collect(Collectors.joining());
  }

  private static List<Object> segments(NodePath path) {
    List<Object> segments = new ArrayList<>();
    for (int i = 0; i < path.getNameCount(); i++) {
      segments.add(path.getElement(i));
    }
    return segments;
  }

  private void add(Error error) {
    List<Object> place = place(error);
    List<Object> path = segments(error.getEvaluationPath());
    Choice choice = Choice.in(path, 0);
    if (choice == null) {
      Violation violation = new Violation(pointer(place), detail(error));
      findings.put(violation, new Finding(violation.pointer(), violation.detail()));
      return;
    }
    List<Object> chooser = place.subList(0, choice.depth());
    Finding finding =
        findings.computeIfAbsent(
            List.of(path.subList(0, choice.at() + 1), chooser),
            key -> new Finding(pointer(chooser), null));
    if (path.size() > choice.at() + 1) {
      Choice nested = Choice.in(path, choice.at() + 2);
      int end = nested == null ? place.size() : choice.depth() + nested.depth();
      String demand =
          nested == null
              ? detail(error)
              : "must match one of the alternatives of " + path.get(nested.at());
      String below = pointer(place.subList(choice.depth(), end));
      finding.alternative(
          path.get(choice.at() + 1), below.isEmpty() ? demand : below + " " + demand);
    } else if (error.getMessageKey().equals("oneOf.indexes")) {
      finding.detail = detail(error);
    }
  }

  /** A single violation, or a location that matches no alternative of a choice. */
  private static final class Finding {
    private final String pointer;
    private final Map<Object, Set<String>> alternatives = new LinkedHashMap<>();
    private String detail;

    Finding(String pointer, String detail) {
      this.pointer = pointer;
      this.detail = detail;
    }

    void alternative(Object which, String demand) {
      alternatives.computeIfAbsent(which, absent -> new LinkedHashSet<>()).add(demand);
    }

    Violation violation() {
      if (detail != null) {
        return new Violation(pointer, detail);
      }
      String demands =
          alternatives.values().stream()
              .map(all -> String.join(" and ", all))
              .distinct()
              .collect(Collectors.joining(", or "));
      return new Violation(
          pointer, demands.isEmpty() ? "must match one of the alternatives" : shortened(demands));
    }
  }

  /**
   * The first {@code anyOf} or {@code oneOf} in an evaluation path.
   *
   * @param at its index in the evaluation path
   * @param depth the number of instance levels that the path has descended to it
   */
  private record Choice(int at, int depth) {

    static Choice in(List<Object> path, int from) {
      int depth = 0;
      for (int at = from; at < path.size(); at++) {
        switch (path.get(at).toString()) {
          case "anyOf", "oneOf" -> {
            return new Choice(at, depth);
          }
          case "allOf", "dependentSchemas" -> at++;
          case "patternProperties", "prefixItems", "properties" -> {
            depth++;
            at++;
          }
          case "additionalProperties", "items", "unevaluatedItems", "unevaluatedProperties" ->
              depth++;
          default -> {}
        }
      }
      return null;
    }
  }

  private static List<Object> place(Error error) {
    List<Object> place = segments(error.getInstanceLocation());
    switch (error.getKeyword()) {
      case "required", "additionalProperties", "unevaluatedProperties", "propertyNames" ->
          place.add(error.getProperty());
      case "dependentRequired", "items", "unevaluatedItems" -> place.add(error.getArguments()[0]);
      default -> {}
    }
    return place;
  }

  private static String detail(Error error) {
    JsonNode demanded = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "type" -> "must be " + types(demanded);
      case "required" -> "is required";
      case "dependentRequired" -> "is required together with " + error.getArguments()[1];
      case "additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems", "false" ->
          "is not allowed";
      case "propertyNames" -> "has a name that is not allowed: " + error.getArguments()[1];
      case "minimum" -> "must be at least " + demanded.asText();
      case "maximum" -> "must be at most " + demanded.asText();
      case "exclusiveMinimum" -> "must be more than " + demanded.asText();
      case "exclusiveMaximum" -> "must be less than " + demanded.asText();
      case "multipleOf" -> "must be a multiple of " + demanded.asText();
      case "minLength" -> "must have at least " + count(demanded, "character");
      case "maxLength" -> "must have at most " + count(demanded, "character");
      case "minItems" -> "must have at least " + count(demanded, "element");
      case "maxItems" -> "must have at most " + count(demanded, "element");
      case "minProperties" -> "must have at least " + count(demanded, "member");
      case "maxProperties" -> "must have at most " + count(demanded, "member");
      case "uniqueItems" -> "must not have duplicate elements";
      case "pattern" -> "must match the pattern " + shortened(demanded.asText());
      case "format" -> "must have the format " + demanded.asText();
      case "const" -> "must be " + shortened(demanded.toString());
      case "enum" -> "must be one of " + shortened(list(demanded));
      case "contains", "minContains" ->
          "must have at least " + error.getArguments()[0] + " matching the schema of contains";
      case "maxContains" ->
          "must have at most " + error.getArguments()[0] + " matching the schema of contains";
      case "not" -> "must not match the schema of not";
      case "oneOf" -> "must match only one of the alternatives of oneOf";
      default -> "violates " + error.getKeyword();
    };
  }

  private static String types(JsonNode types) {
    if (!types.isArray()) {
      return type(types.asText());
    }
    return StreamSupport.stream(types.spliterator(), false)
        .map(each -> type(each.asText()))
        .collect(Collectors.joining(" or "));
  }

  private static String type(String name) {
    return switch (name) {
      case "null" -> name;
      case "array", "integer", "object" -> "an " + name;
      default -> "a " + name;
    };
  }

  private static String count(JsonNode number, String what) {
    return number.asText() + " " + what + (number.asText().equals("1") ? "" : "s");
  }

  private static String list(JsonNode values) {
    StringBuilder list = new StringBuilder();
    for (Iterator<JsonNode> each = values.iterator(); each.hasNext(); ) {
      list.append(each.next()).append(each.hasNext() ? ", " : "");
    }
    return list.toString();
  }

  private static String shortened(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
