package dev.larder.dynamo.expression;

import dev.larder.dynamo.expression.DocumentPath.Element;
import dev.larder.dynamo.expression.DocumentPath.Member;
import dev.larder.dynamo.item.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Changes of an item, which DynamoDB makes with an UpdateExpression ({@link Placeholders}) or
 * Larder in memory ({@link #apply}), with the same result.
 *
 * @param changes of values none of which is inside of another
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">Using
 *     update expressions in DynamoDB</a>
 */
public record Update(List<Change> changes) {
  public Update {
    changes = List.copyOf(changes);
  }

  /** This update with one string attribute set besides. */
  public Update with(String attribute, String value) {
    List<Change> all = new ArrayList<>(changes);
    all.add(new Change(Change.Kind.SET, DocumentPath.of(attribute), AttributeValue.fromS(value)));
    return new Update(all);
  }

  /** The string to which an attribute is set; empty if it is not. */
  public Optional<String> valueSetAt(String attribute) {
    return changes.stream()
        .filter(change -> change.kind() == Change.Kind.SET)
        .filter(change -> change.path().equals(DocumentPath.of(attribute)))
        .map(change -> change.value().s())
        .findFirst();
  }

  /**
   * Whether an update of a set inside of an attribute is among the changes, for which DynamoDB
   * documents no expression.
   */
  public boolean changesNestedSet() {
    return changes.stream()
        .anyMatch(
            change ->
                !change.path().isAttribute()
                    && (change.kind() == Change.Kind.DELETE
                        || (change.kind() == Change.Kind.ADD && change.value().n() == null)));
  }

  /** Whether the update, made twice, certainly has the same effect as made once. */
  public boolean isRepeatable() {
    return changes.stream().allMatch(Change::isRepeatable);
  }

  /**
   * Makes the changes in memory.
   *
   * @throws dev.larder.problem.ProblemException {@code patch-conflict} if the item has no place for
   *     a change, or a value of another type there
   */
  public Item apply(Item item) {
    return Item.of(changedMap(item.attributes(), changes, 0));
  }

  private static Map<String, AttributeValue> changedMap(
      Map<String, AttributeValue> members, List<Change> changes, int depth) {
    Map<String, List<Change>> byName = new LinkedHashMap<>();
    for (Change change : changes) {
      if (!(change.path().steps().get(depth) instanceof Member member)) {
        throw UpdateConflicts.noPlace(change.path());
      }
      byName.computeIfAbsent(member.name(), absent -> new ArrayList<>()).add(change);
    }
    Map<String, AttributeValue> changed = new LinkedHashMap<>(members);
    byName.forEach(
        (name, each) -> {
          AttributeValue value = changed(members.get(name), each, depth);
          if (value == null) {
            changed.remove(name);
          } else {
            changed.put(name, value);
          }
        });
    return changed;
  }

  /** Elements keep their indexes until all are changed; those beyond the end follow in order. */
  private static List<AttributeValue> changedList(
      List<AttributeValue> elements, List<Change> changes, int depth) {
    Map<Integer, List<Change>> byIndex = new TreeMap<>();
    for (Change change : changes) {
      if (!(change.path().steps().get(depth) instanceof Element element)) {
        throw UpdateConflicts.noPlace(change.path());
      }
      byIndex.computeIfAbsent(element.index(), absent -> new ArrayList<>()).add(change);
    }
    List<AttributeValue> changed = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      List<Change> each = byIndex.remove(i);
      AttributeValue value = each == null ? elements.get(i) : changed(elements.get(i), each, depth);
      if (value != null) {
        changed.add(value);
      }
    }
    for (List<Change> each : byIndex.values()) {
      AttributeValue value = changed(null, each, depth);
      if (value != null) {
        changed.add(value);
      }
    }
    return changed;
  }

  /**
   * @param old null if there is no value
   * @return null for none
   */
  private static AttributeValue changed(AttributeValue old, List<Change> changes, int depth) {
    Change first = changes.get(0);
    if (first.path().steps().size() == depth + 1) {
      return first.applied(old);
    }
    if (old != null && old.hasM()) {
      return AttributeValue.fromM(changedMap(old.m(), changes, depth + 1));
    }
    if (old != null && old.hasL()) {
      return AttributeValue.fromL(changedList(old.l(), changes, depth + 1));
    }
    throw UpdateConflicts.noPlace(first.path());
  }
}
