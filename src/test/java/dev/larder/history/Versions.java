package dev.larder.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which write made which version, as far as any answer tells. */
final class Versions {
  private final Map<String, String> marks = new HashMap<>();
  private final Map<String, String> tags = new HashMap<>();

  /**
   * @throws Contradiction where two writes have one version, or one write two
   */
  Versions(List<Call> calls) {
    for (Call call : calls) {
      for (int i = 0; i < call.answer().seen().size(); i++) {
        Seen seen = call.answer().seen().get(i);
        if (seen != null && seen.tag() != null) {
          add(call, call.parts().get(i), seen);
        }
      }
    }
  }

  private void add(Call call, Part part, Seen seen) {
    String mark = null;
    if (seen.content() != null) {
      mark = seen.content().by();
    } else if (call.answer().outcome() == Answer.Outcome.DONE) {
      mark = part.mark();
    }
    if (mark == null) {
      return;
    }
    String otherMark = marks.putIfAbsent(seen.tag(), mark);
    String otherTag = tags.putIfAbsent(mark, seen.tag());
    if (otherMark != null && !otherMark.equals(mark)) {
      throw new Contradiction("One version of two writes, " + otherMark + " and " + mark);
    }
    if (otherTag != null && !otherTag.equals(seen.tag())) {
      throw new Contradiction(
          "Two versions of one write, " + otherTag + " and " + seen.tag() + ": it happened twice");
    }
  }

  /** An item has this version. */
  Fact is(String tag) {
    // No answer tells whose it is, so it is of one of those of which none tells the version.
    return marks.containsKey(tag)
        ? Fact.by(marks.get(tag))
        : Fact.byNoneOf(Set.copyOf(marks.values()));
  }
}
