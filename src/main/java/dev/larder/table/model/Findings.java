package dev.larder.table.model;

import dev.larder.text.SimilarNames;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Adds mistakes in a model that has been read, at the members that they are about. */
final class Findings {
  private final ModelNode root;
  private final Mistakes mistakes;

  Findings(ModelNode root, Mistakes mistakes) {
    this.root = root;
    this.mistakes = mistakes;
  }

  /**
   * Adds a mistake.
   *
   * @param complaint what follows the names
   * @param names those on the way to the member
   */
  void add(String complaint, String... names) {
    mistakes.add(place(names), String.join(".", names) + " " + complaint);
  }

  /** As {@link #add}, about the name of the member instead of its value. */
  void addToName(String complaint, String... names) {
    String[] outer = Arrays.copyOf(names, names.length - 1);
    String name = names[names.length - 1];
    ModelNode.Place place =
        find(outer) instanceof ModelNode.Mapping mapping
            ? mapping.members().stream()
                .filter(member -> member.name().equals(name))
                .map(ModelNode.Member::place)
                .findFirst()
                .orElse(mapping.place())
            : place(names);
    mistakes.add(place, String.join(".", names) + " " + complaint);
  }

  /** The names of the members there; empty if there are none. */
  List<String> names(String... names) {
    return at(names) instanceof ModelNode.Mapping mapping
        ? mapping.members().stream().map(ModelNode.Member::name).toList()
        : List.of();
  }

  /** The text there; empty if there is none. */
  Optional<String> text(String... names) {
    return at(names) instanceof ModelNode.Text text && !text.value().isBlank()
        ? Optional.of(text.value())
        : Optional.empty();
  }

  private ModelNode at(String... names) {
    ModelNode node = root;
    for (String name : names) {
      node = node instanceof ModelNode.Mapping mapping ? mapping.find(name).orElse(null) : null;
    }
    return node;
  }

  /** The place of the value, or of the closest member around it that is written. */
  private ModelNode.Place place(String... names) {
    return find(names).place();
  }

  private ModelNode find(String... names) {
    ModelNode node = root;
    for (String name : names) {
      ModelNode inner =
          node instanceof ModelNode.Mapping mapping ? mapping.find(name).orElse(null) : null;
      if (inner == null) {
        break;
      }
      node = inner;
    }
    return node;
  }

  /** The end of a complaint about an unknown name. */
  static String instead(String name, Collection<String> known, String kind) {
    return SimilarNames.of(name, known)
        .or(() -> SimilarNames.near(name, known))
        .map(near -> "write " + near)
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "there are no " + kind
                    : "the " + kind + " are " + String.join(", ", known));
  }
}
