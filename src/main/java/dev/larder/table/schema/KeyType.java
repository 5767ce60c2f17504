package dev.larder.table.schema;

/** The data types that DynamoDB allows for a key attribute. */
public enum KeyType {
  /** String. */
  S,
  /** Number. */
  N,
  /** Binary. */
  B
}
