package dev.larder.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.DynamoDbResource;
import dev.larder.WithAuthorizer;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What somebody gets who may not, from everything that the description has. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(WithAuthorizer.class)
class OpenApiCallersTest {
  private static final String UNAUTHORIZED = "urn:problem-type:larder:unauthorized";
  private static final String FORBIDDEN = "urn:problem-type:larder:forbidden";

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
  }

  @Test
  void theDescriptionSaysHowCallersAreAuthenticated() throws IOException {
    JsonNode document = send(HttpEvent.of("GET", "/openapi").jwt("eve", "films.read")).json();
    assertEquals("[{\"jwt\":[]},{\"iam\":[]}]", document.path("security").toString());
    assertEquals("bearer", document.at("/components/securitySchemes/jwt/scheme").asText());
    assertEquals(
        "awsSigv4",
        document.at("/components/securitySchemes/iam/x-amazon-apigateway-authtype").asText());
  }

  @Test
  void theDescriptionHasOnlyWhatItsReaderMayKnow() throws IOException {
    JsonNode paths = document(HttpEvent.of("GET", "/openapi").jwt("eve", "films.read"));
    assertTrue(paths.has("/films/{year}/{title}"));
    assertFalse(paths.has("/items/{id}") || paths.has("/"), paths::toString);
    assertTrue(paths.has("/orders/{shop}/{number}"));
  }
}
