package dev.larder.table;

/**
 * Something of the configuration that does not fit the tables.
 *
 * @param text a sentence that says what is and what should be
 * @param fatal whether requests fail by it, and will until a setting or a table is changed
 */
public record Finding(String text, boolean fatal) {}
