package dev.larder.query;

import dev.larder.problem.ProblemException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Counts items that a query finds, as far as the budget of the request allows. */
final class Counter {
  private final PageReader reader;

  Counter(PageReader reader) {
    this.reader = reader;
  }

  /**
   * Counts the items of a page and those after it. A page whose count fails for a time has a count
   * that is not complete.
   *
   * @param items the number of items of the page
   * @param next where the next page begins; empty if there is none
   */
  Count from(PlannedQuery planned, int items, Optional<Position> next, PageBudget budget) {
    if (next.isEmpty()) {
      return new Count(items, true);
    }
    if (budget.exhausted().isPresent()) {
      return new Count(items, false);
    }
    CountPage rest = new CountPage();
    try {
      PageReader.End end = fill(rest, planned, next.get(), budget);
      return new Count(items + rest.counted(), end.stop().isEmpty());
    } catch (ProblemException e) {
      if (!e.type().isTransient()) {
        throw e;
      }
      return new Count(items, false);
    }
  }

  /** Counts the items to which the cursor leads; says where the count can go on. */
  Page.Members alone(PlannedQuery planned, PageBudget budget) {
    CountPage counted = new CountPage();
    PageReader.End end = fill(counted, planned, planned.from(), budget);
    boolean backward = planned.from().backward();
    Optional<String> onward =
        planned.cursor(backward ? end.prev() : end.next(), planned.sent().flatMap(Cursor::columns));
    return new Page.Members(
        Optional.of(new Count(counted.counted(), end.stop().isEmpty())),
        onward.filter(cursor -> !backward),
        onward.filter(cursor -> backward),
        end.stop(),
        end.missing());
  }

  private PageReader.End fill(
      CountPage page, PlannedQuery planned, Position from, PageBudget budget) {
    return reader.fill(
        page,
        planned.collection(),
        planned.plan().counting(planned.collection()),
        UnaryOperator.identity(),
        from,
        budget);
  }
}
