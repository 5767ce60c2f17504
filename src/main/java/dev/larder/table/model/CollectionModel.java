package dev.larder.table.model;

import java.util.Map;
import java.util.Optional;

/**
 * What of a collection the model says beyond its settings: how its items are stored in its table,
 * and at which path they are.
 *
 * @param table the {@link TableModel#id} of its table
 * @param path as in {@code /customers/{customerId}/orders/{orderId}}; empty for the collection's
 *     name with the attributes of the key
 * @param keys templates of key attributes of the table and its indexes, by the attribute; one that
 *     is not named is an attribute of the items
 * @param type attributes that tell the items of this collection from others in the table, and that
 *     are written with each item
 * @param generate how to make an attribute that a new item lacks: {@code uuidv7}
 * @param store whether attributes of templates are also stored as attributes
 * @param parent the collection in which an item's parent must exist
 */
public record CollectionModel(
    String name,
    String table,
    Optional<String> path,
    Map<String, String> keys,
    Map<String, String> type,
    Map<String, String> generate,
    boolean store,
    Optional<String> parent) {}
