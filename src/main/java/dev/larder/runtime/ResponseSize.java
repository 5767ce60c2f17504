package dev.larder.runtime;

/** How large an answer is for Lambda, which carries its body as a JSON string. */
public final class ResponseSize {
  /**
   * Bytes of a body as {@link #carriedBytes} counts them. Lambda's limit is 6,291,556 for the whole
   * response ("Lambda quotas" of the Lambda developer guide); the rest is for headers.
   */
  public static final int MAX_BYTES = 6_000_000;

  private ResponseSize() {}

  /** Inside of a JSON string quotes and backslashes take a byte more, and controls up to five. */
  public static int carriedBytes(byte[] text) {
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
