package dev.larder.table;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the model declares of a collection beside its layout.
 *
 * @param path the path of its items
 * @param generated the attributes of the key that are generated for a new item without them
 * @param parent the collection in which the parent of each item must exist
 */
record Declaration(ItemPath path, Set<String> generated, Optional<Supplier<Collection>> parent) {}
