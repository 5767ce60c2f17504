package dev.larder.history;

import dev.larder.history.Answer.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What must and what may have happened if the answers are true. Calls with one Idempotency-Key are
 * one operation, whatever they were answered, but for those that were refused.
 */
final class Operations {
  private final Versions versions;
  private final List<Operation> all = new ArrayList<>();

  private Operations(List<Call> calls) {
    versions = new Versions(calls);
  }

  /**
   * @throws Contradiction where the answers to one key are at odds
   */
  static List<Operation> of(List<Call> calls) {
    Operations operations = new Operations(calls);
    Map<String, List<Call>> byKey = new LinkedHashMap<>();
    for (Call call : calls) {
      if (is(call, Outcome.REFUSED) || is(call, Outcome.ORPHANED)) {
        operations.add(call.toString(), call, call.invoked(), call.returned());
      } else if (call.key() != null) {
        byKey.computeIfAbsent(call.key(), key -> new ArrayList<>()).add(call);
      } else if (call.answer().outcome() != Outcome.NOT_DONE) {
        operations.add(call.toString(), call, call.invoked(), call.returned());
      }
    }
    byKey.values().forEach(operations::addRepeated);
    return operations.all;
  }

  /** What was done with one key, at most once, and answered alike however often. */
  private void addRepeated(List<Call> calls) {
    List<Call> done = calls.stream().filter(call -> is(call, Outcome.DONE)).toList();
    List<Call> first = done.stream().filter(call -> !call.answer().replayed()).toList();
    String text = calls.stream().map(Call::toString).collect(Collectors.joining("\n  and "));
    if (first.size() > 1) {
      throw new Contradiction("It was done twice with one key:\n  " + text);
    }
    if (done.stream().map(call -> call.answer().text()).distinct().count() > 1) {
      throw new Contradiction("A replay has another answer:\n  " + text);
    }
    // A call whose answer was lost on its way to the function is replayed to itself.
    List<Call> candidates =
        first.isEmpty()
            ? calls.stream().filter(call -> !is(call, Outcome.NOT_DONE)).toList()
            : first;
    if (candidates.isEmpty()) {
      return;
    }
    long earliest = candidates.stream().mapToLong(Call::invoked).min().orElseThrow();
    long latest = done.stream().mapToLong(Call::returned).min().orElse(Long.MAX_VALUE);
    add(text, done.isEmpty() ? candidates.get(0) : done.get(0), earliest, latest);
  }

  private static boolean is(Call call, Outcome outcome) {
    return call.answer().outcome() == outcome;
  }

  private void add(String text, Call call, long earliest, long latest) {
    boolean certain = !is(call, Outcome.UNKNOWN);
    List<Step> steps = new ArrayList<>();
    Map<String, Fact> after = new HashMap<>();
    for (int i = 0; i < call.parts().size(); i++) {
      Part part = call.parts().get(i);
      Seen seen = call.answer().seen().isEmpty() ? Seen.NOTHING : call.answer().seen().get(i);
      if (is(call, Outcome.ORPHANED)) {
        parent(part).ifPresent(parent -> steps.add(Step.seeing(parent, Fact.ABSENT)));
      } else if (!is(call, Outcome.REFUSED)) {
        steps.add(done(part, seen));
        parent(part).ifPresent(parent -> after.put(parent, Fact.PRESENT));
        part.place().twin().filter(of -> part.puts()).ifPresent(of -> after.put(of, Fact.ABSENT));
      } else if (seen != null) {
        steps.addAll(refused(part, seen));
      }
    }
    boolean changes = call.parts().stream().anyMatch(part -> part.verb() != Part.Verb.READ);
    if (certain || changes) {
      long end = certain ? latest : Long.MAX_VALUE;
      all.add(new Operation(text, earliest, end, certain, steps, after));
    }
  }

  private Step done(Part part, Seen seen) {
    Fact before = demanded(part);
    if (seen.existed() != null) {
      before = before.and(seen.existed() ? Fact.PRESENT : Fact.ABSENT);
    }
    Fact after = seen.content() == null ? item -> true : Fact.is(seen.content());
    return new Step(part.path(), before, change(part), after, part.updates());
  }

  private static UnaryOperator<Optional<Content>> change(Part part) {
    return switch (part.verb()) {
      case READ, CHECK -> item -> item;
      case PUT, CREATE -> item -> Optional.of(Content.put(part.mark()));
      case PATCH -> item -> item.map(content -> content.merged(Content.patch(part.mark())));
      case UPDATE -> item -> item.map(content -> content.updated(part.mark()));
      case UPSERT -> item -> Optional.of(item.orElse(Content.NONE).updated(part.mark()));
      case DELETE -> item -> Optional.empty();
    };
  }

  private static Optional<String> parent(Part part) {
    return part.puts() ? part.place().parent() : Optional.empty();
  }

  private List<Step> refused(Part part, Seen seen) {
    Optional<String> twin = part.place().twin();
    if (!seen.existed() && twin.isPresent() && demanded(part).holds(Optional.empty())) {
      return List.of(Step.seeing(part.path(), Fact.ABSENT), Step.seeing(twin.get(), Fact.PRESENT));
    }
    Fact found = seen.existed() ? Fact.PRESENT : Fact.ABSENT;
    if (seen.tag() != null) {
      found = versions.is(seen.tag());
    }
    return List.of(Step.seeing(part.path(), demanded(part).negated().and(found)));
  }

  /** What a part demands of the item that is there. */
  private Fact demanded(Part part) {
    Fact demanded =
        switch (part.demand().kind()) {
          case NOTHING -> item -> true;
          case EXISTS -> Fact.PRESENT;
          case ABSENT -> Fact.ABSENT;
          case TAG -> versions.is(part.demand().value());
          case BY -> Fact.by(part.demand().value());
        };
    return switch (part.verb()) {
      case CREATE -> demanded.and(Fact.ABSENT);
      case PATCH, UPDATE -> demanded.and(Fact.PRESENT);
      default -> demanded;
    };
  }
}
