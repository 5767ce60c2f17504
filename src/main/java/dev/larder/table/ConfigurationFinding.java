package dev.larder.table;

/**
 * A mismatch between the configuration and a table.
 *
 * @param text one or more sentences that say what is wrong and how to correct it
 * @param fatal whether requests fail until a setting or a table changes
 */
public record ConfigurationFinding(String text, boolean fatal) {}
