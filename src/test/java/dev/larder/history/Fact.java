package dev.larder.history;

import java.util.Optional;
import java.util.Set;

/** What is so of an item at one moment; there may be none. */
interface Fact {
  Fact PRESENT = Optional::isPresent;
  Fact ABSENT = Optional::isEmpty;

  boolean holds(Optional<Content> item);

  static Fact is(Content content) {
    return item -> item.filter(content::equals).isPresent();
  }

  /** The last write had this mark. */
  static Fact by(String mark) {
    return item -> item.filter(content -> content.by().equals(mark)).isPresent();
  }

  /** The last write had none of these marks. */
  static Fact byNoneOf(Set<String> marks) {
    return item -> item.filter(content -> !marks.contains(content.by())).isPresent();
  }

  default Fact and(Fact other) {
    return item -> holds(item) && other.holds(item);
  }

  default Fact negated() {
    return item -> !holds(item);
  }
}
