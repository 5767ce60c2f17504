package dev.larder.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Variant;
import java.util.Arrays;
import java.util.List;

/** Media types of the API beside those of items, and their negotiation. */
public final class MediaTypes {
  /** One JSON object per line. */
  public static final String NDJSON = "application/x-ndjson";

  /** Comma-separated values with a header line, RFC 4180. */
  public static final String CSV = "text/csv";

  /** Tab-separated values with a header line, as IANA registers them. */
  public static final String TSV = "text/tab-separated-values";

  /** The plan of a query, which is returned instead of its results. */
  public static final String PLAN = "application/vnd.larder.plan+json";

  /** An OpenAPI document. */
  public static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.1";

  private MediaTypes() {}

  /** The media types of a response for negotiation; the first is the default. */
  public static List<Variant> variants(String... mediaTypes) {
    return Variant.mediaTypes(
            Arrays.stream(mediaTypes).map(MediaType::valueOf).toArray(MediaType[]::new))
        .build();
  }
}
