package dev.larder.table.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A value in the text of a model, with the place where it begins. */
public sealed interface ModelNode {
  Place place();

  /** A line and a column, both from 1. */
  record Place(int line, int column) {}

  /** A JSON object or a YAML mapping. */
  record Mapping(Place place, List<Member> members) implements ModelNode {

    /** The value of a member; empty if there is none. */
    Optional<ModelNode> find(String name) {
      return members.stream()
          .filter(member -> member.name().equals(name))
          .map(Member::value)
          .findFirst();
    }
  }

  /**
   * A member of a mapping.
   *
   * @param place the place of the name
   */
  record Member(Place place, String name, ModelNode value) {}

  record Sequence(Place place, List<ModelNode> elements) implements ModelNode {}

  record Text(Place place, String value) implements ModelNode {}

  record Number(Place place, BigDecimal value) implements ModelNode {}

  record Flag(Place place, boolean value) implements ModelNode {}

  record Nothing(Place place) implements ModelNode {}
}
