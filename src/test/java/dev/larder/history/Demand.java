package dev.larder.history;

/**
 * What a request demands of an item.
 *
 * @param value the entity tag of {@code TAG}, the mark of {@code BY}; else null
 */
record Demand(Kind kind, String value) {
  static final Demand NOTHING = new Demand(Kind.NOTHING, null);
  static final Demand EXISTS = new Demand(Kind.EXISTS, null);
  static final Demand ABSENT = new Demand(Kind.ABSENT, null);

  enum Kind {
    NOTHING,
    /** {@code If-Match: *}. */
    EXISTS,
    /** {@code If-None-Match: *}. */
    ABSENT,
    /** {@code If-Match} with one tag. */
    TAG,
    /** The {@code if} of a transaction or an update, with the mark of the last write. */
    BY
  }

  static Demand tag(String tag) {
    return new Demand(Kind.TAG, tag);
  }

  static Demand by(String mark) {
    return new Demand(Kind.BY, mark);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NOTHING -> "";
      case EXISTS -> " if-match *";
      case ABSENT -> " if-none-match *";
      case TAG -> " if-match " + value;
      case BY -> " if by=" + value;
    };
  }
}
