package dev.larder.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/**
 * An event of EventBridge, which may be one of a schedule.
 *
 * @param id stays the same when the event is delivered again
 * @param account the id of the AWS account in which the event originated
 * @param resources ARNs of the resources that the event concerns; for a schedule, the schedule's
 *     own
 * @param detail a JSON object; EventBridge Scheduler sends it as a string
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
   * Reads the event that invoked the function.
   *
   * @throws UnsupportedEventException if its time is not an RFC 3339 timestamp
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

  /** Whether a schedule sent the event: an EventBridge rule or EventBridge Scheduler. */
  public boolean isSchedule() {
    return detailType.equals("Scheduled Event") && SCHEDULES.contains(source);
  }
}
