package dev.larder.http;

/** Media types in which many items come and go. */
public final class MediaTypes {
  /** A JSON object on each line. */
  public static final String NDJSON = "application/x-ndjson";

  /** Rows under a header, RFC 4180. */
  public static final String CSV = "text/csv";

  private MediaTypes() {}
}
