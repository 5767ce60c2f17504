package dev.larder.history;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an item holds, key and version aside: texts by their names. Each write leaves its mark,
 * which no other has, in {@value #BY} and in one attribute more.
 */
record Content(Map<String, String> attributes) {
  static final String BY = "by";

  /** How many updates there were since a PUT. */
  static final String COUNT = "count";

  static final Content NONE = new Content(Map.of());

  Content {
    attributes = Map.copyOf(attributes);
  }

  /** What a PUT with this mark sends. */
  static Content put(String mark) {
    return new Content(Map.of(BY, mark, "put", mark));
  }

  /** What a merge patch with this mark sends. Patches meet in some attributes and not in others. */
  static Content patch(String mark) {
    return new Content(Map.of(BY, mark, "patch" + Math.floorMod(mark.hashCode(), 3), mark));
  }

  /** What an update with this mark leaves. */
  Content updated(String mark) {
    Map<String, String> updated = new TreeMap<>(attributes);
    updated.put(BY, mark);
    updated.merge(COUNT, "1", (count, one) -> String.valueOf(Integer.parseInt(count) + 1));
    return new Content(updated);
  }

  Content merged(Content patch) {
    Map<String, String> merged = new TreeMap<>(attributes);
    merged.putAll(patch.attributes);
    return new Content(merged);
  }

  /** The mark of the last write. */
  String by() {
    return attributes.get(BY);
  }

  @Override
  public String toString() {
    return new TreeMap<>(attributes).toString();
  }
}
