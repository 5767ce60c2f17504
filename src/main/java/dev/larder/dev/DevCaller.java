package dev.larder.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The caller that a request of dev mode names, as claims of a token: by {@code Larder-Dev-Caller:
 * {"sub": "ada", "scope": "reader"}}, or by a JWT whose signature nobody checks. Deployed, a JWT
 * authorizer puts the claims into the event, and the function itself reads neither field.
 */
final class DevCaller {
  static final String FIELD = "Larder-Dev-Caller";

  private static final String AUTHORIZATION = "Authorization";

  private static final Pattern BEARER =
      Pattern.compile("Bearer\\b *(?<token>.*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern JWT = Pattern.compile("[\\w-]+\\.(?<payload>[\\w-]+)\\.[\\w-]*");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private DevCaller() {}

  /**
   * Returns the claims; empty for an anonymous request.
   *
   * @throws IllegalArgumentException if they cannot be read; its message says what is expected
   */
  static Optional<ObjectNode> claims(MultiMap headers) {
    List<String> named = headers.getAll(FIELD);
    Matcher bearer = BEARER.matcher(String.join(",", headers.getAll(AUTHORIZATION)));
    if (!named.isEmpty() && bearer.matches()) {
      throw new IllegalArgumentException(
          "Send either " + FIELD + " or a bearer token, because both name the caller.");
    }
    if (!named.isEmpty()) {
      return Optional.of(object(String.join(",", named), FIELD));
    }
    return bearer.matches() ? Optional.of(ofToken(bearer.group("token"))) : Optional.empty();
  }

  private static ObjectNode ofToken(String token) {
    Matcher jwt = JWT.matcher(token.strip());
    if (!jwt.matches()) {
      throw new IllegalArgumentException(
          "The bearer token is not a JWT: three base64url parts that dots separate, of which the"
              + " last, the signature, can be empty.");
    }
    String what = "The payload of the bearer token";
    try {
      byte[] payload = Base64.getUrlDecoder().decode(jwt.group("payload"));
      return object(new String(payload, StandardCharsets.UTF_8), what);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(notClaims(what), e);
    }
  }

  private static ObjectNode object(String json, String what) {
    try {
      JsonNode claims = JSON.readTree(json);
      if (claims instanceof ObjectNode object && object.path("sub").isTextual()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(notClaims(what), e);
    }
    throw new IllegalArgumentException(notClaims(what));
  }

  private static String notClaims(String what) {
    return what
        + " is not a JSON object of claims with a string `sub`, as in {\"sub\": \"ada\","
        + " \"scope\": \"reader\"}.";
  }
}
