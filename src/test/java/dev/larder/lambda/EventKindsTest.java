package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.event.Samples;
import io.quarkus.arc.All;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kind answers an event must not depend on the order in which kinds are asked. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class EventKindsTest {
  @Inject @All List<InvocationHandler> kinds;

  private List<String> accepting(byte[] json) {
    Event event = new Event(json);
    return kinds.stream()
        .filter(kind -> kind.accepts(event))
        .map(InvocationHandler::eventType)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"method\":\"GET\",\"path\":\"/items/a\"}",
        "{\"id\":\"a\"}",
        "{\"year\":1975,\"title\":\"Jaws\"}"
      })
  void directInvocationsAreOfOneKind(String json) {
    assertEquals(List.of("direct"), accepting(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aRecordOfAFailureIsOfOneKindWhateverFailed() {
    for (String failed : List.of("{\"id\":\"a\"}", Samples.read("alb-request").toString())) {
      assertEquals(
          List.of("failure-record"),
          accepting(
              Direct.failureRecord("a", failed, Duration.ZERO).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void whatHasMoreThanARecordOfAFailureIsNone() {
    for (String sample :
        List.of("apigateway-http-api-proxy", "apigateway-aws-proxy", "alb-request")) {
      ObjectNode both = (ObjectNode) Direct.read(Direct.failureRecord("a", "{}", Duration.ZERO));
      ObjectNode request = Samples.read(sample);
      ObjectNode context = (ObjectNode) both.get("requestContext");
      context.setAll((ObjectNode) request.get("requestContext"));
      context.put("requestId", "a");
      request.remove("requestContext");
      both.setAll(request);
      assertEquals(List.of("http"), accepting(both.toString().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void noSampleIsOfTwoKinds() {
    for (String sample : Samples.names()) {
      List<String> accepting =
          accepting(Samples.read(sample).toString().getBytes(StandardCharsets.UTF_8));
      assertTrue(accepting.size() <= 1, () -> sample + " is accepted by " + accepting);
    }
  }
}
