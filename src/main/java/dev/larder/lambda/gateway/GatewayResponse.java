package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response to an HTTP request, for any gateway.
 *
 * @param headers one value per field, with case-insensitive names; without Set-Cookie
 * @param cookies values of Set-Cookie
 * @param body text or base64; null for no body
 */
record GatewayResponse(
    int status, Map<String, String> headers, List<String> cookies, String body, boolean base64) {
  /** Forbids browsers to take a response for another media type than it names. */
  static final String NO_SNIFFING = "X-Content-Type-Options";

  /** A path as a target in the field Link, RFC 8288, section 3. */
  private static final Pattern TARGET = Pattern.compile("(?<=^|, ?)</(?!/)");

  /**
   * Converts a response of quarkus-amazon-lambda-http. It removes the empty Transfer-Encoding and
   * decodes text that the extension encoded as base64, as it does if the name of Content-Type is in
   * lower case.
   */
  static GatewayResponse of(APIGatewayV2HTTPResponse response) {
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
    GatewayResponse sent =
        new GatewayResponse(
            response.getStatusCode(),
            headers,
            cookies,
            response.getBody(),
            response.getIsBase64Encoded());
    return sent.base64 && sent.isText() ? sent.asText() : sent;
  }

  private GatewayResponse asText() {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getDecoder().decode(body)))
              .toString();
      return new GatewayResponse(status, headers, cookies, text, false);
    } catch (CharacterCodingException e) {
      return this;
    }
  }

  private boolean isText() {
    String type = headers.getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.contains("json")
        || type.contains("xml")
        || type.contains("yaml");
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
    return new GatewayResponse(status, prefixed, cookies, body, base64);
  }

  /** The octets of the body; null for no body. */
  byte[] bytes() {
    if (body == null) {
      return null;
    }
    return base64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
  }
}
