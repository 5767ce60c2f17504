package dev.larder.table.schema;

/** A key attribute of a table or index. */
public record KeyAttribute(String name, KeyType type) {}
