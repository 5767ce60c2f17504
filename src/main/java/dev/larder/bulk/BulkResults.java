package dev.larder.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.http.ProblemJson;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.ResponseSize;
import dev.larder.text.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The results of a bulk request, in the order of its entries, although they arrive in any order.
 * Results that do not fit into the response are counted but omitted: successes before failures, and
 * of each the last entries first. Thread-safe.
 */
final class BulkResults {
  private static final Logger LOG = Logger.getLogger(BulkResults.class);

  /** Bytes of the JSON around an empty {@code results} array. */
  private static final int ENVELOPE_BYTES = 128;

  private final boolean minimal;
  private final int mostBytes;
  private final Kept successes = new Kept();
  private final Kept failures = new Kept();
  private final Map<ProblemType, ProblemException> serverErrors = new EnumMap<>(ProblemType.class);
  private int succeeded;
  private int failed;
  private boolean unfinished;
  private boolean doubtful;
  private int carriedBytes = ENVELOPE_BYTES;

  /** The successes or the failures that fit into the response so far. */
  private static final class Kept {
    private final TreeMap<Integer, byte[]> byEntry = new TreeMap<>();
    private int end = Integer.MAX_VALUE;
  }

  /**
   * @param minimal whether entries that succeed get no result, as {@code return=minimal} prefers
   * @param mostBytes limit of the response body, as {@link ResponseSize#jsonStringBytes} counts it
   */
  BulkResults(boolean minimal, int mostBytes) {
    this.minimal = minimal;
    this.mostBytes = mostBytes;
  }

  /**
   * @param answer has the status, Location and ETag, and {@code Idempotency-Replayed} if it is the
   *     stored response of an earlier request
   */
  void succeeded(EntryPosition place, StoredResponse answer) {
    byte[] result = minimal ? null : json(place, answer.status(), json -> write(answer, json));
    synchronized (this) {
      succeeded++;
      if (result != null) {
        keep(successes, place, result);
      }
    }
  }

  private static void write(StoredResponse answer, JsonGenerator json) throws IOException {
    json.writeStringField("location", answer.headers().get(HttpHeaders.LOCATION));
    String tag = answer.headers().get(HttpHeaders.ETAG);
    if (tag != null) {
      json.writeStringField("_version", tag.substring(1, tag.length() - 1));
    }
    if (answer.headers().containsKey(IdempotentWrites.REPLAYED)) {
      json.writeBooleanField("replayed", true);
    }
  }

  void failed(EntryPosition place, ProblemException problem) {
    byte[] result =
        json(
            place,
            problem.type().status(),
            json -> {
              String location = problem.headers().get(HttpHeaders.LOCATION);
              if (location != null) {
                json.writeStringField("location", location);
              }
              json.writeFieldName("problem");
              ProblemJson.write(problem, json);
            });
    synchronized (this) {
      failed++;
      unfinished |= problem.type().isTransient();
      doubtful |= problem.type() == ProblemType.OUTCOME_UNKNOWN;
      if (problem.type().status() >= 500) {
        serverErrors.putIfAbsent(problem.type(), problem);
      }
      keep(failures, place, result);
    }
  }

  private static byte[] json(EntryPosition place, int status, JsonObject.Members rest) {
    return JsonObject.of(
        json -> {
          json.writeNumberField("entry", place.entry());
          if (place.line().isPresent()) {
            json.writeNumberField("line", place.line().getAsInt());
          }
          json.writeNumberField("status", status);
          rest.write(json);
        });
  }

  private void keep(Kept kept, EntryPosition place, byte[] result) {
    if (place.entry() >= kept.end) {
      return;
    }
    kept.byEntry.put(place.entry(), result);
    carriedBytes += carried(result);
    while (carriedBytes > mostBytes) {
      Kept giving = successes.byEntry.isEmpty() ? failures : successes;
      Map.Entry<Integer, byte[]> last = giving.byEntry.pollLastEntry();
      giving.end = last.getKey();
      carriedBytes -= carried(last.getValue());
    }
  }

  /** Includes the comma after the result. */
  private static int carried(byte[] result) {
    return ResponseSize.jsonStringBytes(result) + 1;
  }

  /** Returns 200 if all entries succeeded, else 207 (RFC 4918, section 11.1). */
  synchronized int status() {
    return failed == 0 ? 200 : 207;
  }

  /**
   * Whether an entry failed temporarily, so that a repeat of the request may succeed.
   *
   * @param createsAnew whether a repeat creates other items than those that this request wrote or
   *     may have written
   */
  synchronized boolean isWorthRepeating(boolean createsAnew) {
    return unfinished && !(createsAnew && (succeeded > 0 || doubtful));
  }

  /** Returns the response body, in UTF-8. */
  synchronized byte[] toJson() {
    int omitted =
        (minimal ? 0 : succeeded - successes.byEntry.size()) + failed - failures.byEntry.size();
    TreeMap<Integer, byte[]> all = new TreeMap<>(successes.byEntry);
    all.putAll(failures.byEntry);
    return JsonObject.of(
        json -> {
          json.writeNumberField("succeeded", succeeded);
          json.writeNumberField("failed", failed);
          if (omitted > 0) {
            json.writeNumberField("omitted", omitted);
          }
          json.writeArrayFieldStart("results");
          for (byte[] result : all.values()) {
            json.writeRawValue(new String(result, StandardCharsets.UTF_8));
          }
          json.writeEndArray();
        });
  }

  /** Logs the first failure of each problem type with a 5xx status, which callers cannot fix. */
  synchronized void log() {
    serverErrors.forEach(
        (type, problem) ->
            LOG.error(type.uri(), problem.getCause() == null ? problem : problem.getCause()));
  }
}
