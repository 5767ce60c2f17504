package dev.larder.custom;

import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.CollectionRegistry;
import java.util.function.Function;

/**
 * The rights with which own code reads and writes.
 *
 * @param read gives a collection for reading
 * @param write gives a collection for writing
 * @param readAndWrite gives a collection for a write that reveals what is stored
 */
record Rights(
    Function<String, Collection> read,
    Function<String, Collection> write,
    Function<String, Collection> readAndWrite) {

  static Rights ofCaller(CollectionAccess access) {
    return new Rights(access::forRead, access::forWrite, access::forReadAndWrite);
  }

  /** Everything is permitted. */
  static Rights ofFunction(CollectionRegistry collections) {
    return new Rights(collections::get, collections::get, collections::get);
  }
}
