package dev.larder.lambda.gateway;

import dev.larder.text.PercentEncoding;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The syntax of HTTP requests, which gateways do not hold to in events. Path and query are made fit
 * for a request line: API Gateway's HTTP APIs deliver paths decoded in part, so that any character
 * can be in them. What the server would answer with a 500, though it is the request that is wrong,
 * is found.
 */
final class RequestSyntax {
  /** RFC 3986, section 3.3, less the semicolon: JAX-RS would cut matrix parameters off the key. */
  private static final String PATH_PUNCTUATION = "-._~!$&'()*+,=:@/";

  private static final String QUERY_PUNCTUATION = PATH_PUNCTUATION + ";?";

  private static final String UNRESERVED_PUNCTUATION = "-._~";

  private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

  /** All requests of an API have the same. */
  private static volatile String lastHost;

  private RequestSyntax() {}

  /** The path, percent-encoded where it was not; {@code /} where there is none. */
  static String path(String raw) {
    return raw == null || raw.isEmpty() ? "/" : encode(raw, PATH_PUNCTUATION);
  }

  /** The query, percent-encoded where it was not. */
  static String query(String raw) {
    return raw == null ? null : encode(raw, QUERY_PUNCTUATION);
  }

  /** A name or value for a query, of its decoded form. */
  static String component(String decoded) {
    return encode(decoded.replace("%", "%25"), UNRESERVED_PUNCTUATION);
  }

  private static String encode(String raw, String punctuation) {
    int at = 0;
    while (at < raw.length() && fits(raw, at, punctuation)) {
      at++;
    }
    if (at == raw.length()) {
      return raw;
    }
    StringBuilder encoded = new StringBuilder(raw.length() + 16).append(raw, 0, at);
    while (at < raw.length()) {
      int c = raw.codePointAt(at);
      if (fits(raw, at, punctuation)) {
        encoded.append((char) c);
      } else {
        PercentEncoding.append(encoded, octets(c));
      }
      at += Character.charCount(c);
    }
    return encoded.toString();
  }

  /** Half of a surrogate pair becomes octets that decode to nothing, not to another key. */
  private static byte[] octets(int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      return new byte[] {(byte) 0xED, (byte) (0x80 | (c >> 6 & 0x3F)), (byte) (0x80 | (c & 0x3F))};
    }
    return Character.toString(c).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean fits(String text, int at, String punctuation) {
    char c = text.charAt(at);
    if (c == '%') {
      return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || punctuation.indexOf(c) >= 0;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** What is wrong with the request, for the caller; empty where nothing is. */
  static Optional<String> defect(GatewayRequest event) {
    if (!isToken(event.method())) {
      return Optional.of("The method is not a valid token; valid methods look like GET or PUT.");
    }
    if (!event.getRawPath().startsWith("/")) {
      return Optional.of("The path must begin with a slash.");
    }
    for (Map.Entry<String, String> header : event.getHeaders().entrySet()) {
      if (!isToken(header.getKey())) {
        return Optional.of(
            "The name of a header field is not a valid token; valid names look like Content-Type.");
      }
      if (hasControls(header.getValue())) {
        return Optional.of(
            "The value of the header field "
                + header.getKey()
                + " has control characters. Remove them.");
      }
      if (header.getKey().equalsIgnoreCase("Host") && !isHost(header.getValue())) {
        return Optional.of(
            "The header field Host must be a host, optionally with a port, as in example.com:443.");
      }
    }
    return event.defect();
  }

  /** RFC 9110, section 5.6.2. */
  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 0x7F || !(Character.isLetterOrDigit(c) || TOKEN_PUNCTUATION.indexOf(c) >= 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** RFC 9110, section 7.2, as far as the server and what makes a URI of it both read it. */
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

  /** RFC 9110, section 5.5: none but the tab. */
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
