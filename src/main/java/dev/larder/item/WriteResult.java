package dev.larder.item;

import dev.larder.dynamo.item.Item;

/**
 * The result of a write.
 *
 * @param created whether the item did not exist before
 */
public record WriteResult(Item item, boolean created) {}
