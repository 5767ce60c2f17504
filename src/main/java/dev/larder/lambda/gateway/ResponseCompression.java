package dev.larder.lambda.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses the bodies of responses with gzip, as the request's Accept-Encoding wants (RFC 9110,
 * section 12.5.3): lists, exports and bulk results. A response with an entity tag stays as it is,
 * because the tag names its octets (section 8.8.3.3).
 */
final class ResponseCompression {
  /** A smaller body fits into a few packets, and saves less than it costs to compress. */
  static final int MIN_LENGTH = 8192;

  /** Half the processor time of the default, for a tenth more octets. */
  private static final int LEVEL = 3;

  private static final String GZIP = "gzip";

  private ResponseCompression() {}

  /**
   * The response as the request accepts it.
   *
   * @param acceptEncoding null for no such field
   */
  static GatewayResponse of(GatewayResponse response, String acceptEncoding) {
    if (!response.hasBody()
        || response.base64()
        || response.status() >= 300
        || response.header("ETag").isPresent()
        || response.header("Content-Encoding").isPresent()) {
      return response;
    }
    byte[] body = response.bytes();
    if (body.length < MIN_LENGTH) {
      return response;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(response.headers());
    headers.merge("Vary", "Accept-Encoding", (one, other) -> one + ", " + other);
    if (!prefersGzip(acceptEncoding)) {
      return response.withHeaders(headers);
    }
    byte[] compressed = compress(body);
    headers.put("Content-Encoding", GZIP);
    headers.computeIfPresent("Content-Length", (name, old) -> String.valueOf(compressed.length));
    return new GatewayResponse(
        response.status(),
        headers,
        response.cookies(),
        Base64.getEncoder().encodeToString(compressed),
        true);
  }

  private static byte[] compress(byte[] body) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 2);
    try (OutputStream gzip = new LevelGzip(compressed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static final class LevelGzip extends GZIPOutputStream {
    LevelGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(LEVEL);
    }
  }

  /** Whether gzip is acceptable, and not less than the body as it is. */
  static boolean prefersGzip(String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    double gzip = -1;
    double any = -1;
    double identity = 0;
    for (String element : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = element.split(";", 2);
      double weight = parts.length == 1 ? 1 : weight(parts[1].strip());
      switch (parts[0].strip()) {
        case GZIP, "x-gzip" -> gzip = Math.max(gzip, weight);
        case "*" -> any = weight;
        case "identity" -> identity = weight;
        default -> {}
      }
    }
    gzip = gzip < 0 ? any : gzip;
    return gzip > 0 && gzip >= identity;
  }

  /** A weight as RFC 9110, section 12.4.2, has it; 0 for any other parameter. */
  private static double weight(String parameter) {
    return parameter.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
        ? Double.parseDouble(parameter.substring(2))
        : 0;
  }
}
