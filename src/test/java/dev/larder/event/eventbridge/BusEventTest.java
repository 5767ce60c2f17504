package dev.larder.event.eventbridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.api.BusEvent;
import dev.larder.event.Samples;
import dev.larder.event.UnsupportedEventException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusEventTest {

  private static BusEvent of(ObjectNode event) {
    return EventBridgeInvocationHandler.read(Samples.parsed(event.toString()));
  }

  @Test
  void aScheduleOfARuleIsRead() {
    BusEvent event = of(Samples.read("cloudwatch-scheduled-event"));
    assertEquals("cdc73f9d-aea9-11e3-9d5a-835b769c0d9c", event.id());
    assertEquals("123456789012", event.account());
    assertEquals("us-east-1", event.region());
    assertEquals(Instant.EPOCH, event.time());
    assertEquals(
        List.of("arn:aws:events:us-east-1:123456789012:rule/ExampleRule"), event.resources());
    assertTrue(event.detail().isObject());
    assertTrue(event.isSchedule());
  }

  @ParameterizedTest
  @CsvSource({
    "aws.events,Scheduled Event,true",
    "aws.scheduler,Scheduled Event,true",
    "larder,Scheduled Event,false",
    "aws.events,Rule Disabled,false"
  })
  void schedulesAreThoseOfEventBridge(String source, String detailType, boolean expected) {
    ObjectNode event = Samples.read("cloudwatch-scheduled-event");
    event.put("source", source).put("detail-type", detailType);
    assertEquals(expected, of(event).isSchedule());
  }

  @Test
  void theSchedulersDetailIsAText() {
    ObjectNode event = Samples.read("cloudwatch-scheduled-event");
    event.put("source", "aws.scheduler").put("detail", "{}");
    EventBridgeInvocationHandler kind = new EventBridgeInvocationHandler(List.of(), null);
    assertTrue(kind.accepts(Samples.parsed(event.toString())));
    assertEquals("{}", of(event).detail().asText());
  }

  @Test
  void anEventWithoutATimeIsRefused() {
    ObjectNode event = Samples.read("cloudwatch-scheduled-event");
    event.put("time", "yesterday");
    assertTrue(
        assertThrows(UnsupportedEventException.class, () -> of(event))
            .getMessage()
            .contains("RFC 3339"));
  }

  @Test
  void whatHasNoDetailIsNone() {
    EventBridgeInvocationHandler kind = new EventBridgeInvocationHandler(List.of(), null);
    for (String member : List.of("detail", "detail-type", "source")) {
      ObjectNode event = Samples.read("cloudwatch-scheduled-event");
      event.remove(member);
      assertFalse(kind.accepts(Samples.parsed(event.toString())), member);
    }
  }
}
