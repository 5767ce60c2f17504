package dev.larder.net;

/** The origin of a server: scheme, host and port (RFC 9110, section 4.3.1). */
public record Origin(String scheme, String host, int port) {

  boolean isSecure() {
    return scheme.equals("https");
  }
}
