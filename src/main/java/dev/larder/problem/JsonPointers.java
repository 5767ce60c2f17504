package dev.larder.problem;

/** The text of JSON pointers, RFC 6901. */
public final class JsonPointers {
  private JsonPointers() {}

  /** The part of a pointer that leads to a member or an element. */
  public static String to(String name) {
    return '/' + name.replace("~", "~0").replace("/", "~1");
  }
}
