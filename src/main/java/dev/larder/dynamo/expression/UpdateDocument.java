package dev.larder.dynamo.expression;

import dev.larder.dynamo.expression.Change.Kind;
import dev.larder.dynamo.item.DynamoNumber;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Abbreviation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An update as JSON: an object with the members {@code set}, {@code setIfAbsent}, {@code add},
 * {@code append}, {@code prepend}, {@code remove} and {@code deleteFrom}, which name what changes
 * by its path, and {@code if} and {@code upsert}.
 *
 * @param condition a condition on the item, in the form of a query
 * @param upserts whether an item that does not exist is created
 */
public record UpdateDocument(Update update, Optional<String> condition, boolean upserts) {
  private static final String REMOVE = "remove";
  private static final String IF = "if";
  private static final String UPSERT = "upsert";

  private static final Map<String, Kind> CHANGES =
      Map.of(
          "set", Kind.SET,
          "setIfAbsent", Kind.SET_IF_ABSENT,
          "add", Kind.ADD,
          "append", Kind.APPEND,
          "prepend", Kind.PREPEND,
          "deleteFrom", Kind.DELETE);

  private static final String MEMBERS =
      "set, setIfAbsent, add, append, prepend, remove, deleteFrom, if and upsert";

  /**
   * Reads a document.
   *
   * @param most the limit of the number of changes
   * @throws ProblemException {@code invalid-patch}, with a {@code pointer} to the place; {@code
   *     limit-exceeded}
   */
  public static UpdateDocument of(Item document, Limit most) {
    List<Change> changes = new ArrayList<>();
    Optional<String> condition = Optional.empty();
    boolean upserts = false;
    for (Map.Entry<String, AttributeValue> member : document.attributes().entrySet()) {
      String name = member.getKey();
      AttributeValue value = member.getValue();
      if (CHANGES.containsKey(name)) {
        members(name, value).forEach((path, to) -> changes.add(change(name, path, to)));
      } else if (name.equals(REMOVE)) {
        removed(value).forEach(changes::add);
      } else if (name.equals(IF)) {
        condition = Optional.of(condition(value));
      } else if (name.equals(UPSERT)) {
        upserts = flag(value);
      } else {
        throw invalid(
            JsonPointers.to(name),
            "The update has the member \""
                + Abbreviation.of(name)
                + "\", which is not supported. The members are "
                + MEMBERS
                + ".");
      }
    }
    requireChanges(changes, most);
    Update update = new Update(changes);
    requireExpressible(update);
    return new UpdateDocument(update, condition, upserts);
  }

  private static Map<String, AttributeValue> members(String name, AttributeValue value) {
    if (!value.hasM()) {
      throw invalid(
          JsonPointers.to(name),
          "The member "
              + name
              + " must be an object whose names are the paths of what changes, as in {\""
              + name
              + "\": {\"stock\": ...}}.");
    }
    return value.m();
  }

  private static Change change(String member, String text, AttributeValue value) {
    String pointer = JsonPointers.to(member) + JsonPointers.to(text);
    DocumentPath path = path(pointer, text);
    return switch (CHANGES.get(member)) {
      case ADD ->
          new Change(Kind.ADD, path, value.n() == null ? set(pointer, member, value) : value);
      case DELETE -> new Change(Kind.DELETE, path, set(pointer, member, value));
      case APPEND -> new Change(Kind.APPEND, path, list(pointer, member, value));
      case PREPEND -> new Change(Kind.PREPEND, path, list(pointer, member, value));
      default -> new Change(CHANGES.get(member), path, value);
    };
  }

  private static AttributeValue list(String pointer, String member, AttributeValue value) {
    if (!value.hasL()) {
      throw invalid(
          pointer,
          "A value of " + member + " must be an array of the elements, as in [\"packed\"].");
    }
    return value;
  }

