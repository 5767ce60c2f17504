package dev.larder.query;

/**
 * The number of items of a list from the beginning of a page on.
 *
 * @param complete false if the budget of the request ended the count before the list did
 */
record Count(long value, boolean complete) {
  static final String FIELD = "Larder-Count";

  String json() {
    return "{\"value\":" + value + ",\"complete\":" + complete + '}';
  }

  /** The value of the field, an RFC 9651 item, as in {@code 42} or {@code 42;complete=?0}. */
  String field() {
    return complete ? String.valueOf(value) : value + ";complete=?0";
  }
}
