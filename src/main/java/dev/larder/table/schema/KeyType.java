package dev.larder.table.schema;

/** The types that an attribute of a key can have in DynamoDB. */
public enum KeyType {
  /** String. */
  S,
  /** Number. */
  N,
  /** Binary. */
  B
}
