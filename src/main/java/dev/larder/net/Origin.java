package dev.larder.net;

/** What connections are to: RFC 9110, section 4.3.1. */
public record Origin(String scheme, String host, int port) {

  boolean isSecure() {
    return scheme.equals("https");
  }
}
