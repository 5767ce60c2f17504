package dev.larder.build.draft;

import dev.larder.dynamo.item.Item;
import java.util.List;
import java.util.Map;

/**
 * Items that seem to be of one kind.
 *
 * @param name of the collection
 * @param type the attributes that tell these items from others
 */
record ItemGroup(String name, Map<String, String> type, List<Item> items) {}
