package dev.larder.event;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.text.JsonObject;
import java.util.List;

/**
 * A batch of records from the event source mapping of a queue or a stream, and the response to it.
 */
public final class RecordBatch {
  private RecordBatch() {}

  /**
   * Whether the event is a batch of one source that consists of valid records.
   *
   * @param source the records' {@code eventSource}, such as {@code aws:sqs}
   * @param id where each record has the id that a batch item failure refers to
   */
  public static boolean isOf(Event event, String source, JsonPointer id) {
    List<JsonNode> records = records(event);
    return !records.isEmpty()
        && records.stream()
            .allMatch(
                record ->
                    source.equals(record.path("eventSource").textValue())
                        && !record.at(id).asText().isEmpty());
  }

  public static List<JsonNode> records(Event event) {
    return event.member("Records").valueStream().toList();
  }

  /**
   * The response that tells Lambda which records to deliver again. Lambda reads it if the mapping's
   * {@code FunctionResponseTypes} contains {@code ReportBatchItemFailures}.
   *
   * @param failed ids of the failed records; empty if all succeeded
   */
  public static byte[] response(List<String> failed) {
    return JsonObject.of(
        json -> {
          json.writeArrayFieldStart("batchItemFailures");
          for (String id : failed) {
            json.writeStartObject();
            json.writeStringField("itemIdentifier", id);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
