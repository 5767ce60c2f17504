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
    this.body = body;
    this.depth = limits.depth();
    Entries.requireCount(count(body), limits.entries());
  }

  private static int count(byte[] body) {
    int count = 0;
    boolean blank = true;
    for (byte b : body) {
      if (b == '\n') {
        blank = true;
      } else if (blank && !Entries.isBlank(b)) {
        blank = false;
        count++;
      }
    }
    return count;
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
      // The result of an entry names its line; problems that do not can be equal.
      ItemText text = new ItemText(body, start, at, 0, 1);
      lines++;
      at++;
      if (!blank) {
        return Optional.of(new Entry(OptionalInt.of(lines), () -> EntryReader.read(text, depth)));
      }
    }
    return Optional.empty();
  }
}
