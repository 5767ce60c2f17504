package dev.larder.bulk;

import dev.larder.dynamo.item.Item;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * An entry of a bulk request, whose content is not parsed yet.
 *
 * @param line the line of the body at which it starts, from 1; empty if entries are not separated
 *     by lines
 * @param content parses it, and throws a {@link dev.larder.problem.ProblemException} if it is not
 *     an item
 * @param isUnreadable whether neither it nor any entry after it can be read, because it is unclear
 *     where they end
 */
record Entry(OptionalInt line, Supplier<Item> content, boolean isUnreadable) {
  Entry(OptionalInt line, Supplier<Item> content) {
    this(line, content, false);
  }
}
