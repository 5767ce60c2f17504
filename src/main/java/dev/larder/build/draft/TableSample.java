package dev.larder.build.draft;

import dev.larder.dynamo.item.Item;
import dev.larder.table.model.TableModel;
import java.util.List;

/**
 * A table, with some of its items.
 *
 * @param notes what the reader of a model should know of the sample
 */
record TableSample(TableModel table, List<Item> items, List<String> notes) {}