  /** The set of an array whose elements are all texts or all numbers. */
  private static AttributeValue set(String pointer, String member, AttributeValue value) {
    if (value.hasSs() || value.hasNs() || value.hasBs()) {
      return value;
    }
    List<AttributeValue> elements = value.hasL() ? value.l() : List.of();
    if (!elements.isEmpty() && elements.stream().allMatch(each -> each.s() != null)) {
      return AttributeValue.fromSs(elements.stream().map(AttributeValue::s).distinct().toList());
    }
    if (!elements.isEmpty() && elements.stream().allMatch(each -> each.n() != null)) {
      return AttributeValue.fromNs(
          List.copyOf(
              elements.stream()
                  .map(AttributeValue::n)
                  .collect(
                      Collectors.toMap(
                          DynamoNumber::canonical,
                          Function.identity(),
                          (first, same) -> first,
                          LinkedHashMap::new))
                  .values()));
    }
    throw invalid(
        pointer,
        "A value of "
            + member
            + " must be "
            + (member.equals("add") ? "a number, or " : "")
            + "an array of the elements of a set, which are all strings or all numbers, and at"
            + " least one.");
  }

  private static Stream<Change> removed(AttributeValue value) {
    List<AttributeValue> paths = value.hasL() ? value.l() : null;
    if (paths == null || paths.stream().anyMatch(path -> path.s() == null)) {
      throw invalid(
          JsonPointers.to(REMOVE),
          "The member remove must be an array of the paths to remove, as in [\"draft\"].");
    }
    return paths.stream()
        .map(
            path ->
                new Change(
                    Kind.REMOVE,
                    path(JsonPointers.to(REMOVE) + "/" + paths.indexOf(path), path.s()),
                    null));
  }

  private static DocumentPath path(String pointer, String text) {
    return DocumentPath.parse(text)
        .orElseThrow(
            () ->
                invalid(
                    pointer,
                    "\""
                        + Abbreviation.of(text)
                        + "\" is not a path. A path has the name of an attribute, a dot before"
                        + " each member and brackets around the index of an element, as in"
                        + " lines[0].price, with up to 32 of them. Put a backslash before a dot,"
                        + " bracket or backslash in a name."));
  }

  private static String condition(AttributeValue value) {
    if (value.s() == null || value.s().isEmpty()) {
      throw invalid(
          JsonPointers.to(IF),
          "The member if must be a string with conditions as in a query, such as"
              + " \"stock[gte]=2\".");
    }
    return value.s();
  }

  private static boolean flag(AttributeValue value) {
    if (value.bool() == null) {
      throw invalid(JsonPointers.to(UPSERT), "The member upsert must be true or false.");
    }
    return value.bool();
  }

  private static void requireChanges(List<Change> changes, Limit most) {
    if (changes.isEmpty()) {
      throw invalid("", "The update changes nothing. Its members are " + MEMBERS + ".");
    }
    if (changes.size() > most.max()) {
      throw most.exceeded(
          "The update has "
              + changes.size()
              + " changes, but the limit is "
              + most.max()
              + ". Nothing was written. To change most of an item, use PUT.");
    }
    for (int i = 0; i < changes.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (changes.get(i).path().overlaps(changes.get(j).path())) {
          throw invalid(
                  "",
                  "The paths "
                      + Abbreviation.of(changes.get(j).path().toString())
                      + " and "
                      + Abbreviation.of(changes.get(i).path().toString())
                      + " overlap: an update can change each value once, and not a part of it"
                      + " besides.")
              .with(
                  "paths",
                  List.of(changes.get(j).path().toString(), changes.get(i).path().toString()));
        }
      }
    }
  }

  /** The {@code invalid-patch} problem of a document that is not an object. */
  public static ProblemException notAnObject() {
    return invalid("", "An update must be a JSON object, as in {\"set\": {\"status\": \"sold\"}}.");
  }

  private static void requireExpressible(Update update) {
    try {
      Placeholders.require(update);
    } catch (ProblemException e) {
      throw new ProblemException(
          ProblemType.INVALID_PATCH, e.getMessage() + " To change most of an item, use PUT.");
    }
  }

  private static ProblemException invalid(String pointer, String detail) {
    return new ProblemException(ProblemType.INVALID_PATCH, detail).with("pointer", pointer);
  }
}
