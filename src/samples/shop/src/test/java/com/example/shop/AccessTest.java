package com.example.shop;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shop as it is deployed, where an authorizer says who the caller is. */
@QuarkusTest
@TestProfile(AccessTest.WithAuthorizer.class)
class AccessTest {
  private static final String CLERK = "{\"jwt\": {\"claims\": {\"sub\": \"cy\", \"scope\": \"clerk\"}}}";
  private static final String MANAGER = CLERK.replace("clerk", "clerk manager");
  private static final String GUEST = CLERK.replace("clerk", "guest");

  /** The access control of a deployed function. */
  public static class WithAuthorizer implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("larder.access", "authorizer");
    }
  }

  /** A request as the gateway delivers it, with what its authorizer says of the caller. */
  private static ValidatableResponse send(
      String method, String path, String body, String authorizer) {
    String event =
        """
        {"version": "2.0", "routeKey": "$default", "rawPath": "%2$s", "rawQueryString": "",
          "headers": {"content-type": "application/json"}, "body": "%3$s", "isBase64Encoded": false,
          "requestContext": {"stage": "$default", "authorizer": %4$s,
            "http": {"method": "%1$s", "path": "%2$s", "protocol": "HTTP/1.1"}}}
        """;
    return given()
        .body(event.formatted(method, path, body.replace("\"", "\\\""), authorizer))
        .post("/q/invoke")
        .then();
  }

  @Test
  void onlyClerksCancelOrders() {
    send("POST", "/orders/o-1/cancel", "", "null").body("statusCode", equalTo(401));
    send("POST", "/orders/o-1/cancel", "", GUEST).body("statusCode", equalTo(403));
    send("POST", "/orders/o-1/cancel", "", CLERK).body("statusCode", equalTo(404));
  }

  @Test
  void onlyManagersSeeAndChangeTheNote() {
    send("PUT", "/customers/eve", "{\"note\": \"pays late\"}", MANAGER)
        .body("statusCode", equalTo(201));
    send("GET", "/customers/eve", "", CLERK).body("body", not(containsString("note")));
    send("PUT", "/customers/eve", "{\"name\": \"Eve\"}", CLERK).body("statusCode", equalTo(200));
    send("GET", "/customers/eve", "", MANAGER)
        .body("body", containsString("pays late"))
        .body("body", containsString("Eve"));
  }
}
