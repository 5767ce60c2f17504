package dev.larder.http;

/**
 * An entity tag, RFC 9110, section 8.8.3.
 *
 * @param opaque the text between the quotes
 */
public record EntityTag(boolean weak, String opaque) {

  public static EntityTag strong(String opaque) {
    return new EntityTag(false, opaque);
  }

  /** Whether an entity tag may contain the character ({@code etagc}). */
  public static boolean isTagCharacter(char c) {
    return c == 0x21 || (c >= 0x23 && c != 0x7F && c <= 0xFF && (c <= 0x7E || c >= 0x80));
  }

  /** Strong comparison, as for If-Match. */
  public boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /** Weak comparison, as for If-None-Match. */
  public boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /** The tag as a header field contains it. */
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }
}
