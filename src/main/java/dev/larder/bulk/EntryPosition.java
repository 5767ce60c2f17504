package dev.larder.bulk;

import java.util.OptionalInt;

/**
 * Where an entry stands in the body.
 *
 * @param entry its index, from 0
 * @param line the line at which it starts, from 1; empty where lines do not tell entries apart
 */
record EntryPosition(int entry, OptionalInt line) {}
