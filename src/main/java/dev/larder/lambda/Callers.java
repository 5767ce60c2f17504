package dev.larder.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * One text for each caller that an authorizer names, in every shape of event the same; empty where
 * none does. It begins with what kind of authorizer it was.
 */
final class Callers {
  /** What a Lambda authorizer's context has beside what that has put there. */
  private static final Set<String> NOT_OF_CONTEXT = Set.of("integrationLatency");

  private Callers() {}

  /** Made when it is needed, which is seldom. */
  private static final class Sorted {
    static final ObjectMapper JSON =
        JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
  }

  /**
   * @param authorizer {@code requestContext.authorizer} of payload format 2.0
   */
  static String ofHttpApi(JsonNode authorizer) {
    if (authorizer.path("jwt").path("claims").isObject()) {
      return ofClaims(authorizer.path("jwt").path("claims"));
    }
    JsonNode iam = authorizer.path("iam");
    if (iam.isObject()) {
      return ofIam(iam.path("userArn"), iam.path("cognitoIdentity").path("identityId"));
    }
    return ofContext(authorizer.path("lambda"));
  }

  /**
   * @param context {@code requestContext} of payload format 1.0
   */
  static String ofRestApi(JsonNode context) {
    JsonNode authorizer = context.path("authorizer");
    String named = ofHttpApi(authorizer);
    if (!named.isEmpty()) {
      return named;
    }
    if (authorizer.path("claims").isObject()) {
      return ofClaims(authorizer.path("claims"));
    }
    JsonNode identity = context.path("identity");
    named = ofIam(identity.path("userArn"), identity.path("cognitoIdentityId"));
    return named.isEmpty() ? ofContext(authorizer) : named;
  }

  private static String ofClaims(JsonNode claims) {
    String subject = text(claims.path("sub"));
    return subject.isEmpty()
        ? "jwt-claims " + digest(claims)
        : "jwt " + text(claims.path("iss")) + ' ' + subject;
  }

  /**
   * @param identity of an identity pool, whose identities all have one role session
   */
  private static String ofIam(JsonNode userArn, JsonNode identity) {
    String arn = text(userArn);
    if (arn.isEmpty()) {
      return "";
    }
    return "iam " + arn + (text(identity).isEmpty() ? "" : ' ' + text(identity));
  }

  /**
   * @param context what a Lambda authorizer has answered of the caller
   */
  private static String ofContext(JsonNode context) {
    String principal = text(context.path("principalId"));
    if (!principal.isEmpty()) {
      return "lambda " + principal;
    }
    ObjectNode own = JsonNodeFactory.instance.objectNode();
    context
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull() && !NOT_OF_CONTEXT.contains(entry.getKey())) {
                // Payload format 1.0 has numbers and booleans as texts.
                own.put(entry.getKey(), text(entry.getValue()));
              }
            });
    return own.isEmpty() ? "" : "lambda-context " + digest(own);
  }

  /** The text of a scalar, the JSON of anything else; empty for null and nothing. */
  private static String text(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    return node.isValueNode() ? node.asText() : json(node);
  }

  private static String digest(JsonNode node) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json(node).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String json(JsonNode node) {
    try {
      return Sorted.JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
