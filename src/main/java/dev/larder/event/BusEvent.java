package dev.larder.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/**
 * An event of EventBridge, one of a schedule included.
 *
 * @param id the same however often the event is delivered
 * @param account the id of the AWS account that it came from
 * @param resources ARNs of what it is about; of a schedule, its own
 * @param detail a JSON object; EventBridge Scheduler makes it a text
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html">Events in
 *     Amazon EventBridge</a>
 */
public record BusEvent(
    String id,
    String source,
    String detailType,
    String account,
    String region,
    Instant time,
    List<String> resources,
    JsonNode detail) {
  private static final Set<String> SCHEDULES = Set.of("aws.events", "aws.scheduler");

  /**
   * The event that the function was invoked with.
   *
   * @throws UnsupportedEventException where it has no time
   */
  public static BusEvent of(Event event) {
    return new BusEvent(
        event.member("id").asText(),
        event.member("source").asText(),
        event.member("detail-type").asText(),
        event.member("account").asText(),
        event.member("region").asText(),
        time(event.member("time").asText()),
        event.member("resources").valueStream().map(JsonNode::asText).toList(),
        event.member("detail"));
  }

  private static Instant time(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw new UnsupportedEventException(
          "It looks like an EventBridge event, but its time does not have the form of"
              + " 2026-01-01T00:00:00Z (RFC 3339).");
    }
  }

  /** Whether it is of a schedule: a rule of EventBridge, or EventBridge Scheduler. */
  public boolean isSchedule() {
    return detailType.equals("Scheduled Event") && SCHEDULES.contains(source);
  }
}
