package dev.larder.bulk;

import java.util.OptionalInt;

/**
 * The position of an entry in the body.
 *
 * @param entry its index, from 0
 * @param line the line at which it starts, from 1; empty if entries are not separated by lines
 */
record EntryPosition(int entry, OptionalInt line) {}
