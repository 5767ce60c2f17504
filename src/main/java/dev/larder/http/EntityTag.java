package dev.larder.http;

/**
 * An entity tag of RFC 9110, section 8.8.3.
 *
 * @param opaque what stands between the quotes
 */
public record EntityTag(boolean weak, String opaque) {

  /** A strong entity tag. */
  public static EntityTag strong(String opaque) {
    return new EntityTag(false, opaque);
  }

  /** Whether the character may stand in an entity tag ({@code etagc}). */
  public static boolean isTagCharacter(char c) {
    return c == 0x21 || (c >= 0x23 && c != 0x7F && c <= 0xFF && (c <= 0x7E || c >= 0x80));
  }

  /** Equal for If-Match: neither is weak. */
  public boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /** Equal for If-None-Match: weakness does not count. */
  public boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /** The form of the header field. */
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }
}
