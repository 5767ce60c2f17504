package dev.larder.problem;

/** Writes JSON pointers (RFC 6901). */
public final class JsonPointers {
  private JsonPointers() {}

  /** The escaped reference token of a member or element, with the slash before it. */
  public static String to(String name) {
    return '/' + name.replace("~", "~0").replace("/", "~1");
  }
}
