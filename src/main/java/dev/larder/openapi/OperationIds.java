package dev.larder.openapi;

import dev.larder.table.CollectionRegistry;

/**
 * The ids of a collection's operations, from which generators make the names of methods: {@code
 * listFilms} and {@code getFilmsItem} for the collection {@code films}, {@code listItems} and
 * {@code getItem} for the default collection. No two collections have the same, whatever their
 * names.
 */
record OperationIds(String many, String one) {

  static OperationIds of(String collection) {
    char first = collection.charAt(0);
    String word =
        Character.isUpperCase(first)
            ? '_' + collection
            : Character.toUpperCase(first) + collection.substring(1);
    return new OperationIds(
        word, collection.equals(CollectionRegistry.DEFAULT) ? "Item" : word + "Item");
  }

  /** Those of the operations on the items that have a common parent. */
  OperationIds within() {
    return new OperationIds(many + "Within", one + "Within");
  }
}
