package dev.larder.lambda.gateway;

import dev.larder.http.Token;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.PercentEncoding;
import dev.larder.text.Unicode;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Checks and corrects the syntax of requests in events, which gateways do not enforce. It encodes
 * path and query for a request line, because API Gateway's HTTP APIs decode paths in part, so that
 * they can contain any character. It decodes what a path need not encode, so that routing, access
 * checks and the log see one spelling of a resource. It finds defects to which the server would
 * respond with 500 instead of 400.
 */
final class RequestSyntax {
  /**
   * RFC 3986, section 3.3, without the semicolon: JAX-RS would remove matrix parameters from the
   * key.
   */
  private static final String PATH_PUNCTUATION = "-._~!$&'()*+,=:@/";

  /** Without the semicolon: Vert.x would take it for the end of a parameter. */
  private static final String QUERY_PUNCTUATION = PATH_PUNCTUATION + "?";

  /** A comma stays, because it separates values only if it is not encoded. */
  private static final String COMPONENT_PUNCTUATION = "-._~,";

  /** The last valid Host; all requests of an API have the same. */
  private static volatile String lastHost;

  private RequestSyntax() {}

  /**
   * Percent-encodes what is not valid in a path, and decodes unreserved characters (RFC 3986,
   * section 6.2.2.2); {@code /} for no path.
   */
  static String encodePath(String raw) {
    return raw == null || raw.isEmpty()
        ? "/"
        : withUnreservedDecoded(encode(raw, PATH_PUNCTUATION));
  }

  /**
   * @param path in which two hexadecimal digits follow each percent sign
   */
  private static String withUnreservedDecoded(String path) {
    int at = path.indexOf('%');
    if (at < 0) {
      return path;
    }
    StringBuilder decoded = new StringBuilder(path.length());
    int from = 0;
    for (; at >= 0; at = path.indexOf('%', at + 3)) {
      int octet = PercentEncoding.octet(path.charAt(at + 1), path.charAt(at + 2));
      if (PercentEncoding.isUnreserved(octet)) {
        decoded.append(path, from, at).append((char) octet);
        from = at + 3;
      }
    }
    return from == 0 ? path : decoded.append(path, from, path.length()).toString();
  }

  /** Percent-encodes what is not valid in a query; null for no query. */
  static String encodeQuery(String raw) {
    return raw == null ? null : encode(raw, QUERY_PUNCTUATION);
  }

  /** Percent-encodes a decoded name or value for a query. */
  static String encodeComponent(String decoded) {
    return encode(encodePercentSigns(decoded), COMPONENT_PUNCTUATION);
  }

  /** Percent-encodes the percent signs of decoded text. */
  static String encodePercentSigns(String decoded) {
    return decoded.replace("%", "%25");
  }

  private static String encode(String raw, String punctuation) {
    int at = 0;
    while (at < raw.length() && isAllowed(raw, at, punctuation)) {
      at++;
    }
    if (at == raw.length()) {
      return raw;
    }
    StringBuilder encoded = new StringBuilder(raw.length() + 16).append(raw, 0, at);
    while (at < raw.length()) {
      int c = raw.codePointAt(at);
      if (isAllowed(raw, at, punctuation)) {
        encoded.append((char) c);
      } else {
        PercentEncoding.append(encoded, utf8Of(c));
      }
      at += Character.charCount(c);
    }
    return encoded.toString();
  }

  /**
   * Encodes an unpaired surrogate as octets that are not valid UTF-8, so that they cannot decode to
   * another key.
   */
  private static byte[] utf8Of(int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      return new byte[] {(byte) 0xED, (byte) (0x80 | (c >> 6 & 0x3F)), (byte) (0x80 | (c & 0x3F))};
    }
    return Character.toString(c).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isAllowed(String text, int at, String punctuation) {
    char c = text.charAt(at);
    if (c == '%') {
      return at + 2 < text.length()
          && PercentEncoding.octet(text.charAt(at + 1), text.charAt(at + 2)) >= 0;
    }
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || punctuation.indexOf(c) >= 0;
  }

  /** The problem of a request that is not valid; empty for a valid one. */
  static Optional<ProblemException> problemOf(GatewayRequest event) {
    String query = event.getRawQueryString();
    if (query != null && query.indexOf('%') >= 0 && PercentEncoding.decode(query).isEmpty()) {
      // JAX-RS would put the replacement character in, which is the value of another request.
      return Optional.of(
          new ProblemException(
              ProblemType.INVALID_PARAMETER,
              "The query is not percent-encoded UTF-8 (RFC 3629). Encode the octets of each"
                  + " character in UTF-8, as in %C3%A9 for \u00E9, and a percent sign itself as"
                  + " %25."));
    }
    if (query != null && (query.startsWith("=") || query.contains("&="))) {
      // The server would take the value for the name.
      return Optional.of(
          new ProblemException(
              ProblemType.INVALID_PARAMETER,
              "The query has a parameter without a name. Write each one as name=value."));
    }
    return errorOf(event).map(detail -> new ProblemException(ProblemType.BAD_REQUEST, detail));
  }

  /** A sentence for the caller that says what is wrong with the request; empty if nothing is. */
  private static Optional<String> errorOf(GatewayRequest event) {
    if (!Token.is(event.method())) {
      return Optional.of("The method is not a valid token; valid methods look like GET or PUT.");
    }
    if (!event.getRawPath().startsWith("/")) {
      return Optional.of("The path must begin with a slash.");
    }
    for (Map.Entry<String, String> header : event.getHeaders().entrySet()) {
      if (!Token.is(header.getKey())) {
        return Optional.of(
            "The name of a header field is not a valid token; valid names look like Content-Type.");
      }
      if (hasControls(header.getValue())) {
        return Optional.of(
            "The value of the header field "
                + header.getKey()
                + " has control characters. Remove them.");
      }
      if (!Unicode.isUnicode(header.getValue())) {
        return Optional.of(
            "The value of the header field "
                + header.getKey()
                + " has an unpaired surrogate, which is not valid Unicode.");
      }
      if (header.getKey().equalsIgnoreCase("Host") && !isHost(header.getValue())) {
        return Optional.of(
            "The header field Host must be a host, optionally with a port, as in example.com:443.");
      }
    }
    return event.syntaxError();
  }

  /**
   * Whether the value is a Host, RFC 9110, section 7.2, that both the server and {@link URI} can
   * parse.
   */
  private static boolean isHost(String value) {
    if (value.equals(lastHost)) {
      return true;
    }
    try {
      boolean host =
          HostAndPort.parseAuthority(value, -1) != null
              && value.equals(new URI("http://" + value).getRawAuthority());
      if (host) {
        lastHost = value;
      }
      return host;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether the value has control characters other than a tab, RFC 9110, section 5.5. */
  private static boolean hasControls(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return true;
      }
    }
    return false;
  }
}
