package dev.larder.bulk;

import dev.larder.dynamo.item.Item;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * An entry of a bulk request, not read yet.
 *
 * @param line of the body, from 1, at which it starts; empty where lines do not tell entries apart
 * @param content reads it; throws a {@link dev.larder.problem.ProblemException} where it is no item
 */
record Entry(OptionalInt line, Supplier<Item> content) {}
