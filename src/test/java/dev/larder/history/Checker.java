package dev.larder.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a history can be true: whether all that was answered is so in some order in which
 * the requests happened one after the other, each between its beginning and its end. One whose
 * outcome is not known happened at any time after its beginning, or never; it must not be unknown
 * where nothing befell the call.
 */
final class Checker {
  private Checker() {}

  /** Why it cannot; empty where it can. */
  static Optional<String> contradiction(List<Call> calls) {
    Optional<Call> needless =
        calls.stream()
            .filter(call -> call.answer().outcome() == Answer.Outcome.NEEDLESSLY_UNKNOWN)
            .findFirst();
    if (needless.isPresent()) {
      return Optional.of("Nothing befell this call, whose outcome is known:\n  " + needless.get());
    }
    List<Operation> operations;
    try {
      operations = Operations.of(calls);
    } catch (Contradiction e) {
      return Optional.of(e.getMessage());
    }
    Linearization whole = new Linearization(operations);
    if (whole.exists()) {
      return Optional.empty();
    }
    List<String> paths =
        operations.stream()
            .flatMap(operation -> operation.steps().stream())
            .map(Step::path)
            .distinct()
            .toList();
    for (String path : paths) {
      List<Operation> ofItem =
          operations.stream()
              .map(operation -> operation.at(path))
              .filter(operation -> !operation.steps().isEmpty())
              .toList();
      Linearization one = new Linearization(ofItem);
      if (!one.exists()) {
        return Optional.of(path + ", by itself:\n" + described(ofItem, one));
      }
    }
    return Optional.of("the items together:\n" + described(operations, whole));
  }

  private static String described(List<Operation> operations, Linearization failed) {
    List<String> lines = new ArrayList<>();
    lines.add("None of these is possible after " + failed.furthestItems() + ":");
    failed.stuck().forEach(operation -> lines.add("  " + operation.text()));
    long end = failed.stuck().stream().mapToLong(Operation::latest).max().orElseThrow();
    lines.add("What has begun by then:");
    operations.stream()
        .filter(operation -> operation.earliest() < end)
        .sorted(Comparator.comparingLong(Operation::earliest))
        .forEach(operation -> lines.add(line(operation, operations)));
    return String.join("\n", lines);
  }

  private static String line(Operation operation, List<Operation> operations) {
    long start = operations.stream().mapToLong(Operation::earliest).min().orElse(0);
    return String.format(
        "  %10.3f %10s %s",
        (operation.earliest() - start) / 1e6,
        operation.certain() ? String.format("%.3f", (operation.latest() - start) / 1e6) : "?",
        operation.text());
  }
}
