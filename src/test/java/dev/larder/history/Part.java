package dev.larder.history;

/**
 * What a request does to one item.
 *
 * @param path of the item
 * @param mark what the write leaves in the item; null where it leaves none
 */
record Part(Verb verb, String path, Demand demand, String mark) {

  enum Verb {
    READ,
    /** Nothing but a demand, in a transaction. */
    CHECK,
    PUT,
    /** A POST, which demands that there is no such item. */
    CREATE,
    /** A merge patch, which demands that there is an item. */
    PATCH,
    /** An update, which demands that there is an item, and counts one more in it. */
    UPDATE,
    /** An update that creates the item where there is none. */
    UPSERT,
    DELETE
  }

  Place place() {
    return new Place(path);
  }

  /** Whether it can create the item. */
  boolean puts() {
    return verb == Verb.PUT || verb == Verb.CREATE || verb == Verb.UPSERT;
  }

  boolean updates() {
    return verb == Verb.UPDATE || verb == Verb.UPSERT;
  }

  @Override
  public String toString() {
    return verb + " " + path + (mark == null ? "" : " " + mark) + demand;
  }
}
