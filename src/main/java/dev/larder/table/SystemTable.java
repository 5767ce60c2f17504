package dev.larder.table;

import dev.larder.table.schema.TableSchema;

/** The key and the TTL attribute of the table that stores Larder's own records. */
public final class SystemTable {
  /** The partition key, a string. */
  public static final String ID = "id";

  /** The TTL attribute, in seconds since the epoch. */
  public static final String EXPIRES = "expires";

  /** The key that the table must have. */
  public static final TableSchema KEY = TableSchema.parse(ID + ":S");

  private SystemTable() {}
}
