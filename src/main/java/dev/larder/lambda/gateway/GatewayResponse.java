package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.text.Unicode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A response to an HTTP request, for any gateway. Its body is text or octets, if it has one. */
final class GatewayResponse {
  /** Forbids browsers to take a response for another media type than it names. */
  static final String NO_SNIFFING = "X-Content-Type-Options";

  /** A path as a target in the field Link, RFC 8288, section 3. */
  private static final Pattern TARGET = Pattern.compile("(?<=^|, ?)</(?!/)");

  private final int status;
  private final Map<String, String> headers;
  private final List<String> cookies;

  /** The body as the text of a JSON string; null for no body, and for one in octets. */
  private final String text;

  /** The octets of a body that is text in UTF-8; null for no body, and for one in a string. */
  private final byte[] octets;

  private final boolean base64;

  /**
   * @param headers one value per field, with case-insensitive names; without Set-Cookie
   * @param cookies values of Set-Cookie
   * @param body text or base64; null for no body
   */
  GatewayResponse(
      int status, Map<String, String> headers, List<String> cookies, String body, boolean base64) {
    this(status, headers, cookies, body, null, base64);
  }

  private GatewayResponse(
      int status,
      Map<String, String> headers,
      List<String> cookies,
      String text,
      byte[] octets,
      boolean base64) {
    this.status = status;
    this.headers = headers;
    this.cookies = cookies;
    this.text = text;
    this.octets = octets;
    this.base64 = base64;
  }

  /**
   * Converts a response of quarkus-amazon-lambda-http. It removes the empty Transfer-Encoding and
   * decodes text that the extension encoded as base64, as it does if the name of Content-Type is in
   * lower case.
   *
   * @param octets the body that the resource left aside, see {@link OctetsWriter}; null for none
   */
  static GatewayResponse of(APIGatewayV2HTTPResponse response, byte[] octets) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (response.getHeaders() != null) {
      headers.putAll(response.getHeaders());
      headers.remove("Transfer-Encoding");
      if (response.getStatusCode() == 204 || response.getStatusCode() == 304) {
        // RFC 9110, section 8.6: 204 has none, and that of 304 would be the length of a 200.
        headers.remove("Content-Length");
      }
    }
    headers.putIfAbsent(NO_SNIFFING, "nosniff");
    List<String> cookies = response.getCookies() == null ? List.of() : response.getCookies();
    int status = response.getStatusCode();
    boolean encoded = response.getIsBase64Encoded() && response.getBody() != null;
    if (octets == null && !(encoded && isText(headers))) {
      return new GatewayResponse(status, headers, cookies, response.getBody(), encoded);
    }
    byte[] body = octets == null ? Base64.getDecoder().decode(response.getBody()) : octets;
    return isText(headers) && Unicode.isUtf8Text(body)
        ? new GatewayResponse(status, headers, cookies, null, body, false)
        : new GatewayResponse(
            status, headers, cookies, Base64.getEncoder().encodeToString(body), true);
  }

  private static boolean isText(Map<String, String> headers) {
    String type = headers.getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.contains("json")
        || type.contains("xml")
        || type.contains("yaml");
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  List<String> cookies() {
    return cookies;
  }

  boolean hasBody() {
    return text != null || octets != null;
  }

  /** Whether the body is written as base64. */
  boolean base64() {
    return base64;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * The same response, with the API's own paths in Location and Link as the client sees them.
   *
   * @param prefix the part of the URL's path before the API's own path
   */
  GatewayResponse withPrefix(String prefix) {
    if (prefix.isEmpty()) {
      return this;
    }
    String encoded = RequestSyntax.encodePath(prefix);
    Map<String, String> prefixed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    prefixed.putAll(headers);
    prefixed.computeIfPresent(
        "Location",
        (name, value) ->
            value.startsWith("/") && !value.startsWith("//") ? encoded + value : value);
    prefixed.computeIfPresent(
        "Link",
        (name, value) ->
            TARGET.matcher(value).replaceAll(Matcher.quoteReplacement('<' + encoded + '/')));
    return withHeaders(prefixed);
  }

  /** The same response with other header fields. */
  GatewayResponse withHeaders(Map<String, String> others) {
    return new GatewayResponse(status, others, cookies, text, octets, base64);
  }

  /** The octets of the body; null for no body. */
  byte[] bytes() {
    if (octets != null || text == null) {
      return octets;
    }
    return base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the body, which the response has, as a JSON string. */
  void writeBody(JsonGenerator json) throws IOException {
    if (octets == null) {
      json.writeString(text);
    } else {
      json.writeUTF8String(octets, 0, octets.length);
    }
  }
}
