package dev.larder.table.model;

import dev.larder.table.schema.KeyTemplate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What tells the items of a collection from others in the same table.
 *
 * @param type attributes with the values that all items of the collection have
 * @param key the templates of the table's key, partition key first
 */
public record Distinction(Map<String, String> type, List<KeyTemplate> key) {
  public Distinction {
    type = Map.copyOf(type);
    key = List.copyOf(key);
  }

  /** What tells the items of a collection of a checked model. */
  public static Distinction of(Model model, String collection) {
    CollectionModel declared = model.collections().get(collection);
    return new Distinction(
        declared.type(),
        model.tables().get(declared.table()).key().stream()
            .map(
                attribute ->
                    declared.keys().containsKey(attribute.name())
                        ? KeyTemplate.parse(
                            attribute, declared.keys().get(attribute.name()), name -> false)
                        : KeyTemplate.of(attribute))
            .toList());
  }

  /**
   * Whether no item can be of both collections: because an attribute of their types has different
   * values, or no value fits the templates of both for the same key attribute.
   */
  public boolean tellsFrom(Distinction other) {
    if (areApart(type, other.type)) {
      return true;
    }
    for (int i = 0; i < Math.min(key.size(), other.key.size()); i++) {
      if (!canBeEqual(key.get(i), other.key.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether no item can be of both types. */
  static boolean areApart(Map<String, String> type, Map<String, String> other) {
    return type.entrySet().stream()
        .anyMatch(
            each -> !other.getOrDefault(each.getKey(), each.getValue()).equals(each.getValue()));
  }

  /** Whether some value fits both templates, which are read side by side as two automata. */
  private static boolean canBeEqual(KeyTemplate one, KeyTemplate other) {
    List<Step> ones = steps(one);
    List<Step> others = steps(other);
    Deque<Position> open = new ArrayDeque<>(List.of(new Position(0, 0)));
    Set<Position> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Position position = open.pop();
      if (position.one() == ones.size() && position.other() == others.size()) {
        return true;
      }
      for (Position next : position.after(ones, others)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return false;
  }

  private static List<Step> steps(KeyTemplate template) {
    List<Step> steps = new ArrayList<>();
    for (KeyTemplate.Part part : template.parts()) {
      if (part instanceof KeyTemplate.Literal literal) {
        literal.text().chars().forEach(c -> steps.add(new Step(c, false)));
      } else if (part instanceof KeyTemplate.Variable variable) {
        steps.add(new Step(variable.digits() > 0 ? Step.DIGIT : Step.ANY, true));
      }
    }
    return steps;
  }

  /**
   * What the next character must be.
   *
   * @param repeated whether more such characters may follow
   */
  private record Step(int character, boolean repeated) {
    static final int ANY = -1;
    static final int DIGIT = -2;

    boolean meets(Step other) {
      return character == other.character || contains(other) || other.contains(this);
    }

    private boolean contains(Step other) {
      return character == ANY
          || character == DIGIT && other.character >= '0' && other.character <= '9';
    }
  }

  /** How many steps of each template are done. */
  private record Position(int one, int other) {

    List<Position> after(List<Step> ones, List<Step> others) {
      List<Position> positions = new ArrayList<>();
      for (int i : next(ones, one)) {
        for (int j : next(others, other)) {
          if (ones.get(i).meets(others.get(j))) {
            positions.add(new Position(i + 1, j + 1));
          }
        }
      }
      return positions;
    }

    /** The steps that may come next: the following one, and the last one if it is repeated. */
    private static List<Integer> next(List<Step> steps, int done) {
      List<Integer> next = new ArrayList<>();
      if (done < steps.size()) {
        next.add(done);
      }
      if (done > 0 && steps.get(done - 1).repeated()) {
        next.add(done - 1);
      }
      return next;
    }
  }
}
