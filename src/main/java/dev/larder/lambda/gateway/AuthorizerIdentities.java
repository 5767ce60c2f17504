package dev.larder.lambda.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.http.Identity;
import dev.larder.table.config.CollectionRules;
import dev.larder.table.config.LarderConfig;
import dev.larder.text.Digest;
import dev.larder.text.Unicode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the caller's identity from what an authorizer added to the event, in the same way for all
 * payload formats. A caller's id begins with the type of authorizer.
 */
@Singleton
public final class AuthorizerIdentities {
  /** Members of a Lambda authorizer's context that API Gateway adds itself. */
  private static final Set<String> NOT_OF_CONTEXT = Set.of("integrationLatency");

  /**
   * Members of {@code authorizer} in payload format 1.0 that come from other types of authorizer.
   */
  private static final Set<String> OTHERS = Set.of("claims", "scopes", "jwt", "iam", "lambda");

  /**
   * Claims that contain scopes; a scope can have any character but white space (RFC 6749, section
   * 3.3), so a comma does not separate scopes.
   */
  private static final Set<String> SCOPES = Set.of("scope", "scp");

  private static final Pattern ASSUMED_ROLE =
      Pattern.compile("arn:([^:]+):sts::([^:]*):assumed-role/([^/]+)/.*", Pattern.DOTALL);

  private final List<String> roleClaims;
  private final Set<String> keptClaims;

  /**
   * @throws IllegalArgumentException that names the setting if one is wrong
   */
  @Inject
  AuthorizerIdentities(LarderConfig config) {
    this(config.roleClaims(), CollectionRules.claims(config));
  }

  /**
   * @param roleClaims names of the claims, or members of a Lambda authorizer's context, that
   *     contain roles
   * @param keptClaims names of those whose values a caller keeps
   */
  AuthorizerIdentities(List<String> roleClaims, Set<String> keptClaims) {
    this.roleClaims = List.copyOf(roleClaims);
    this.keptClaims = Set.copyOf(keptClaims);
  }

  /** Defers creating the mapper, which is rarely needed. */
  private static final class Sorted {
    static final ObjectMapper JSON =
        JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
  }

