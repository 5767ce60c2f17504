package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.DynamoDbResource;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What somebody gets who may not, from everything that the API's description has. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(AccessTest.WithAuthorizer.class)
class AccessTest {
  private static final String UNAUTHORIZED = "urn:problem-type:larder:unauthorized";
  private static final String FORBIDDEN = "urn:problem-type:larder:forbidden";

  public static class WithAuthorizer implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "larder.access", "authorizer",
          "larder.collections.items.read", "items.read",
          "larder.collections.items.write", "items.write",
          "larder.collections.items.admin", "items.admin",
          "larder.collections.films.read", "films.read,films.all",
          "larder.collections.films.write", "films.all");
    }
  }

  @Inject RequestStreamHandler function;

  private HttpEvent.Answer send(HttpEvent event) throws IOException {
    return event.sendTo(function);
  }

  private JsonNode document(HttpEvent event) throws IOException {
    return send(event).json().path("paths");
  }

  private static HttpEvent event(String method, String template) {
    String path =
        template.equals("/_jobs/{id}") || template.endsWith("/result")
            ? "/_jobs/00000000-0000-7000-8000-000000000000"
            : template.replaceAll("\\{[^}]*}", "1");
    HttpEvent event = HttpEvent.of(method.toUpperCase(Locale.ROOT), path);
    if (method.equals("patch")) {
      return event.json("{}").header("Content-Type", "application/merge-patch+json");
    }
    return Set.of("put", "post", "delete").contains(method) ? event.json("{}") : event;
  }

  @Test
  void everyDocumentedOperationNeedsACaller() throws IOException {
    JsonNode paths = document(HttpEvent.of("GET", "/openapi").jwt("ada", "items.admin films.all"));
    assertTrue(paths.has("/items/{id}") && paths.has("/films/{year}/{title}"), paths::toString);
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getKey().equals("parameters")) {
          continue;
        }
        String name = operation.getKey() + " " + path.getKey();
        HttpEvent.Answer answer = send(event(operation.getKey(), path.getKey()).anonymous());
        assertEquals(401, answer.status(), name);
        assertEquals("Bearer", answer.headers().get("WWW-Authenticate"), name);
        if (!operation.getKey().equals("head")) {
          assertEquals(UNAUTHORIZED, answer.json().path("type").asText(), name);
        }
        assertTrue(operation.getValue().at("/responses/401/headers").has("WWW-Authenticate"), name);
      }
    }
  }

  @Test
  void everyOperationOnACollectionNeedsARoleThatItNames() throws IOException {
    JsonNode paths = document(HttpEvent.of("GET", "/openapi").jwt("ada", "items.admin films.all"));
    Set<String> refused = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      if (!path.getKey().matches("/(items|films)?(/.*)?")) {
        continue;
      }
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        HttpEvent.Answer answer =
            send(event(operation.getKey(), path.getKey()).jwt("eve", "items films.real"));
        if (answer.status() == 403) {
          String name = operation.getKey() + " " + path.getKey();
          refused.add(name);
          assertTrue(operation.getValue().at("/responses").has("403"), name);
          if (!operation.getKey().equals("head")) {
            assertEquals(FORBIDDEN, answer.json().path("type").asText(), name);
          }
        }
      }
    }
    assertEquals(
        Set.of(
            "post /",
            "get /items",
            "head /items",
            "post /items",
            "delete /items",
            "get /items/{id}",
            "head /items/{id}",
            "put /items/{id}",
            "patch /items/{id}",
            "delete /items/{id}",
            "get /films",
            "head /films",
            "post /films",
            "delete /films",
            "get /films/{year}/{title}",
            "head /films/{year}/{title}",
            "put /films/{year}/{title}",
            "patch /films/{year}/{title}",
            "delete /films/{year}/{title}"),
        refused);
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
  void theDescriptionHasOnlyWhatItsReaderMayKnow() throws IOException {
    JsonNode paths = document(HttpEvent.of("GET", "/openapi").jwt("eve", "films.read"));
    assertTrue(paths.has("/films/{year}/{title}"));
    assertFalse(paths.has("/items/{id}") || paths.has("/"), paths::toString);
    assertTrue(paths.has("/orders/{shop}/{number}"));
  }

  @Test
  void healthIsToldOfWhatTheCallerMayKnow() throws IOException {
    JsonNode health = send(HttpEvent.of("GET", "/_health").jwt("eve", "films.read")).json();
    assertEquals("ready", health.path("status").asText());
    assertTrue(health.has("version") && health.path("collections").has("films"), health::toString);
    assertFalse(health.path("collections").has("items"), health::toString);
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

  @Test
  void aForbiddenWriteIsRefusedBeforeItBecomesAJob() throws IOException {
    HttpEvent write = event("put", "/items/job").header("Prefer", "respond-async");
    assertEquals(403, send(write.jwt("eve")).status());
    assertEquals(202, send(write.jwt("ada", "items.write")).status());
  }

  @Test
  void conditionsOfATransactionTakeTheRightToRead() throws IOException {
    String put = "{\"method\": \"PUT\", \"path\": \"/items/transaction\", \"body\": {}%s}";
    String check = "{\"method\": \"CHECK\", \"path\": \"/items/none\", \"ifNoneMatch\": \"*\"}";
    assertEquals(200, transact(put.formatted(""), "items.write"));
    String conditional = put.formatted(", \"if\": \"a[exists]=false\"");
    assertEquals(403, transact(conditional, "items.write"));
    assertEquals(403, transact(conditional, "items.read"));
    assertEquals(200, transact(conditional, "items.read items.write"));
    assertEquals(403, transact(check, "items.write"));
    assertNotEquals(403, transact(check, "items.read"));
  }

  private int transact(String operation, String roles) throws IOException {
    return send(HttpEvent.of("POST", "/_transactions")
            .json("{\"operations\": [" + operation + "]}")
            .jwt("ada", roles))
        .status();
  }
}
