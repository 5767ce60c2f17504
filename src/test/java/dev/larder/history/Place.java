package dev.larder.history;

import java.util.Map;
import java.util.Optional;

/**
 * Where an item is, by its path: in a plain collection, or in one of {@link
 * dev.larder.PeopleModel}, with what its table and its model demand of other items.
 */
record Place(String path) {
  /** The attributes of the keys by which items of a list differ. */
  private static final Map<String, String> KEYS =
      Map.of(
          "items", "id", "products", "sku", "people", "person", "notes", "entry", "files", "entry");

  String list() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  String collection() {
    return list().substring(list().lastIndexOf('/') + 1);
  }

  String keyName() {
    return KEYS.get(collection());
  }

  String key() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether an attribute is of a key. */
  static boolean isKey(String attribute) {
    return KEYS.containsValue(attribute);
  }

  /** The path of the item of another collection that would have the same key in the table. */
  Optional<String> twin() {
    return switch (collection()) {
      case "notes" -> Optional.of(path.replace("/notes/", "/files/"));
      case "files" -> Optional.of(path.replace("/files/", "/notes/"));
      default -> Optional.empty();
    };
  }

  /** The path of the item that must exist for this one to be put. */
  Optional<String> parent() {
    return collection().equals("notes")
        ? Optional.of(path.substring(0, path.indexOf("/notes/")))
        : Optional.empty();
  }
}
