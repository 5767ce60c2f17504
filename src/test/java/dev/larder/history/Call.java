package dev.larder.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A request and its answer.
 *
 * @param client who sent it
 * @param invoked when it was sent, by a clock that all clients share, in nanoseconds
 * @param returned when its answer came, or the client gave up
 * @param key the Idempotency-Key with all that it counts for; null without one
 * @param parts several are a transaction
 */
record Call(
    String client, long invoked, long returned, String key, List<Part> parts, Answer answer) {

  /** The same call, which nothing befell between function and DynamoDB. */
  Call withoutDoubt() {
    return new Call(client, invoked, returned, key, parts, answer.withoutDoubt());
  }

  @Override
  public String toString() {
    return client
        + " "
        + parts.stream().map(Part::toString).collect(Collectors.joining(", "))
        + (key == null ? "" : " key " + key)
        + " -> "
        + answer.outcome()
        + (answer.replayed() ? " replayed" : "")
        + answer.seen().stream()
            .map(seen -> seen == null ? " -" : seen.toString())
            .collect(Collectors.joining(","))
        + (answer.outcome() == Answer.Outcome.DONE ? "" : " " + answer.text());
  }
}
