package dev.larder.http;

/** Values of the header field Cache-Control, RFC 9111, section 5.2.2. */
public final class CacheControl {
  /**
   * Caches ask again before they use a response, and share none: what one caller may see, another
   * may not. Without it a cache may use a response with Last-Modified for some time (section
   * 4.2.2).
   */
  public static final String PRIVATE_NO_CACHE = "private, no-cache";

  /** No cache keeps a response that tells a state of the moment. */
  public static final String NO_STORE = "no-store";

  private CacheControl() {}
}