  /**
   * Reads the caller from payload format 2.0.
   *
   * @param authorizer {@code requestContext.authorizer}
   */
  Identity ofHttpApi(JsonNode authorizer) {
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
   * Reads the caller from payload format 1.0.
   *
   * @param context {@code requestContext}
   */
  Identity ofRestApi(JsonNode context) {
    JsonNode authorizer = context.path("authorizer");
    Identity named = ofHttpApi(authorizer);
    if (!named.isNobody()) {
      return named;
    }
    if (authorizer.path("claims").isObject()) {
      return ofClaims(authorizer.path("claims"));
    }
    JsonNode identity = context.path("identity");
    named = ofIam(identity.path("userArn"), identity.path("cognitoIdentityId"));
    return named.isNobody() ? ofContext(withoutOthers(authorizer)) : named;
  }

  private static JsonNode withoutOthers(JsonNode authorizer) {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    authorizer
        .properties()
        .forEach(
            member -> {
              if (!OTHERS.contains(member.getKey()) || member.getValue().isValueNode()) {
                context.set(member.getKey(), member.getValue());
              }
            });
    return context;
  }

  /** Uses the claims alone: {@code scopes} beside them may be those that the route requires. */
  private Identity ofClaims(JsonNode claims) {
    if (claims.isEmpty()) {
      return Identity.NOBODY;
    }
    String subject = text(claims.path("sub"));
    return subject.isEmpty()
        ? nameless("jwt-claims", claims, claims)
        : identity(
            "jwt " + text(claims.path("iss")) + ' ' + subject,
            subject,
            roles(claims),
            claims(claims));
  }

  /**
   * Reads a caller that IAM authenticated.
   *
   * @param identity the id in a Cognito identity pool, whose identities all share one role session
   */
  private static Identity ofIam(JsonNode userArn, JsonNode identity) {
    String arn = text(userArn);
    if (arn.isEmpty()) {
      return Identity.NOBODY;
    }
    // Whoever assumes a role or federates chooses the session name, so it identifies nobody.
    Matcher assumed = ASSUMED_ROLE.matcher(arn);
    String principal =
        assumed.matches()
            ? "arn:%s:iam::%s:role/%s"
                .formatted(assumed.group(1), assumed.group(2), assumed.group(3))
            : arn.contains(":sts:") ? "" : arn;
    String pooled = text(identity);
    Set<String> roles = new TreeSet<>(List.of(arn, principal));
    roles.remove("");
    return pooled.isEmpty()
        ? identity("iam " + arn, principal, roles, Map.of())
        : identity("iam " + arn + ' ' + pooled, pooled, roles, Map.of());
  }

  /** Reads a caller from the context that a Lambda authorizer returned. */
  private Identity ofContext(JsonNode context) {
    String principal = text(context.path("principalId"));
    if (!principal.isEmpty()) {
      return identity("lambda " + principal, principal, roles(context), claims(context));
    }
    ObjectNode own = JsonNodeFactory.instance.objectNode();
    context
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              boolean says = value.isValueNode() ? !text(value).isEmpty() : !value.isEmpty();
              if (says && !NOT_OF_CONTEXT.contains(entry.getKey())) {
                // Payload format 1.0 has numbers and booleans as strings.
                own.put(entry.getKey(), text(value));
              }
            });
    return own.isEmpty() ? Identity.NOBODY : nameless("lambda-context", own, context);
  }

  /**
   * Identifies a caller without a name by a digest of everything that the authorizer returned.
   *
   * @param claims has the roles and claims of the caller
   */
  private Identity nameless(String kind, JsonNode said, JsonNode claims) {
    String json = json(said);
    return Unicode.isUnicode(json)
        ? identity(kind + ' ' + digest(json), "", roles(claims), claims(claims))
        : Identity.NOBODY;
  }

  /**
   * Returns nobody if there is an unpaired surrogate: UTF-8 encodes it as a question mark, so that
   * the id could equal another caller's.
   */
  private static Identity identity(
      String id, String subject, Set<String> roles, Map<String, List<String>> claims) {
    return Unicode.isUnicode(id)
            && roles.stream().allMatch(Unicode::isUnicode)
            && claims.values().stream().flatMap(List::stream).allMatch(Unicode::isUnicode)
        ? new Identity(
            id,
            subject.isEmpty() ? Optional.empty() : Optional.of(subject),
            Set.copyOf(roles),
            false,
            Map.copyOf(claims))
        : Identity.NOBODY;
  }

  /** Returns the claims that callers keep, as far as these have values for them. */
  private Map<String, List<String>> claims(JsonNode claims) {
    Map<String, List<String>> kept = new HashMap<>();
    for (String name : keptClaims) {
      List<String> values = values(claims.path(name));
      if (!values.isEmpty()) {
        kept.put(name, values);
      }
    }
    return kept;
  }

  /**
   * The values of a claim. A comma does not separate values, although REST APIs join the elements
   * of a list with commas, because a value may have one.
   */
  private static List<String> values(JsonNode claim) {
    Set<String> values = new LinkedHashSet<>();
    if (claim.isArray()) {
      claim.forEach(element -> values.add(scalar(element)));
    } else if (claim.isTextual() && isBracketed(claim.textValue())) {
      String list = claim.textValue();
      values.addAll(elements(list).orElseGet(() -> List.of(withoutBrackets(list).split("\\s+"))));
    } else {
      values.add(scalar(claim));
    }
    values.remove("");
    return List.copyOf(values);
  }

  /** The text of a scalar; empty for null, a missing node, an object or an array. */
  private static String scalar(JsonNode node) {
    return node.isValueNode() ? text(node) : "";
  }

  /**
   * Returns the texts of the strings, numbers and booleans in a JSON array; empty if the text is
   * not one. A number is as it is written: an HTTP API writes a list of one text {@code 1e3} so.
   */
  private static Optional<List<String>> elements(String text) {
    List<String> elements = new ArrayList<>();
    try (JsonParser json = Sorted.JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken().isStructStart()) {
          json.skipChildren();
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
          elements.add(json.getText());
        }
      }
      return json.nextToken() == null ? Optional.of(elements) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isBracketed(String text) {
    return text.startsWith("[") && text.endsWith("]");
  }

  private static String withoutBrackets(String text) {
    return text.substring(1, text.length() - 1);
  }

  private Set<String> roles(JsonNode claims) {
    Set<String> roles = new TreeSet<>();
    for (String claim : roleClaims) {
      add(claims.path(claim), !SCOPES.contains(claim), roles);
    }
    return roles;
  }

  /**
   * Adds the elements of a claim. REST APIs join elements with commas, HTTP APIs with spaces in
   * brackets.
   */
  private static void add(JsonNode claim, boolean commas, Set<String> roles) {
    if (claim.isArray()) {
      claim.forEach(role -> roles.add(text(role)));
    } else if (claim.isTextual()) {
      String text = claim.textValue().strip();
      boolean bracketed = isBracketed(text);
      String list = bracketed ? withoutBrackets(text) : text;
      roles.addAll(List.of(list.split(commas && !bracketed ? "[\\s,]+" : "\\s+")));
    }
    roles.remove("");
  }

  /** The text of a scalar or the JSON of another value; empty for null or a missing node. */
  private static String text(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    return node.isValueNode() ? node.asText() : json(node);
  }

  private static String digest(String json) {
    return HexFormat.of().formatHex(Digest.sha256(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String json(JsonNode node) {
    try {
      return Sorted.JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
