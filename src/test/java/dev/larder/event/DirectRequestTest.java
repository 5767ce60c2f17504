package dev.larder.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.event.direct.DirectRequestHandler;
import dev.larder.lambda.FixedContext;
import dev.larder.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectRequestTest {
  private static final FixedContext INVOCATION = new FixedContext("repeated", 1024, 10_000);

  private static final ApiResponse NO_ITEM =
      new ApiResponse(
          404,
          Map.of(),
          ("{\"type\":\"" + ProblemType.ITEM_NOT_FOUND.uri() + "\"}")
              .getBytes(StandardCharsets.UTF_8));

  private final List<ApiRequest> sent = new ArrayList<>();

  private byte[] invoke(String event, ApiResponse answer) {
    DirectRequestHandler kind =
        new DirectRequestHandler(
            (request, context) -> {
              sent.add(request);
              return answer;
            });
    return kind.handle(Samples.parsed(event), INVOCATION);
  }

  private static ApiResponse answer(int status) {
    return new ApiResponse(
        status,
        Map.of("content-type", "application/json"),
        "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
  }

  private ApiRequest sent(String members) {
    invoke("{\"method\":\"PUT\",\"path\":\"/items/a\"" + members + "}", answer(200));
    return sent.get(0);
  }

  private String refused(String members) {
    UnsupportedEventException refused =
        assertThrows(UnsupportedEventException.class, () -> sent(members));
    assertTrue(sent.isEmpty());
    return refused.getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"If-Match\":\"*\",\"If-Match\":\"\\\"a\\\"\"}",
        "[\"If-None-Match\", \"*\"]",
        "[]",
        "\"If-None-Match: *\"",
        "5",
        "{\"If-None-Match\": null}",
        "{\"If-None-Match\": [\"*\"]}",
        "{\"If-None-Match\": {}}",
        "{\"If-None-Match\": \"*\", \"if-none-match\": \"a\"}"
      })
  void headersThatAreNoneAreNotLeftOut(String headers) {
    String message = refused(",\"body\":{},\"headers\":" + headers);
    assertTrue(message.contains("its headers are not an object with one string"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"headers\":null", ",\"headers\":{}"})
  void headersMayBeLeftOut(String headers) {
    assertEquals(
        Map.of("Content-Type", "application/json", "Idempotency-Key", "repeated"),
        sent(",\"body\":{}" + headers).headers());
  }

  @Test
  void headersOfAnyCaseAreNotReplaced() {
    Map<String, String> headers =
        sent(",\"body\":\"a\",\"headers\":{\"content-TYPE\":\"text/csv\","
                + "\"idempotency-KEY\":\"own\",\"x\":5}")
            .headers();
    assertEquals(Map.of("content-TYPE", "text/csv", "idempotency-KEY", "own", "x", "5"), headers);
  }

  @Test
  void aBodyOfHalfACharacterIsNotSentAsAnother() {
    String message = refused(",\"body\":\"\\ud800\"");
    assertTrue(message.contains("its body has an unpaired surrogate"), message);
  }

  @Test
  void aBodyOfAnyCharactersIsSentAsItIs() {
    assertEquals(
        "\"ä😀\"", new String(sent(",\"body\":\"\\\"ä😀\\\"\"").body(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"body\":null"})
  void aBodyMayBeLeftOut(String body) {
    assertNull(sent(body).body());
    assertFalse(sent.get(0).headers().containsKey("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /items/a, true",
    "POST, /items?a=b, true",
    "DELETE, /items/a, true",
    "PATCH, /items/a, true",
    "GET, /items/a, false",
    "POST, /, false",
    "POST, '', false",
    "POST, /?a=b, false",
    "POST, ?a, false",
    "POST, '/?a\nb', false"
  })
  void aWriteIsKnownByItsInvocation(String method, String path, boolean write) {
    assertEquals(write, DirectRequest.isWrite(method, path));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 303})
  void aSuccessIsAnsweredWithItsBody(int status) {
    byte[] payload = invoke("{\"method\":\"GET\",\"path\":\"/_jobs/a\"}", answer(status));
    assertArrayEquals(answer(status).body(), payload);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, true",
    "application/json;charset=UTF-8, true",
    "application/vnd.larder.dynamodb+json, true",
    "application/vnd.larder.plan+json;charset=UTF-8, true",
    "application/x-ndjson, false",
    "text/csv;header=present, false"
  })
  void anAnswerThatIsNoJsonIsAJsonString(String mediaType, boolean json) {
    ApiResponse answer =
        new ApiResponse(
            200, Map.of("Content-Type", mediaType), "\"ä\n\"".getBytes(StandardCharsets.UTF_8));
    byte[] payload = invoke("{\"method\":\"GET\",\"path\":\"/items\"}", answer);
    assertEquals(
        json ? "\"ä\n\"" : "\"\\\"ä\\n\\\"\"", new String(payload, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"GET, /items/a", "POST, /"})
  void anItemThatIsNotThereIsNull(String method, String path) {
    String event = "{\"method\":\"" + method + "\",\"path\":\"" + path + "\"}";
    assertEquals("null", new String(invoke(event, NO_ITEM), StandardCharsets.UTF_8));
  }

  @Test
  void aWriteOfAnItemThatIsNotThereIsRefused() {
    assertThrows(
        RequestRefusedException.class,
        () -> invoke("{\"method\":\"PATCH\",\"path\":\"/items/a\"}", NO_ITEM));
  }

  @ParameterizedTest
  @ValueSource(ints = {207, 304, 400, 412, 501})
  void anyOtherAnswerFailsTheInvocation(int status) {
    assertThrows(
        RequestRefusedException.class,
        () -> invoke("{\"method\":\"GET\",\"path\":\"/items/a\"}", answer(status)));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void aFailureMayBeRepeated(int status) {
    assertThrows(
        RequestFailedException.class,
        () -> invoke("{\"method\":\"GET\",\"path\":\"/items/a\"}", answer(status)));
  }
}
