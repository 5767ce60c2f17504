package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.DynamoDbResource;
import dev.larder.WithAuthorizer;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What roles let a caller do with items. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(WithAuthorizer.class)
class AccessTest {

  @Inject RequestStreamHandler function;

  private HttpEvent.Answer send(HttpEvent event) throws IOException {
    return event.sendTo(function);
  }

  private static HttpEvent event(String method, String path) {
    HttpEvent event = HttpEvent.of(method.toUpperCase(Locale.ROOT), path);
    return method.equals("put") ? event.json("{}") : event;
  }

  @Test
  void aRefusalNamesTheRolesThatAreNeeded() throws IOException {
    assertEquals(
        "Writing to the collection items requires one of the scopes or roles items.admin,"
            + " items.write.",
        send(event("put", "/items/1").jwt("eve")).json().path("detail").asText());
  }

  @Test
  void whoMayNotReadIsToldNothingOfALookUp() throws IOException {
    HttpEvent broken = HttpEvent.of("POST", "/").json("{");
    assertEquals(403, send(broken.jwt("eve", "items.write")).status());
    assertEquals(400, send(broken.jwt("eve", "items.read")).status());
  }

  @Test
  void anUnknownCollectionIsToldOnlyWhatTheCallerMayKnow() throws IOException {
    HttpEvent.Answer answer = send(HttpEvent.of("GET", "/itemz/1").jwt("eve", "films.read"));
    assertEquals(404, answer.status());
    String detail = answer.json().path("detail").asText();
    assertTrue(detail.contains("films") && !detail.contains("items"), detail);
  }

  @Test
  void aRoleLetsReadOrWriteOrBoth() throws IOException {
    assertEquals(201, send(event("put", "/items/roles").jwt("ada", "items.write")).status());
    assertEquals(403, send(event("get", "/items/roles").jwt("ada", "items.write")).status());
    assertEquals(200, send(event("get", "/items/roles").jwt("ada", "items.read")).status());
    assertEquals(403, send(event("delete", "/items/roles").jwt("ada", "items.read")).status());
    HttpEvent patch =
        HttpEvent.of("PATCH", "/items/roles")
            .json("{\"a\": 1}")
            .header("Content-Type", "application/merge-patch+json");
    assertEquals(403, send(patch.jwt("ada", "items.write")).status());
    assertEquals(403, send(patch.jwt("ada", "items.read")).status());
    assertEquals(200, send(patch.jwt("ada", "items.read items.write")).status());
    assertEquals(204, send(event("delete", "/items/roles").jwt("ada", "items.admin")).status());
  }
}
