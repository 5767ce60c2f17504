package dev.larder.table;

import dev.larder.table.schema.TableSchema;

/** The shape of the table in which the function keeps its own records. */
public final class SystemTable {
  /** The attribute of the partition key. */
  public static final String ID = "id";

  /** The TTL attribute: epoch seconds. */
  public static final String EXPIRES = "expires";

  /** The key that the table must have. */
  public static final TableSchema KEY = TableSchema.parse(ID + ":S");

  private SystemTable() {}
}
