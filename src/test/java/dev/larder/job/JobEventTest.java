package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Identities;
import dev.larder.dynamo.Gzip;
import dev.larder.event.ApiRequest;
import dev.larder.event.Event;
import dev.larder.event.UnsupportedEventException;
import dev.larder.http.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobEventTest {

  private static Event event(String json) {
    return new Event(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEventIsReadAsItWasWritten() {
    byte[] body = "{\"a\":\"ä\"}".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = Map.of("If-Match", "\"a\"", "Idempotency-Key", "k");
    ApiRequest request =
        new ApiRequest("PUT", "/items/%C3%A4?a=1", headers, body, Identities.named("ada"));
    Instant created = Instant.parse("2026-01-01T00:00:00.001Z");
    byte[] json = new JobEvent("id", created, request).toJson();
    assertTrue(json.length < body.length / 10);
    Event event = new Event(json);
    assertTrue(JobEvent.matches(event));
    JobEvent read = JobEvent.of(event);
    assertEquals("id", read.id());
    assertEquals(created, read.created());
    assertEquals("PUT", read.request().method());
    assertEquals("/items/%C3%A4?a=1", read.request().path());
    assertEquals(headers, read.request().headers());
    assertArrayEquals(body, read.request().body());
    assertEquals(Identity.NOBODY, read.request().caller());
    Identity grace = Identities.named("grace");
    assertEquals(grace, read.requestOf(grace).caller());
    assertArrayEquals(body, read.requestOf(grace).body());
  }

  @Test
  void aRequestMayHaveNoBody() {
    ApiRequest request = new ApiRequest("DELETE", "/items/a", Map.of(), null, Identity.NOBODY);
    assertNull(
        JobEvent.of(new Event(new JobEvent("id", Instant.EPOCH, request).toJson()))
            .request()
            .body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"{}\"", "\"e30=\"", "\"H4sIAAAAAAAA\"", "null", "1"})
  void aBodyThatWasNotWrittenSoIsRefused(String body) {
    Event event =
        event(
            "{\"job\":\"a\",\"created\":1,\"request\":{\"method\":\"PUT\",\"path\":\"/a\",\"body\":"
                + body
                + "}}");
    assertTrue(
        assertThrows(UnsupportedEventException.class, () -> JobEvent.of(event))
            .getMessage()
            .contains("base64"));
  }

  @Test
  void aBodyThatIsLargerThanAnyIsNotUnpacked() {
    String bomb = Base64.getEncoder().encodeToString(Gzip.compress(new byte[(8 << 20) + 1]));
    Event event =
        event(
            "{\"job\":\"a\",\"created\":1,\"request\":{\"method\":\"PUT\",\"path\":\"/a\",\"body\":\""
                + bomb
                + "\"}}");
    assertThrows(UnsupportedEventException.class, () -> JobEvent.of(event));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"job\":\"a\"}",
        "{\"job\":\"a\",\"request\":{\"method\":\"PUT\",\"path\":\"/a\"}}",
        "{\"job\":\"a\",\"created\":\"1\",\"request\":{\"method\":\"PUT\",\"path\":\"/a\"}}",
        "{\"job\":\"a\",\"created\":1,\"request\":\"b\"}",
        "{\"job\":1,\"created\":1,\"request\":{\"method\":\"PUT\",\"path\":\"/a\"}}",
        "{\"job\":\"a\",\"created\":1,\"request\":{\"path\":\"/a\"}}",
        "{\"job\":\"a\",\"created\":1,\"request\":{\"method\":\"PUT\"}}",
        "{\"job\":\"a\",\"created\":1,\"request\":[]}",
        "{\"job\":\"a\",\"created\":1,\"request\":{\"method\":\"PUT\",\"path\":\"/a\"},\"more\":1}",
        "{\"method\":\"PUT\",\"path\":\"/a\"}"
      })
  void otherEventsAreNone(String json) {
    assertFalse(JobEvent.matches(event(json)));
  }
}
