package dev.larder.lambda.gateway;

/** How many octets a body has that an event holds as text. */
final class BodySize {
  private BodySize() {}

  /**
   * @param body null for none
   * @param base64 whether it is valid base64 of the octets, else they are its UTF-8
   */
  static int of(String body, boolean base64) {
    if (body == null) {
      return 0;
    }
    return base64 ? decoded(body) : utf8(body);
  }

  private static int decoded(String base64) {
    int end = base64.length();
    while (end > 0 && base64.charAt(end - 1) == '=') {
      end--;
    }
    return (int) (end * 3L / 4);
  }

  private static int utf8(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Each half of a surrogate pair is two of four.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
