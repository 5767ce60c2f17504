package dev.larder.table.schema;

/** An attribute of a key, with its type. */
public record KeyAttribute(String name, KeyType type) {}
