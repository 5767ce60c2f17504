package dev.larder.table;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which attributes of a collection's items the caller may not read or may not write.
 *
 * @param hidden those that it may not read, which are absent for it
 * @param fixed those that it may not write, which its writes leave as they are
 */
public record Fields(Set<String> hidden, Set<String> fixed) {
  private static final String VIOLATIONS = "violations";

  /** All attributes may be read and written. */
  public static final Fields ALL = new Fields(Set.of(), Set.of());

  /** Whether all attributes may be read and written. */
  public boolean areAll() {
    return hidden.isEmpty() && fixed.isEmpty();
  }

  /**
   * The item without what is hidden. Its attributes are in the order of their names, because the
   * order in which they are stored and read depends on which others there are.
   */
  public Item visible(Item item) {
    if (hidden.isEmpty()) {
      return item;
    }
    Map<String, AttributeValue> visible = new TreeMap<>(item.attributes());
    visible.keySet().removeAll(hidden);
    return Item.of(visible);
  }

  /** A problem of an item, without what is wrong with what is hidden. */
  ProblemException visible(ProblemException problem) {
    if (isHidden(problem.members())) {
      return new ProblemException(
          problem.type(), "The item is not valid in an attribute that you may not read.");
    }
    if (!(problem.members().get(VIOLATIONS) instanceof List<?> violations)) {
      return problem;
    }
    List<?> visible = violations.stream().filter(this::isVisible).toList();
    return visible.size() == violations.size()
        ? problem
        : problem
            .adding(" Some of it is in attributes that you may not read.")
            .with(VIOLATIONS, visible);
  }

  private boolean isVisible(Object violation) {
    return !isHidden((Map<?, ?>) violation);
  }

  private boolean isHidden(Map<?, ?> described) {
    String pointer = String.valueOf(described.get("pointer"));
    return hidden.stream()
        .map(JsonPointers::to)
        .anyMatch(place -> pointer.equals(place) || pointer.startsWith(place + "/"));
  }

  /** The attributes that a write by this caller keeps, unless it sets those that it may set. */
  public Set<String> kept() {
    if (hidden.isEmpty()) {
      return fixed;
    }
    Set<String> kept = new TreeSet<>(hidden);
    kept.addAll(fixed);
    return kept;
  }

  /**
   * Requires that the caller may know the attribute's value, as by a condition on it.
   *
   * @throws ProblemException {@code forbidden}
   */
  public void requireVisible(String attribute) {
    if (hidden.contains(attribute)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "You may not read the attribute "
              + attribute
              + ", so no condition, order or patch of yours can depend on it.");
    }
  }

  /**
   * Requires that the caller may set the attribute.
   *
   * @throws ProblemException {@code forbidden}
   */
  public void requireWritable(String attribute) {
    if (fixed.contains(attribute)) {
      throw new ProblemException(
              ProblemType.FORBIDDEN, "You may not change the attribute " + attribute + ".")
          .with("pointer", JsonPointers.to(attribute));
    }
  }

  /**
   * The item to write in the place of a stored one: what the caller may not read, and does not set,
   * and what it may not write stay as they are.
   *
   * @param sent the item as the caller wants it
   * @param stored the stored item, or those attributes of it; {@link Item#NONE} if there is none
   * @throws ProblemException {@code forbidden} if it would change what the caller may not write
   */
  public Item keeping(Item sent, Item stored) {
    Item kept = sent;
    for (String attribute : kept()) {
      Item old = stored.select(Set.of(attribute));
      if (!sent.has(attribute) || isRepeated(sent.select(Set.of(attribute)), old)) {
        kept = kept.with(old);
      } else {
        requireWritable(attribute);
      }
    }
    return kept;
  }

  /** Whether a caller sends back what it has read; plain JSON does not tell sets from lists. */
  private boolean isRepeated(Item sent, Item old) {
    return sent.attributes().keySet().stream().noneMatch(hidden::contains)
        && Arrays.equals(
            ItemWriter.toBytes(sent, ItemFormat.PLAIN), ItemWriter.toBytes(old, ItemFormat.PLAIN));
  }
}
