package dev.larder.event.publication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.larder.aws.AwsClient;
import dev.larder.aws.AwsResponse;
import dev.larder.aws.AwsService;
import dev.larder.dynamo.Backoff;
import dev.larder.dynamo.Deadline;
import dev.larder.text.JsonObject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Puts entries on an EventBridge bus. */
@Singleton
class EventBus {
  /** The most entries of a PutEvents call. */
  static final int MAX_ENTRIES = 10;

  private static final Logger LOG = Logger.getLogger(EventBus.class);
  private static final ObjectMapper TREES = new ObjectMapper();
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", "AWSEvents.PutEvents");
  private static final Set<String> TRANSIENT =
      Set.of("InternalFailure", "InternalException", "ThrottlingException");

  private final AwsClient calls;
  private final Backoff backoff;

  EventBus(AwsClient calls, Deadline deadline) {
    this.calls = calls;
    this.backoff = new Backoff(deadline);
  }

  /** Why EventBridge rejected an entry, or a whole call. */
  private record Failure(String code, boolean isTransient) {
    static Failure of(String code) {
      return new Failure(code, TRANSIENT.contains(code));
    }
  }

  /**
   * Puts entries with one call and retries those that fail temporarily, until the deadline. An
   * entry may reach the bus twice.
   *
   * @param bus name or ARN
   * @param entries at most {@link #MAX_ENTRIES}, with {@link ChangeEntry#MAX_BYTES} together
   * @return the number of entries before the first that failed; entries after it may have been put
   *     too
   */
  int put(String bus, List<ChangeEntry> entries) {
    int end = entries.size();
    List<Integer> open = IntStream.range(0, end).boxed().toList();
    for (int attempt = 0; ; attempt++) {
      Map<Integer, Failure> failures = call(bus, entries, open);
      for (Map.Entry<Integer, Failure> failed : failures.entrySet()) {
        if (!failed.getValue().isTransient()) {
          log(entries.get(failed.getKey()), bus, failed.getValue());
          end = Math.min(end, failed.getKey());
        }
      }
      int before = end;
      open = failures.keySet().stream().filter(index -> index < before).toList();
      if (open.isEmpty()) {
        return end;
      }
      if (!backoff.pause(attempt)) {
        open.forEach(index -> log(entries.get(index), bus, failures.get(index)));
        return open.get(0);
      }
    }
  }

  private static void log(ChangeEntry entry, String bus, Failure failure) {
    LOG.errorf(
        "Change %s of %s was not published to %s: %s",
        entry.changeId(), entry.tableArn(), bus, failure.code());
  }

  private Map<Integer, Failure> call(String bus, List<ChangeEntry> entries, List<Integer> open) {
    Map<Integer, Failure> failures = new TreeMap<>();
    try {
      AwsResponse response =
          calls.post(
              AwsService.EVENTBRIDGE,
              "/",
              HEADERS,
              body(bus, open.stream().map(entries::get).toList()));
      JsonNode body = tree(response.body());
      if (response.isSuccess()) {
        for (int i = 0; i < open.size(); i++) {
          JsonNode result = body.path("Entries").path(i);
          if (!result.hasNonNull("EventId")) {
            failures.put(open.get(i), Failure.of(result.path("ErrorCode").asText("no EventId")));
          }
        }
      } else {
        Failure failure = refusal(response, body);
        open.forEach(index -> failures.put(index, failure));
      }
    } catch (UncheckedIOException e) {
      Failure failure = new Failure("no response, " + e, true);
      open.forEach(index -> failures.put(index, failure));
    }
    return failures;
  }

  private static Failure refusal(AwsResponse response, JsonNode body) {
    String type = body.path("__type").asText("status " + response.status());
    Failure failure = Failure.of(type.substring(type.indexOf('#') + 1));
    return new Failure(failure.code(), failure.isTransient() || response.isTransient());
  }

  /**
   * Parses a response; returns a missing node if it is not JSON, such as the error page of a proxy.
   */
  private static JsonNode tree(byte[] body) {
    try {
      return TREES.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static byte[] body(String bus, List<ChangeEntry> entries) {
    return JsonObject.of(
        json -> {
          json.writeArrayFieldStart("Entries");
          for (ChangeEntry entry : entries) {
            entry.write(json, bus);
          }
          json.writeEndArray();
        });
  }
}
