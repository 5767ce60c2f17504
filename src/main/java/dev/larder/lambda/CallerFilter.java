package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import dev.larder.http.Caller;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Takes the caller from what the authorizer has put into the event, never from the request. */
@Singleton
class CallerFilter {
  private final APIGatewayV2HTTPEvent event;
  private final Caller caller;

  CallerFilter(APIGatewayV2HTTPEvent event, Caller caller) {
    this.event = event;
    this.caller = caller;
  }

  @ServerRequestFilter(preMatching = true)
  public void identify() {
    if (event.getRequestContext() != null && event.getRequestContext().getAuthorizer() != null) {
      caller.is(idOf(event.getRequestContext().getAuthorizer()));
    }
  }

  private static String idOf(Authorizer authorizer) {
    if (authorizer.getJwt() != null && authorizer.getJwt().getClaims() != null) {
      Map<String, String> claims = authorizer.getJwt().getClaims();
      return "jwt " + claims.get("iss") + ' ' + claims.get("sub");
    }
    if (authorizer.getIam() != null) {
      return "iam " + authorizer.getIam().getUserArn();
    }
    return authorizer.getLambda() == null
        ? ""
        : "lambda " + authorizer.getLambda().get("principalId");
  }
}
