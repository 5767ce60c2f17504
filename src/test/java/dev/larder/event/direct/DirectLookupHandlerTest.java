package dev.larder.event.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.event.ApiResponse;
import dev.larder.event.RequestFailedException;
import dev.larder.event.RequestRefusedException;
import dev.larder.event.Samples;
import dev.larder.event.UnsupportedEventException;
import dev.larder.lambda.FixedContext;
import dev.larder.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectLookupHandlerTest {
  private static final String KEY = "{\"year\": 1975.0, \"title\": \"Jaws\"}";

  private static byte[] lookUp(ApiResponse answer) {
    return new DirectLookupHandler(
            (request, context) -> {
              assertEquals("POST", request.method());
              assertEquals("/", request.path());
              assertEquals(KEY, new String(request.body(), StandardCharsets.UTF_8));
              return answer;
            })
        .handle(Samples.parsed(KEY), new FixedContext("request", 1024, 10_000));
  }

  private static byte[] lookUp(ProblemType type) {
    byte[] problem = ("{\"type\":\"" + type.uri() + "\"}").getBytes(StandardCharsets.UTF_8);
    return lookUp(new ApiResponse(type.status(), Map.of(), problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY, "{\"id\":\"a\"}", "{\"id\":5}", "{\"method\":\"GET\"}"})
  void oneOrTwoScalarsMayBeAKey(String event) {
    assertTrue(new DirectLookupHandler(null).accepts(Samples.parsed(event)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"a\"",
        "{\"id\":{\"S\":\"a\"}}",
        "{\"id\":[]}",
        "{\"a\":1,\"b\":2,\"c\":3}",
        "{\"method\":\"GET\",\"path\":\"/items/a\"}"
      })
  void nothingElseIs(String event) {
    assertFalse(new DirectLookupHandler(null).accepts(Samples.parsed(event)));
  }

  @Test
  void theItemIsThePayload() {
    byte[] item = "{\"year\":1975}".getBytes(StandardCharsets.UTF_8);
    ApiResponse answer = new ApiResponse(200, Map.of("Content-Type", "application/json"), item);
    assertArrayEquals(item, lookUp(answer));
  }

  @Test
  void noItemIsNull() {
    assertEquals("null", new String(lookUp(ProblemType.ITEM_NOT_FOUND), StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID_KEY", "INVALID_ITEM", "UNKNOWN_COLLECTION"})
  void whatIsNoKeyIsNoEventOfThisFunction(ProblemType type) {
    UnsupportedEventException unsupported =
        assertThrows(UnsupportedEventException.class, () -> lookUp(type));
    assertTrue(unsupported.getMessage().contains("an object with year, title"));
  }

  @Test
  void anyOtherProblemIsWhatTheInvocationFailsWith() {
    assertThrows(RequestRefusedException.class, () -> lookUp(ProblemType.MALFORMED_JSON));
    assertThrows(RequestFailedException.class, () -> lookUp(ProblemType.INTERNAL));
  }
}
