package dev.larder.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.api.Problem;
import dev.larder.http.ProblemJson;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.item.UnknownOutcome;
import dev.larder.problem.ProblemException;
import dev.larder.runtime.ResponseSize;
import dev.larder.text.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The results of a bulk request, in the order of its entries, although they arrive in any order.
 * Neighbours that failed alike share one result. Results that do not fit into the response are
 * counted but omitted: successes before failures, and of each the last entries first. Thread-safe.
 */
final class BulkResults {
  private static final Logger LOG = Logger.getLogger(BulkResults.class);

  /** Bytes of the JSON around an empty {@code results} array. */
  private static final int ENVELOPE_BYTES = 160;

  /** The most bytes by which a result grows when it is that of several entries. */
  private static final int RANGE_BYTES = 80;

  private final boolean minimal;
  private final int mostBytes;
  private final Map<String, Problem> serverErrors = new HashMap<>();

  /** By entry; null for an entry without a result, or whose result is omitted. */
  private Result[] results = new Result[64];

  /** The line of each entry; 0 if entries are not separated by lines. */
  private int[] lines = new int[64];

  private int length;
  private int succeeded;
  private int failed;
  private int kept;
  private int keptSuccesses;
  private int successesEnd = Integer.MAX_VALUE;
  private int failuresEnd = Integer.MAX_VALUE;
  private EntryPosition stop;
  private Result stopReason;
  private boolean unfinished;
  private boolean doubtful;
  private int carriedBytes = ENVELOPE_BYTES;

  /**
   * The result of one entry that succeeded, or of neighbours that failed alike.
   *
   * @param problem why they failed; null for a success
   * @param json the members after those that name the entries, with the closing brace
   * @param carriedBytes its bytes in the response, with the comma after it
   * @param isShared whether it is the result of several entries
   */
  private record Result(Problem problem, byte[] json, int carriedBytes, boolean isShared) {
    private static Result of(
        EntryPosition place, Problem problem, int status, JsonObject.Members rest) {
      byte[] object =
          JsonObject.of(
              json -> {
                json.writeNumberField("status", status);
                rest.write(json);
              });
      byte[] members = Arrays.copyOfRange(object, 1, object.length);
      int bytes = ResponseSize.jsonStringBytes(members) + positionBytes(place) + 1;
      return new Result(problem, members, bytes, false);
    }

    /** The bytes of <code>{"entry":0,"line":1,</code> in the response. */
    private static int positionBytes(EntryPosition place) {
      int line = place.line().isPresent() ? 10 + digits(place.line().getAsInt()) : 0;
      return 12 + digits(place.entry()) + line;
    }

    private static int digits(int number) {
      return Integer.toString(number).length();
    }

    static Result of(EntryPosition place, StoredResponse answer) {
      return of(place, null, answer.status(), json -> BulkResults.write(answer, json));
    }

    static Result of(EntryPosition place, Problem problem) {
      return of(
          place,
          problem,
          problem.status(),
          json -> {
            String location = problem.headers().get(HttpHeaders.LOCATION);
            if (location != null) {
              json.writeStringField("location", location);
            }
            json.writeFieldName("problem");
            ProblemJson.write(problem, json);
          });
    }

    Result shared() {
      return isShared ? this : new Result(problem, json, carriedBytes + RANGE_BYTES, true);
    }

    boolean isFailure() {
      return problem != null;
    }

