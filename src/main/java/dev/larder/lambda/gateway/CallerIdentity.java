package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.larder.http.Identity;
import io.quarkus.amazon.lambda.http.LambdaIdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.inject.Singleton;

/**
 * Takes the caller from what the authorizer added to the event, never from the request itself.
 * Replaces the provider of quarkus-amazon-lambda-http, which rejects tokens without a Cognito user
 * and authorizers without a principal, on public paths too.
 */
@Singleton
class CallerIdentity implements LambdaIdentityProvider {

  @Override
  public SecurityIdentity authenticate(APIGatewayV2HTTPEvent event) {
    Identity caller = event instanceof GatewayRequest request ? request.caller() : Identity.NOBODY;
    if (caller.isNobody()) {
      // Null means an anonymous caller.
      return null;
    }
    return caller.trusted() ? new TrustedIdentity(caller) : named(caller);
  }

  private static SecurityIdentity named(Identity caller) {
    return QuarkusSecurityIdentity.builder().setPrincipal(caller).addRoles(caller.roles()).build();
  }
}
