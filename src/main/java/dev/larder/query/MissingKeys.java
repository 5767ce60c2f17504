package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.table.Collection;
import java.util.List;
import java.util.StringJoiner;

/**
 * The requested keys that have no item, as a header field, since CSV and NDJSON have no other place
 * for them.
 */
final class MissingKeys {
  static final String FIELD = "Larder-Missing";

  /** API Gateway permits 10,240 bytes for all header fields of a response. */
  private static final int MOST_BYTES = 4000;

  private MissingKeys() {}

  /**
   * The value of the field: the paths of the keys as a list of strings (RFC 9651, section 3.1), as
   * in {@code "/items/a", "/items/b"}. If not all fit, their number is its last member.
   */
  static String field(Collection collection, List<Item> missing) {
    StringJoiner paths = new StringJoiner(", ");
    for (int i = 0; i < missing.size(); i++) {
      String path = '"' + collection.pathOf(missing.get(i)) + '"';
      if (paths.length() + path.length() > MOST_BYTES) {
        return paths.add(String.valueOf(missing.size() - i)).toString();
      }
      paths.add(path);
    }
    return paths.toString();
  }
}
