package dev.larder.table.model;

import dev.larder.text.SimilarNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a mapping in a model, read by their types; what has another type is a mistake.
 *
 * <p>A function reads its model at each cold start: without lambdas and concatenations, of which
 * the JVM makes classes first.
 */
final class Members {
  private final ModelNode node;
  private final String path;
  private final Map<String, ModelNode> values;
  private final Mistakes mistakes;

  private Members(ModelNode node, String path, Map<String, ModelNode> values, Mistakes mistakes) {
    this.node = node;
    this.path = path;
    this.values = values;
    this.mistakes = mistakes;
  }

  /**
   * The members of a mapping whose names are free.
   *
   * @param path the names on the way to the mapping, as in {@code tables.shop}
   */
  static Members of(ModelNode node, String path, Mistakes mistakes) {
    Map<String, ModelNode> values = new LinkedHashMap<>();
    if (node instanceof ModelNode.Mapping mapping) {
      for (ModelNode.Member member : mapping.members()) {
        if (values.putIfAbsent(member.name(), member.value()) != null) {
          mistakes.add(
              member.place(), named(path, member.name()) + " is there twice; keep one of them");
        }
      }
    } else {
      mistakes.add(node.place(), named(path, "") + " must have members, each as in name: value");
    }
    return new Members(node, path, values, mistakes);
  }

  /** The members of a mapping that has only these names. */
  static Members of(ModelNode node, String path, List<String> names, Mistakes mistakes) {
    Members members = of(node, path, mistakes);
    if (node instanceof ModelNode.Mapping mapping) {
      for (ModelNode.Member member : mapping.members()) {
        if (!names.contains(member.name())) {
          mistakes.add(member.place(), unknown(path, member.name(), names));
        }
      }
    }
    return members;
  }

  private static String unknown(String path, String name, List<String> names) {
    String complaint = (path.isEmpty() ? "a model" : path) + " has no member " + name + "; ";
    return complaint
        + SimilarNames.of(name, names)
            .or(() -> SimilarNames.near(name, names))
            .map(near -> "write " + near)
            .orElse("its members are " + String.join(", ", names));
  }

  private static String named(String path, String name) {
    if (path.isEmpty() || name.isEmpty()) {
      return path.isEmpty() && name.isEmpty() ? "the model" : path + name;
    }
    return String.join(".", path, name);
  }

  Map<String, ModelNode> all() {
    return values;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<ModelNode> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The name of a member in messages. */
  String path(String name) {
    return named(path, name);
  }

  void mistake(String name, String complaint) {
    mistakes.add(values.get(name).place(), path(name) + " " + complaint);
  }

  /** Adds the mistake that a member is missing. */
  void missing(String name, String example) {
    if (node instanceof ModelNode.Mapping) {
      mistakes.add(node.place(), path + " has no " + name + "; add it, as in " + example);
    }
  }

  Optional<String> text(String name) {
    ModelNode value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof ModelNode.Text text && !text.value().isBlank()) {
      return Optional.of(text.value());
    }
    mistake(
        name,
        value instanceof ModelNode.Mapping || value instanceof ModelNode.Sequence
            ? "must be a text"
            : "must be a text that is not empty, in quotes if it looks like a number, true, false or null");
    return Optional.empty();
  }

  boolean flag(String name, boolean standard) {
    ModelNode value = values.get(name);
    if (value instanceof ModelNode.Flag flag) {
      return flag.value();
    }
    if (value != null) {
      mistake(name, "must be true or false");
    }
    return standard;
  }

  /** A number above 0. */
  Optional<BigDecimal> number(String name) {
    ModelNode value = values.get(name);
    if (value instanceof ModelNode.Number number && number.value().signum() > 0) {
      return Optional.of(number.value());
    }
    if (value != null) {
      mistake(name, "must be a number above 0");
    }
    return Optional.empty();
  }

  /** A list of texts, or one text in the place of a list with one element. */
  Optional<List<String>> list(String name) {
    ModelNode value = values.get(name);
    if (value instanceof ModelNode.Text) {
      Optional<String> text = text(name);
      return text.isPresent() ? Optional.of(List.of(text.get())) : Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof ModelNode.Sequence sequence) {
      for (ModelNode element : sequence.elements()) {
        if (element instanceof ModelNode.Text text && !text.value().isBlank()) {
          texts.add(text.value());
        }
      }
      if (!texts.isEmpty() && texts.size() == sequence.elements().size()) {
        return Optional.of(texts);
      }
    }
    if (value != null) {
      mistake(name, "must be a list of texts with at least one, as in [reader, auditor]");
    }
    return Optional.empty();
  }

  /** Texts by names. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (has(name)) {
      Members members = of(values.get(name), path(name), mistakes);
      for (String each : members.values.keySet()) {
        Optional<String> text = members.text(each);
        if (text.isPresent()) {
          texts.put(each, text.get());
        }
      }
    }
    return texts;
  }
}
