package com.example;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.DynamoDbResource;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Who may call the resources of the owner. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(OwnProfiles.Guarded.class)
class OwnResourceAccessTest {
  @Inject RequestStreamHandler function;

  private HttpEvent.Answer send(HttpEvent event) throws IOException {
    HttpEvent.Answer answer = event.sendTo(function);
    if (answer.status() >= 400) {
      assertEquals("application/problem+json", answer.headers().get("Content-Type"));
      assertEquals(answer.status(), answer.json().path("status").asInt());
    }
    return answer;
  }

  private static HttpEvent get(String path) {
    return HttpEvent.of("GET", path);
  }

  private static HttpEvent post(String path) {
    return HttpEvent.of("POST", path).json("{\"sku\": \"tea\", \"pieces\": 2}");
  }

  @Test
  void authenticatedMeansEveryCaller() throws IOException {
    HttpEvent.Answer anonymous = send(post("/films/1/cancel").anonymous());
    assertEquals(401, anonymous.status());
    assertEquals("Bearer", anonymous.headers().get("WWW-Authenticate"));
    assertEquals(200, send(post("/films/1/cancel").jwt("ada")).status());
  }

  @Test
  void rolesAreThoseOfTheAuthorizer() throws IOException {
    assertEquals(401, send(post("/films/1/order/lines").anonymous()).status());
    assertEquals(403, send(post("/films/1/order/lines").jwt("ada", "guest")).status());
    assertEquals(200, send(post("/films/1/order/lines").jwt("ada", "clerk")).status());
  }

  @Test
  void permitAllNeedsNoCaller() throws IOException {
    assertEquals("open", send(get("/films/1/order/status").anonymous()).body());
    HttpEvent.Answer options = send(HttpEvent.of("OPTIONS", "/films/1/order/status").anonymous());
    assertEquals(204, options.status());
    assertEquals("GET, HEAD, POST, OPTIONS", options.headers().get("Allow"));
    assertEquals(405, send(HttpEvent.of("PUT", "/films/1/order/status").anonymous()).status());
    assertEquals(401, send(get("/films/1").anonymous()).status());
  }

  @Test
  void denyAllAndNoAnnotationCloseAMethod() throws IOException {
    assertEquals(401, send(post("/films/1/order/status").anonymous()).status());
    assertEquals(403, send(post("/films/1/order/status").jwt("ada", "clerk")).status());
    assertEquals(401, send(get("/films/1/order/audit").anonymous()).status());
    assertEquals(403, send(get("/films/1/order/audit").jwt("ada", "clerk")).status());
  }

  @Test
  void aCallerIsShownWhatItMayCall() throws IOException {
    JsonNode guest = send(get("/openapi").jwt("ada", "guest")).json().path("paths");
    assertTrue(guest.path("/films/{id}/order/status").has("get"));
    assertTrue(guest.path("/films/{id}/cancel").has("post"));
    assertFalse(guest.path("/films/{id}/order/status").has("post"));
    assertFalse(guest.has("/films/{id}/order/lines"));
    assertFalse(guest.has("/films/{id}/order/audit"));
    assertTrue(
        send(get("/openapi").jwt("ada", "clerk"))
            .json()
            .path("paths")
            .has("/films/{id}/order/lines"));
  }

  /** What own code does with the caller's rights. */
  @Test
  void ownLogicSeesWhatItsCallerMaySee() throws IOException {
    assertEquals(201, put("/sessions/pay", "{\"salary\": 7, \"note\": \"a\"}", "hr").status());
    assertEquals(7, send(get("/pay/pay").jwt("ada", "hr")).json().path("salary").asInt());
    assertFalse(send(get("/pay/pay").jwt("ada", "guest")).json().has("salary"));
    assertTrue(send(get("/pay/pay?whole=true").jwt("ada", "guest")).json().has("salary"));
    assertTrue(send(get("/pay/pay").jwt("eve", "hr")).json().has("absent"));
    assertEquals(403, send(get("/pay/pay/list?where=salary&is=7").jwt("ada", "guest")).status());

    HttpEvent.Answer written = put("/pay/pay", "{\"note\": \"b\"}", "guest");
    assertEquals(200, written.status(), written.body());
    assertFalse(written.json().has("salary"), written.body());
    HttpEvent.Answer changed = put("/pay/pay/changed", "{\"note\": \"c\"}", "guest");
    assertFalse(changed.json().has("salary"), changed.body());
    assertFalse(changed.json().path("seen").asBoolean(), changed.body());
    HttpEvent.Answer moved = put("/pay/pay/moved", "{\"note\": \"c\"}", "guest");
    assertEquals(200, moved.status(), moved.body());
    assertFalse(moved.json().has("salary"), moved.body());
    assertFalse(moved.json().path("seen").asBoolean(), moved.body());
    assertEquals(403, put("/pay/pay", "{\"salary\": 7}", "guest").status());

    send(HttpEvent.of("PUT", "/orders/own/1").json("{\"salary\": 7}").jwt("lia", "hr"));
    JsonNode listed = send(get("/pay/pay/list?where=carrier&is=lia").jwt("lia", "guest")).json();
    assertEquals(1, listed.path(0).path("number").asInt(), listed::toString);
    assertFalse(listed.path(0).has("salary"), listed::toString);
    JsonNode kept = send(get("/sessions/pay").jwt("ada", "hr")).json();
    assertEquals(7, kept.path("salary").asInt());
    assertEquals("c", kept.path("note").asText());
  }

  private HttpEvent.Answer put(String path, String body, String roles) throws IOException {
    return send(HttpEvent.of("PUT", path).json(body).jwt("ada", roles));
  }

  @Test
  void aDirectInvocationMayDoEverythingThatIsNotDenied() {
    assertEquals("\"clean\"", invoke("GET", "/films/1/order/audit"));
    assertTrue(invoke("POST", "/films/1/order/lines").contains("tea"));
  }

  private String invoke(String method, String path) {
    String event =
        "{\"method\": \"%s\", \"path\": \"%s\"%s}"
            .formatted(
                method,
                path,
                method.equals("GET") ? "" : ", \"body\": {\"sku\": \"tea\", \"pieces\": 2}");
    return given().body(event).post("/q/invoke").asString();
  }
}
