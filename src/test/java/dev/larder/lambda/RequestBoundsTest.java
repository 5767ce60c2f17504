package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What bounds a request, and what does not. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class RequestBoundsTest {
  @Inject RequestStreamHandler function;

  private JsonNode answer(Object event, int seconds) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
        answer,
        new FixedContext("r", 1024, seconds * 1000));
    return Direct.read(answer.toString(StandardCharsets.UTF_8));
  }

  private static void assertSeconds(int expected, JsonNode seconds) {
    assertTrue(
        seconds.asInt() <= expected && seconds.asInt() > expected - 5, () -> seconds.toString());
  }

  @Test
  void aRequestThroughAGatewayEndsBeforeTheGatewayGivesItUp() throws IOException {
    HttpEvent probe = HttpEvent.of("GET", "/request-probe");
    assertSeconds(28, answer(probe, 300).path("body"));
    assertSeconds(9, answer(probe, 10).path("body"));
  }

  @Test
  void noAnswerIsTooLargeForItsChannel() throws IOException {
    assertTrue(answer(Direct.of("GET", "/request-probe/writable"), 300).asBoolean());
  }

  @Test
  void aRequestThatNoGatewayWaitsForHasAllOfTheInvocation() throws IOException {
    Direct probe = Direct.of("GET", "/request-probe");
    assertSeconds(299, answer(probe, 300));
  }
}
