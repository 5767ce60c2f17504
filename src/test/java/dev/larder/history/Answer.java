package dev.larder.history;

import java.util.Arrays;
import java.util.List;

/**
 * What a client has been told.
 *
 * @param seen for each part of the request, null where it says nothing of it; empty where it says
 *     nothing at all
 * @param text as the client got it, the same for a replay
 */
record Answer(Outcome outcome, boolean replayed, List<Seen> seen, String text) {

  enum Outcome {
    /** It happened. */
    DONE,
    /** It did not, since the items that are seen were not as it demands. */
    REFUSED,
    /** It did not, since the parent of an item does not exist. */
    ORPHANED,
    /** It did not, for another reason. */
    NOT_DONE,
    /** It may have, or will, or will not. */
    UNKNOWN,
    /** As {@code UNKNOWN}, though DynamoDB got each of its writes, and its answers arrived. */
    NEEDLESSLY_UNKNOWN
  }

  static Answer of(Outcome outcome, Seen... seen) {
    return new Answer(outcome, false, Arrays.asList(seen), "");
  }

  static Answer unknown(String text) {
    return new Answer(Outcome.UNKNOWN, false, List.of(), text);
  }

  /** The same answer to a request that nothing befell. */
  Answer withoutDoubt() {
    return outcome == Outcome.UNKNOWN
        ? new Answer(Outcome.NEEDLESSLY_UNKNOWN, replayed, seen, text)
        : this;
  }

  /** The same answer, given again. */
  Answer replay() {
    return new Answer(outcome, true, seen, text);
  }
}
