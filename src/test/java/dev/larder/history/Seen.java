package dev.larder.history;

/**
 * What an answer says of an item. Each is null where it does not say it.
 *
 * @param existed whether there was an item before
 * @param tag the entity tag: of what was written, of what was read, or of what stood in the way
 * @param content the same item's
 */
record Seen(Boolean existed, String tag, Content content) {
  static final Seen NOTHING = new Seen(null, null, null);
  static final Seen ABSENT = new Seen(false, null, null);

  static Seen item(String tag, Content content) {
    return new Seen(true, tag, content);
  }

  /** An item that is in the way of a write. */
  static Seen current(String tag) {
    return new Seen(true, tag, null);
  }

  /** An item that was written. */
  static Seen written(Boolean existed, String tag) {
    return new Seen(existed, tag, null);
  }

  @Override
  public String toString() {
    return (existed == null ? "" : existed ? " existing" : " absent")
        + (tag == null ? "" : " " + tag)
        + (content == null ? "" : " " + content);
  }
}
