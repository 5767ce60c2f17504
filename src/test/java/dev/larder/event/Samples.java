package dev.larder.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** AWS's own sample events, and such as are made of them. */
public final class Samples {
  public static final ObjectMapper JSON = new ObjectMapper();

  private Samples() {}

  /** The event of {@code events/<name>.json}. */
  public static ObjectNode read(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/events/" + name + ".json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all samples, sorted. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/events"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.replace(".json", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first record of a sample. */
  public static ObjectNode record(String name) {
    return (ObjectNode) read(name).path("Records").path(0);
  }

  /** A message of the sample's queue. */
  public static ObjectNode message(String id, String body) {
    return record("sqs-receive-message").put("messageId", id).put("body", body);
  }

  /** A message of a FIFO queue. */
  public static ObjectNode fifoMessage(String id, String group, String body) {
    ObjectNode message = message(id, body);
    message.put("eventSourceARN", "arn:aws:sqs:us-east-1:123456789012:MyQueue.fifo");
    ((ObjectNode) message.path("attributes"))
        .put("MessageGroupId", group)
        .put("SequenceNumber", "18849496460467696128")
        .put("MessageDeduplicationId", id);
    return message;
  }

  /** An event with these records. */
  public static String event(List<? extends JsonNode> records) {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode all = event.putArray("Records");
    records.forEach(all::add);
    return event.toString();
  }

  /** The ids in a partial batch response. */
  public static List<String> failures(byte[] response) {
    try {
      JsonNode failures = JSON.readTree(response).get("batchItemFailures");
      return failures.valueStream().map(failure -> failure.get("itemIdentifier").asText()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Event parsed(String json) {
    return new Event(json.getBytes(StandardCharsets.UTF_8));
  }
}
