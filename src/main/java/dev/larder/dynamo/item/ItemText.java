package dev.larder.dynamo.item;

/**
 * The part of a larger text that is the JSON of one item.
 *
 * @param text UTF-8
 * @param from the index of the part's first byte
 * @param to the index after the part's last byte
 * @param line the line of the text in which the part starts, from 1; 0 if it is a single line that
 *     problems need not name
 * @param column the column in that line, from 1
 */
public record ItemText(byte[] text, int from, int to, int line, int column) {}
