package dev.larder.lambda.gateway;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/** Finds what the server would answer with a 500, though it is the request that is wrong. */
final class MalformedRequest {
  private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

  /** All requests of an API have the same. */
  private static volatile String lastHost;

  private MalformedRequest() {}

  /** What is wrong with the request, for the caller; empty where nothing is. */
  static Optional<String> in(GatewayRequest event) {
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
