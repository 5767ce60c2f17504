package dev.larder.bulk;

import dev.larder.dynamo.ItemForm;
import dev.larder.dynamo.ItemReader;
import dev.larder.dynamo.ItemText;
import java.util.Optional;
import java.util.OptionalInt;

/** The lines of a body that has a JSON object on each; blank lines are none. */
final class NdjsonEntries implements Entries {
  private final byte[] body;
  private int at;
  private int lines;

  NdjsonEntries(byte[] body) {
    this.body = body;
  }

  @Override
  public Optional<Entry> next() {
    while (at < body.length) {
      int start = at;
      boolean blank = true;
      while (at < body.length && body[at] != '\n') {
        blank &= BulkBody.isBlank(body[at]);
        at++;
      }
      ItemText text = new ItemText(body, start, at, ++lines, 1);
      at++;
      if (!blank) {
        return Optional.of(
            new Entry(OptionalInt.of(text.line()), () -> ItemReader.read(text, ItemForm.PLAIN)));
      }
    }
    return Optional.empty();
  }
}
