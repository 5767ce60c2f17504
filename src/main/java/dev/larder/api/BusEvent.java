package dev.larder.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An event of EventBridge, which may be one of a schedule.
 *
 * <pre>{@code
 * public boolean accepts(BusEvent event) {
 *   return event.isSchedule() || event.source().equals("com.example.warehouse");
 * }
 * }</pre>
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

  /** Whether a schedule sent the event: an EventBridge rule or EventBridge Scheduler. */
  public boolean isSchedule() {
    return detailType.equals("Scheduled Event") && SCHEDULES.contains(source);
  }
}
