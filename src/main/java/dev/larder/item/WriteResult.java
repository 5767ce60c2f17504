package dev.larder.item;

import dev.larder.dynamo.item.Item;
import java.util.function.Supplier;

/**
 * The result of a write.
 *
 * @param item the item as it is stored
 * @param answered makes the item as the response has it
 * @param created whether the item did not exist before
 */
public record WriteResult(Item item, Supplier<Item> answered, boolean created) {}
