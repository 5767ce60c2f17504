package dev.larder.runtime;

/** The size of a response body in Lambda's response, where it is a JSON string. */
public final class ResponseSize {
  /**
   * The largest response body, counted by {@link #jsonStringBytes}. Lambda limits the whole
   * response to 6,291,556 bytes ("Lambda quotas" of the Lambda developer guide); the rest is for
   * header fields.
   */
  public static final int MAX_BYTES = 6_000_000;

  private ResponseSize() {}

  /**
   * The bytes of a text within a JSON string. Escaping adds one byte for a quote, backslash, line
   * feed, carriage return or tab, and five for any other control character.
   */
  public static int jsonStringBytes(byte[] text) {
    int carried = text.length;
    for (byte b : text) {
      if (b == '"' || b == '\\' || b == '\n' || b == '\r' || b == '\t') {
        carried++;
      } else if (b >= 0 && b < ' ') {
        carried += 5;
      }
    }
    return carried;
  }
}
