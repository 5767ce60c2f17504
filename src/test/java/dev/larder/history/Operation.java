package dev.larder.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens at one moment, in all of its steps.
 *
 * @param text the calls that it is made of
 * @param earliest the moment is after this
 * @param latest and before this
 * @param certain whether it must have happened
 * @param after what must be so of other items once it has happened, by their paths
 */
record Operation(
    String text,
    long earliest,
    long latest,
    boolean certain,
    List<Step> steps,
    Map<String, Fact> after) {

  /** The items by their paths after it has happened; empty where it is not possible. */
  Optional<Map<String, Content>> apply(Map<String, Content> items) {
    Map<String, Content> changed = new HashMap<>(items);
    for (Step step : steps) {
      Optional<Content> item = Optional.ofNullable(items.get(step.path()));
      if (!step.isPossible(item)) {
        return Optional.empty();
      }
      step.change()
          .apply(item)
          .ifPresentOrElse(
              content -> changed.put(step.path(), content), () -> changed.remove(step.path()));
    }
    return after.entrySet().stream()
            .allMatch(
                fact -> fact.getValue().holds(Optional.ofNullable(changed.get(fact.getKey()))))
        ? Optional.of(changed)
        : Optional.empty();
  }

  /** Whether what comes after it tells when it has happened, though it was possible without it. */
  boolean leavesTraces() {
    return steps.size() + after.size() > 1 || steps.stream().anyMatch(Step::builds);
  }

  /** What of it concerns one item. */
  Operation at(String path) {
    return new Operation(
        text,
        earliest,
        latest,
        certain,
        steps.stream().filter(step -> step.path().equals(path)).toList(),
        Map.of());
  }
}
