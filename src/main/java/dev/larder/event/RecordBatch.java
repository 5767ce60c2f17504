package dev.larder.event;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.text.JsonObject;
import java.util.List;

/** Records as a queue's or a stream's event source mapping delivers them, and the answer to it. */
public final class RecordBatch {
  private RecordBatch() {}

  /**
   * Whether an event is records of one source, and nothing else.
   *
   * @param id where each has the text by which a failure names it
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
   * What says which records Lambda is to deliver again, where the mapping has {@code
   * ReportBatchItemFailures} among its {@code FunctionResponseTypes}.
   *
   * @param failed their ids; none where all records are done
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
