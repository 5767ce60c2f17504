package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import dev.larder.http.Caller;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerFilterTest {
  private static String caller(Authorizer authorizer) {
    APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
    event.setRequestContext(RequestContext.builder().withAuthorizer(authorizer).build());
    return caller(event);
  }

  private static String caller(APIGatewayV2HTTPEvent event) {
    Caller caller = new Caller();
    new CallerFilter(event, caller).identify();
    return caller.id();
  }

  @Test
  void withoutAnAuthorizerNobodyIsNamed() {
    assertEquals("", caller(new APIGatewayV2HTTPEvent()));
    assertEquals("", caller((Authorizer) null));
    assertEquals("", caller(new Authorizer()));
  }

  @Test
  void everyAuthorizerNamesItsCallersApart() {
    Map<String, String> claims = Map.of("iss", "https://issuer.example", "sub", "ada");
    assertEquals(
        "jwt https://issuer.example ada",
        caller(
            Authorizer.builder()
                .withJwt(Authorizer.JWT.builder().withClaims(claims).build())
                .build()));
    IAM iam = new IAM();
    iam.setUserArn("arn:aws:iam::123456789012:user/ada");
    assertEquals(
        "iam arn:aws:iam::123456789012:user/ada",
        caller(Authorizer.builder().withIam(iam).build()));
    assertEquals(
        "lambda ada",
        caller(Authorizer.builder().withLambda(Map.of("principalId", "ada")).build()));
  }
}
