package dev.larder.health;

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
import org.junit.jupiter.api.Test;

/** What each caller is told of the collections. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(WithAuthorizer.class)
class HealthReportCallersTest {
  @Inject RequestStreamHandler function;

  @Test
  void healthIsToldOfWhatTheCallerMayKnow() throws IOException {
    JsonNode health =
        HttpEvent.of("GET", "/_health").jwt("eve", "films.read").sendTo(function).json();
    assertEquals("ready", health.path("status").asText());
    assertTrue(health.has("version") && health.path("collections").has("films"), health::toString);
    assertFalse(health.path("collections").has("items"), health::toString);
  }
}
