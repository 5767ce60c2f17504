package dev.larder.table.model;

/**
 * A collection whose keys and path have no mistake.
 *
 * @param path of its items
 */
record CheckedCollection(CollectionModel model, ItemPath path, Distinction distinction) {}