    boolean isOf(Problem other) {
      return problem != null
          && problem.uri().equals(other.uri())
          && problem.getMessage().equals(other.getMessage())
          && problem.members().equals(other.members());
    }
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
    Result result = minimal ? null : Result.of(place, answer);
    synchronized (this) {
      succeeded++;
      if (result != null && place.entry() < successesEnd) {
        keep(place, result);
        keptSuccesses++;
        omitWhatDoesNotFit();
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

  synchronized void failed(EntryPosition place, Problem problem) {
    failed++;
    note(problem);
    if (place.entry() >= failuresEnd) {
      return;
    }
    int entry = place.entry();
    if (isOf(entry - 1, problem)) {
      share(entry - 1, place);
    } else if (isOf(entry + 1, problem)) {
      share(entry + 1, place);
    } else {
      keep(place, Result.of(place, problem));
    }
    omitWhatDoesNotFit();
  }

  /**
   * Says that neither this entry nor any after it was tried. Their result is never omitted, and
   * they are counted neither as succeeded nor as failed.
   */
  synchronized void stopped(EntryPosition first, Problem why) {
    note(why);
    stop = first;
    stopReason = Result.of(first, why).shared();
    carriedBytes += stopReason.carriedBytes();
    omitWhatDoesNotFit();
  }

  private void note(Problem problem) {
    unfinished |= ProblemException.isTransient(problem);
    doubtful |= UnknownOutcome.isOf(problem);
    if (problem.status() >= 500) {
      serverErrors.putIfAbsent(problem.uri(), problem);
    }
  }

  /** Whether an entry has a result, which says that it failed for this reason. */
  private boolean isOf(int entry, Problem problem) {
    return entry >= 0 && entry < length && results[entry] != null && results[entry].isOf(problem);
  }

  /** Has an entry share the result of its neighbour. */
  private void share(int neighbour, EntryPosition place) {
    Result shared = results[neighbour].shared();
    if (results[neighbour] != shared) {
      carriedBytes += RANGE_BYTES;
      results[neighbour] = shared;
    }
    carriedBytes -= shared.carriedBytes();
    keep(place, shared);
  }

  private void keep(EntryPosition place, Result result) {
    int entry = place.entry();
    if (entry >= results.length) {
      int capacity = Math.max(entry + 1, 2 * results.length);
      results = Arrays.copyOf(results, capacity);
      lines = Arrays.copyOf(lines, capacity);
    }
    length = Math.max(length, entry + 1);
    results[entry] = result;
    lines[entry] = place.line().orElse(0);
    kept++;
    carriedBytes += result.carriedBytes();
  }

  private void omitWhatDoesNotFit() {
    while (carriedBytes > mostBytes && kept > 0) {
      if (keptSuccesses > 0) {
        successesEnd = last(successesEnd, false);
        omit(successesEnd);
        keptSuccesses--;
      } else {
        failuresEnd = last(failuresEnd, true);
        Result result = omit(failuresEnd);
        while (failuresEnd > 0 && results[failuresEnd - 1] == result) {
          results[--failuresEnd] = null;
          kept--;
        }
      }
    }
  }

  /** The last entry before an end that succeeded or failed, and has its result still. */
  private int last(int end, boolean failure) {
    int entry = Math.min(end, length) - 1;
    while (results[entry] == null || results[entry].isFailure() != failure) {
      entry--;
    }
    return entry;
  }

  private Result omit(int entry) {
    Result result = results[entry];
    results[entry] = null;
    kept--;
    carriedBytes -= result.carriedBytes();
    return result;
  }

  /** Returns 200 if all entries succeeded, else 207 (RFC 4918, section 11.1). */
  synchronized int status() {
    return failed == 0 && stop == null ? 200 : 207;
  }

  /**
   * Whether an entry failed temporarily, so that a repeat of the request may succeed.
   *
   * @param takesEffectAgain whether a repeat creates other items than those that this request wrote
   *     or may have written, or updates the same ones once more
   */
  synchronized boolean isWorthRepeating(boolean takesEffectAgain) {
    return unfinished && !(takesEffectAgain && (succeeded > 0 || doubtful));
  }

  /** The bytes of the response body so far, as {@link ResponseSize#jsonStringBytes} counts it. */
  synchronized int carriedBytes() {
    return carriedBytes;
  }

  /** Returns the response body, in UTF-8. */
  synchronized byte[] toJson() {
    ByteArrayOutputStream json = new ByteArrayOutputStream(carriedBytes);
    int omitted = (minimal ? failed : succeeded + failed) - kept;
    number(json, "{\"succeeded\":", succeeded);
    number(json, ",\"failed\":", failed);
    if (omitted > 0) {
      number(json, ",\"omitted\":", omitted);
    }
    if (stop != null) {
      number(json, ",\"notTriedFrom\":", stop.entry());
    }
    text(json, ",\"results\":[");
    String separator = "";
    int next;
    for (int entry = 0; entry < length; entry = next) {
      Result result = results[entry];
      next = endOfAlike(entry);
      if (result != null) {
        text(json, separator);
        writePosition(json, entry, next - 1);
        json.writeBytes(result.json());
        separator = ",";
      }
    }
    if (stop != null) {
      text(json, separator);
      number(json, "{\"entries\":{\"from\":", stop.entry());
      if (stop.line().isPresent()) {
        number(json, "},\"lines\":{\"from\":", stop.line().getAsInt());
      }
      text(json, "},");
      json.writeBytes(stopReason.json());
    }
    text(json, "]}");
    return json.toByteArray();
  }

  /** The entry after this one and its neighbours that failed alike. */
  private int endOfAlike(int entry) {
    Result result = results[entry];
    int end = entry + 1;
    while (result != null && result.isFailure() && isOf(end, result.problem())) {
      end++;
    }
    return end;
  }

  private void writePosition(ByteArrayOutputStream json, int first, int last) {
    boolean several = last > first;
    number(json, several ? "{\"entries\":{\"from\":" : "{\"entry\":", first);
    if (several) {
      number(json, ",\"to\":", last);
      text(json, "}");
    }
    if (lines[first] > 0) {
      number(json, several ? ",\"lines\":{\"from\":" : ",\"line\":", lines[first]);
      if (several) {
        number(json, ",\"to\":", lines[last]);
        text(json, "}");
      }
    }
    text(json, ",");
  }

  private static void number(ByteArrayOutputStream json, String before, int number) {
    text(json, before);
    text(json, Integer.toString(number));
  }

  private static void text(ByteArrayOutputStream json, String ascii) {
    json.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** Logs the first failure of each problem type with a 5xx status, which callers cannot fix. */
  synchronized void log() {
    serverErrors.forEach(
        (uri, problem) ->
            LOG.error(uri, problem.getCause() == null ? problem : problem.getCause()));
  }
}
