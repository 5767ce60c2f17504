package dev.larder.table.schema;

/** A key attribute of a table or index. */
public record KeyAttribute(String name, KeyType type) {
  // A native executable interprets the equals and hashCode that the compiler makes for a record.

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyAttribute key && name.equals(key.name) && type == key.type;
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + type.hashCode();
  }
}
