package dev.larder.item;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemTree;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.RequestLimits;
import dev.larder.text.Abbreviation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A JSON Patch (RFC 6902). Its operations are applied in order, all or none. The library zjsonpatch
 * is not used, because it decodes {@code ~01} to "/" and can exhaust the memory with copies of
 * copies.
 */
final class JsonPatch implements ItemPatch {
  /** Levels of nesting around a value: the array of operations and the operation. */
  private static final int ENCLOSING_LEVELS = 2;

  private static final Comparator<JsonNode> NUMERICALLY =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  private final List<Operation> operations;

  private JsonPatch(List<Operation> operations) {
    this.operations = operations;
  }

  static JsonPatch read(InputStream body, RequestLimits limits) throws IOException {
    JsonNode document = ItemTree.read(body, limits.depth(), ENCLOSING_LEVELS);
    if (!document.isArray()) {
      throw new ProblemException(
          ProblemType.INVALID_PATCH,
          "A JSON Patch must be an array of operations, as in [{\"op\": \"remove\", \"path\":"
              + " \"/a\"}].");
    }
    Limit most = limits.operations();
    if (document.size() > most.max()) {
      throw most.exceeded(
          "The patch has "
              + document.size()
              + " operations, but the limit is "
              + most.max()
              + ". Nothing was written. To change most of an item, use PUT.");
    }
    List<Operation> operations = new ArrayList<>(document.size());
    for (JsonNode operation : document) {
      operations.add(Operation.of(operations.size(), operation));
    }
    return new JsonPatch(operations);
  }

  @Override
  public boolean dependsOn(String attribute) {
    return operations.stream().anyMatch(operation -> operation.dependsOn(attribute));
  }

  @Override
  public Item apply(Item current) {
    Application application = new Application(new ItemTree(current));
    operations.forEach(application::apply);
    return application.tree.itemOf(application.root);
  }

  private enum Kind {
    ADD,
    REMOVE,
    REPLACE,
    MOVE,
    COPY,
    TEST;

