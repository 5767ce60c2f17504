package dev.larder.bulk;

import dev.larder.dynamo.item.ItemText;
import dev.larder.problem.Limit;
import dev.larder.table.config.RequestLimits;
import java.util.Optional;
import java.util.OptionalInt;

/** The lines of an NDJSON body, one JSON object each, except blank lines. */
final class NdjsonEntries implements Entries {
  private final byte[] body;
  private final Limit depth;
  private int at;
  private int lines;

  /**
   * @throws dev.larder.problem.ProblemException {@code malformed-json} if there is no entry; {@code
   *     limit-exceeded} if there are too many
   */
  NdjsonEntries(byte[] body, RequestLimits limits) {
    this(body, limits.depth());
    Entries.requireCount(new NdjsonEntries(body, depth).count(), limits.entries());
  }

  private NdjsonEntries(byte[] body, Limit depth) {
    this.body = body;
    this.depth = depth;
  }

  @Override
  public Optional<Entry> next() {
    while (at < body.length) {
      int start = at;
      boolean blank = true;
      while (at < body.length && body[at] != '\n') {
        blank &= Entries.isBlank(body[at]);
        at++;
      }
      ItemText text = new ItemText(body, start, at, ++lines, 1);
      at++;
      if (!blank) {
        return Optional.of(
            new Entry(OptionalInt.of(text.line()), () -> EntryReader.read(text, depth)));
      }
    }
    return Optional.empty();
  }
}
