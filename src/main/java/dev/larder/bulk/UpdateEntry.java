package dev.larder.bulk;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;

/**
 * An entry of a bulk update.
 *
 * @param key the key attributes of the item
 * @param document the update document
 */
record UpdateEntry(Item key, Item document) {
  /** An array of entries. */
  static final String JSON = "application/vnd.larder.updates+json";

  /** One entry per line. */
  static final String NDJSON = "application/vnd.larder.updates+x-ndjson";

  private static final String KEY = "key";
  private static final String UPDATE = "update";

  /**
   * @throws ProblemException {@code invalid-patch} if the entry has not this form
   */
  static UpdateEntry of(Item entry) {
    for (String name : entry.attributes().keySet()) {
      if (!List.of(KEY, UPDATE).contains(name)) {
        throw invalid(name);
      }
    }
    return new UpdateEntry(member(entry, KEY), member(entry, UPDATE));
  }

  private static Item member(Item entry, String name) {
    return entry.members(name).orElseThrow(() -> invalid(name));
  }

  private static ProblemException invalid(String name) {
    return new ProblemException(
            ProblemType.INVALID_PATCH,
            "An entry of a bulk update has two members, which are objects: the key of the item and"
                + " the update, as in {\"key\": {\"id\": \"a\"}, \"update\": {\"add\": {\"stock\":"
                + " -1}}}.")
        .with("pointer", JsonPointers.to(name));
  }
}
