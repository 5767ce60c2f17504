package dev.larder.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** What authorizers add to the request context of payload format 2.0. */
public final class Authorizers {
  private Authorizers() {}

  /** Whom a JWT authorizer has let in. */
  public static Consumer<ObjectNode> jwt(String subject) {
    return context ->
        context
            .putObject("authorizer")
            .putObject("jwt")
            .putObject("claims")
            .put("iss", "https://issuer.example")
            .put("sub", subject);
  }

  /** Whom a JWT authorizer has let in, with scopes that blanks separate. */
  public static Consumer<ObjectNode> jwt(String subject, String scopes) {
    return jwt(subject)
        .andThen(
            context -> ((ObjectNode) context.at("/authorizer/jwt/claims")).put("scope", scopes));
  }

  /** Whom the IAM authorizer has let in. */
  public static Consumer<ObjectNode> iam(String userArn) {
    return context ->
        context
            .putObject("authorizer")
            .putObject("iam")
            .put("userArn", userArn)
            .put("accountId", "123456789012");
  }

  /** Whom a Lambda authorizer has let in. */
  public static Consumer<ObjectNode> lambda(String principalId) {
    return context ->
        context.putObject("authorizer").putObject("lambda").put("principalId", principalId);
  }
}