    static Kind of(JsonNode name) {
      for (Kind kind : values()) {
        if (name != null && kind.toString().equals(name.textValue())) {
          return kind;
        }
      }
      return null;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One operation.
   *
   * @param from null for all but {@code move} and {@code copy}
   * @param value null for all but {@code add}, {@code replace} and {@code test}
   */
  private record Operation(
      int index, Kind kind, JsonPointer path, JsonPointer from, JsonNode value) {

    static Operation of(int index, JsonNode operation) {
      Kind kind = Kind.of(operation.get("op"));
      if (kind == null) {
        throw invalid(
            index, "is not an object whose \"op\" is add, remove, replace, move, copy or test");
      }
      JsonPointer path = pointer(index, operation, "path");
      JsonPointer from = null;
      JsonNode value = null;
      switch (kind) {
        case MOVE, COPY -> from = pointer(index, operation, "from");
        case ADD, REPLACE, TEST -> value = operation.get("value");
        case REMOVE -> {}
      }
      if (kind == Kind.MOVE && path.toString().startsWith(from + "/")) {
        throw invalid(index, "would move a value into itself");
      }
      if (from == null && value == null && kind != Kind.REMOVE) {
        throw invalid(index, "has the \"op\" " + kind + " but no \"value\"");
      }
      return new Operation(index, kind, path, from, value);
    }

    private static JsonPointer pointer(int index, JsonNode operation, String name) {
      JsonNode text = operation.get(name);
      if (text == null || !text.isTextual() || !isPointer(text.textValue())) {
        throw invalid(
            index,
            "has no \""
                + name
                + "\" that is a valid JSON Pointer (RFC 6901): a \"/\" before each name or index,"
                + " at most "
                + ItemReader.MAX_DEPTH
                + " of them, with ~0 for \"~\" and ~1 for \"/\" in a name");
      }
      return JsonPointer.compile(text.textValue());
    }

    /**
     * Checks a pointer more strictly than Jackson, which accepts invalid escapes as text and any
     * number of levels.
     */
    private static boolean isPointer(String text) {
      for (int at = text.indexOf('~'); at >= 0; at = text.indexOf('~', at + 1)) {
        if (!text.startsWith("0", at + 1) && !text.startsWith("1", at + 1)) {
          return false;
        }
      }
      return text.isEmpty()
          || (text.startsWith("/")
              && text.chars().filter(c -> c == '/').count() <= ItemReader.MAX_DEPTH);
    }

    private static ProblemException invalid(int index, String complaint) {
      return new ProblemException(
              ProblemType.INVALID_PATCH, "Operation " + index + " " + complaint + ".")
          .with("operation", index);
    }

    boolean dependsOn(String attribute) {
      boolean sets = kind == Kind.ADD && path.tail() != null && path.tail().matches();
      return (!sets && isIn(path, attribute)) || (from != null && isIn(from, attribute));
    }

    private static boolean isIn(JsonPointer pointer, String attribute) {
      return !pointer.matches() && pointer.getMatchingProperty().equals(attribute);
    }

    ProblemException conflict(JsonPointer pointer, String complaint) {
      String place = pointer.toString();
      String named = place.isEmpty() ? "the root" : place;
      return new ProblemException(
              ProblemType.PATCH_CONFLICT,
              "Operation "
                  + index
                  + " ("
                  + kind
                  + ") "
                  + complaint
                  + " "
                  + Abbreviation.of(named)
                  + ". Read the item, then adapt the patch to its current content.")
          .with("operation", index)
          .with("pointer", place);
    }
  }

  /** The state of an item while the operations are applied. */
  private static final class Application {
    private final ItemTree tree;
    private JsonNode root;

    Application(ItemTree tree) {
      this.tree = tree;
      this.root = tree.root();
    }

    void apply(Operation operation) {
      JsonPointer path = operation.path();
      switch (operation.kind()) {
        // Copied, because later operations may change it and the patch may be applied again.
        case ADD -> {
          JsonNode value = operation.value().deepCopy();
          replaced(add(operation, value), value);
        }
        case REMOVE -> tree.exchanged(remove(operation, path), null);
        case REPLACE -> {
          JsonNode value = operation.value().deepCopy();
          replaced(replace(operation, value), value);
        }
        case MOVE -> {
          JsonNode moved = at(operation, operation.from());
          if (!path.equals(operation.from())) {
            remove(operation, operation.from());
            tree.exchanged(add(operation, moved), null);
          }
        }
        case COPY -> {
          JsonNode copy = tree.copyOf(at(operation, operation.from()));
          tree.exchanged(add(operation, copy), copy);
        }
        case TEST -> {
          if (!operation.value().equals(NUMERICALLY, at(operation, path))) {
            throw operation.conflict(path, "found a different value at");
          }
        }
      }
    }

    private void replaced(JsonNode old, JsonNode value) {
      tree.exchanged(old, value);
      tree.replaced(old, value);
    }

    /** Returns the replaced value; null if there was none. */
    private JsonNode add(Operation operation, JsonNode value) {
      JsonPointer path = operation.path();
      if (path.matches()) {
        return replaceRoot(value);
      }
      JsonNode parent = at(operation, path.head());
      JsonPointer last = path.last();
      String name = last.getMatchingProperty();
      if (parent instanceof ObjectNode object) {
        return object.replace(name, value);
      }
      if (!(parent instanceof ArrayNode array)) {
        throw operation.conflict(path, "found no object or array that can contain");
      }
      int index = name.equals("-") ? array.size() : last.getMatchingIndex();
      if (index < 0 || index > array.size()) {
        throw operation.conflict(path, "found an array without the index");
      }
      array.insert(index, value);
      return null;
    }

    /** Returns the removed value. */
    private JsonNode remove(Operation operation, JsonPointer path) {
      JsonNode old = at(operation, path);
      if (path.matches()) {
        replaceRoot(MissingNode.getInstance());
      } else if (at(operation, path.head()) instanceof ObjectNode object) {
        object.remove(path.last().getMatchingProperty());
      } else if (at(operation, path.head()) instanceof ArrayNode array) {
        array.remove(path.last().getMatchingIndex());
      }
      return old;
    }

    /** Returns the replaced value. */
    private JsonNode replace(Operation operation, JsonNode value) {
      JsonPointer path = operation.path();
      JsonNode old = at(operation, path);
      if (path.matches()) {
        replaceRoot(value);
      } else if (at(operation, path.head()) instanceof ObjectNode object) {
        object.set(path.last().getMatchingProperty(), value);
      } else if (at(operation, path.head()) instanceof ArrayNode array) {
        array.set(path.last().getMatchingIndex(), value);
      }
      return old;
    }

    private JsonNode replaceRoot(JsonNode value) {
      JsonNode old = root;
      root = value;
      return old;
    }

    private JsonNode at(Operation operation, JsonPointer pointer) {
      JsonNode node = root.at(pointer);
      if (node.isMissingNode()) {
        throw operation.conflict(pointer, "found no value at");
      }
      return node;
    }
  }
}
