package dev.larder.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Variant;
import java.util.Arrays;
import java.util.List;

/** Media types in which many items come and go, and the choice among those of an answer. */
public final class MediaTypes {
  /** A JSON object on each line. */
  public static final String NDJSON = "application/x-ndjson";

  /** Rows under a header, RFC 4180. */
  public static final String CSV = "text/csv";

  /** How a query would be served. */
  public static final String PLAN = "application/vnd.larder.plan+json";

  /** An OpenAPI document. */
  public static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.1";

  private MediaTypes() {}

  /** Media types that an answer can have, the first one where the request does not care. */
  public static List<Variant> variants(String... mediaTypes) {
    return Variant.mediaTypes(
            Arrays.stream(mediaTypes).map(MediaType::valueOf).toArray(MediaType[]::new))
        .build();
  }
}
