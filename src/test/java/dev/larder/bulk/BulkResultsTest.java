package dev.larder.bulk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.ResponseSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkResultsTest {

  private static EntryPosition place(int entry) {
    return new EntryPosition(entry, OptionalInt.empty());
  }

  private static void succeed(BulkResults results, int entry) {
    results.succeeded(
        place(entry),
        new StoredResponse(
            200, Map.of("Location", "/items/" + "x".repeat(200), "ETag", "\"v\""), null));
  }

  private static void fail(BulkResults results, int entry) {
    results.failed(
        place(entry),
        new ProblemException(ProblemType.INVALID_ITEM, "\"\\".repeat(200) + (entry + 1_000_000)));
  }

  private static JsonNode json(BulkResults results) {
    return Bulk.json(new String(results.toJson(), StandardCharsets.UTF_8));
  }

  @Test
  void resultsAreInTheOrderOfTheEntriesWithWhatTheyAre() {
    BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
    results.failed(
        new EntryPosition(2, OptionalInt.of(9)),
        new ProblemException(ProblemType.INVALID_ITEM, "No.").with("pointer", "/a"));
    results.succeeded(
        place(0),
        new StoredResponse(
            200,
            Map.of("Location", "/items/a", "ETag", "\"v\"", "Idempotency-Replayed", "true"),
            null));
    results.succeeded(place(1), new StoredResponse(204, Map.of("Location", "/items/b"), null));
    assertEquals(
        "{\"succeeded\":2,\"failed\":1,\"results\":["
            + "{\"entry\":0,\"status\":200,\"location\":\"/items/a\",\"_version\":\"v\","
            + "\"replayed\":true},"
            + "{\"entry\":1,\"status\":204,\"location\":\"/items/b\"},"
            + "{\"entry\":2,\"line\":9,\"status\":422,\"problem\":{"
            + "\"type\":\"urn:problem-type:larder:invalid-item\","
            + "\"title\":\"The item is not valid\",\"status\":422,\"detail\":\"No.\","
            + "\"pointer\":\"/a\"}}]}",
        new String(results.toJson(), StandardCharsets.UTF_8));
    assertEquals(207, results.status());
  }

  @ParameterizedTest
  @EnumSource(
      value = ProblemType.class,
      names = {"WRITE_CONFLICT", "IDEMPOTENCY_KEY_IN_USE", "THROTTLED", "DEADLINE"})
  void whatARepeatMayDoIsUnfinished(ProblemType type) {
    BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
    results.failed(place(0), new ProblemException(type, "Later."));
    fail(results, 1);
    succeed(results, 2);
    assertTrue(results.isWorthRepeating(false));
    // What has succeeded would be created again.
    assertFalse(results.isWorthRepeating(true));
  }

  @Test
  void whatARepeatCannotDoIsFinished() {
    BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
    results.failed(place(0), new ProblemException(ProblemType.INTERNAL, "Never."));
    fail(results, 1);
    succeed(results, 2);
    assertFalse(results.isWorthRepeating(false));
  }

  @Test
  void allThatSucceedIs200() {
    BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
    assertEquals(200, results.status());
    succeed(results, 0);
    assertEquals(200, results.status());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2000, 50_000})
  void anAnswerIsFullButNeverLargerThanLambdaCarries(int failures) {
    BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
    int entries = 60_000;
    for (int i = 0; i < entries; i++) {
      if (i % 3 == 1 && i / 3 < failures || i >= entries - failures / 2) {
        fail(results, i);
      } else {
        succeed(results, i);
      }
    }
    byte[] body = results.toJson();
    int carried = ResponseSize.jsonStringBytes(body);
    assertTrue(carried <= ResponseSize.MAX_BYTES, () -> carried + " bytes");
    assertTrue(carried > ResponseSize.MAX_BYTES - 2500, () -> "only " + carried + " bytes");
    JsonNode answer = json(results);
    assertEquals(entries, answer.path("succeeded").asInt() + answer.path("failed").asInt());
    assertEquals(entries - answer.path("results").size(), answer.path("omitted").asInt());
    long kept = answer.path("results").valueStream().filter(each -> each.has("problem")).count();
    boolean allFailures = kept == answer.path("failed").asInt();
    boolean noSuccess = kept == answer.path("results").size();
    assertTrue(allFailures || noSuccess, "a failure is left out, and a success is there");
  }

  @Test
  void whatCarriesLessHasFewerResults() {
    BulkResults results = new BulkResults(false, 2000);
    for (int i = 0; i < 100; i++) {
      succeed(results, i);
    }
    assertTrue(ResponseSize.jsonStringBytes(results.toJson()) <= 2000);
    assertTrue(json(results).path("results").size() > 5);
    assertEquals(100 - json(results).path("results").size(), json(results).path("omitted").asInt());
  }

  private static void failAlike(BulkResults results, int entry, int line) {
    results.failed(
        new EntryPosition(entry, OptionalInt.of(line)),
        new ProblemException(ProblemType.INVALID_ITEM, "No.").with("pointer", "/a"));
  }

  @Test
  void neighboursThatFailedAlikeShareAResultInWhateverOrderTheyCome() {
    String alike = "\"status\":422,\"problem\":{";
    for (List<Integer> order :
        List.of(List.of(0, 1, 2, 3, 4), List.of(4, 3, 2, 1, 0), List.of(0, 4, 2, 3, 1))) {
      BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
      order.forEach(entry -> failAlike(results, entry, 10 + 2 * entry));
      fail(results, 5);
      failAlike(results, 6, 30);
      succeed(results, 7);
      failAlike(results, 8, 40);
      String json = new String(results.toJson(), StandardCharsets.UTF_8);
      assertTrue(
          json.contains(
              "{\"entries\":{\"from\":0,\"to\":4},\"lines\":{\"from\":10,\"to\":18}," + alike),
          json);
      assertTrue(json.contains("{\"entry\":6,\"line\":30," + alike), json);
      assertTrue(json.contains("{\"entry\":8,\"line\":40," + alike), json);
      assertEquals(5, json(results).path("results").size());
      assertEquals(8, json(results).path("failed").asInt());
      assertTrue(json(results).path("omitted").isMissingNode());
      assertTrue(ResponseSize.jsonStringBytes(results.toJson()) <= results.carriedBytes());
    }
  }

  @Test
  void problemsThatDifferInAMemberAreNotAlike() {
    BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
    for (int i = 0; i < 3; i++) {
      results.failed(
          place(i),
          new ProblemException(ProblemType.PRECONDITION_FAILED, "Changed.").with("current", i / 2));
    }
    assertEquals(2, json(results).path("results").size());
  }

  @Test
  void asManyFailuresAsAreAlikeTakeTheRoomOfOne() {
    BulkResults results = new BulkResults(false, 2000);
    for (int i = 0; i < 100_000; i++) {
      failAlike(results, i, i + 1);
    }
    assertEquals(1, json(results).path("results").size());
    assertTrue(json(results).path("omitted").isMissingNode());
    assertTrue(results.toJson().length < 400);
  }

  @Test
  void whereItStoppedIsSaidHoweverFullTheAnswerIs() {
    BulkResults results = new BulkResults(false, 3000);
    for (int i = 0; i < 100; i++) {
      fail(results, i);
    }
    results.stopped(
        new EntryPosition(100, OptionalInt.of(200)),
        new ProblemException(ProblemType.DEADLINE, "No time."));
    byte[] body = results.toJson();
    assertTrue(ResponseSize.jsonStringBytes(body) <= 3000);
    JsonNode answer = json(results);
    assertEquals(100, answer.path("notTriedFrom").asInt());
    int given = answer.path("results").size();
    assertEquals(100, given - 1 + answer.path("omitted").asInt());
    JsonNode last = answer.path("results").path(given - 1);
    assertEquals("{\"from\":100}", last.path("entries").toString());
    assertEquals("{\"from\":200}", last.path("lines").toString());
    assertTrue(results.isWorthRepeating(false));
  }

  @Test
  void whatIsLeftOutDoesNotDependOnTheOrderInWhichResultsCome() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 40_000).boxed().toList());
    byte[] inOrder = results(order);
    Collections.shuffle(order, new Random(5));
    byte[] shuffled = results(order);
    assertArrayEquals(inOrder, shuffled);
    assertTrue(new String(inOrder, StandardCharsets.UTF_8).contains("\"omitted\":"));
  }

  private static byte[] results(List<Integer> entries) {
    BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
    for (int entry : entries) {
      if (entry % 10 == 0) {
        fail(results, entry);
      } else {
        succeed(results, entry);
      }
    }
    return results.toJson();
  }

  @Test
  void whatNoCallerCanMendIsLoggedOnceOfAKind() {
    List<String> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record.getMessage() + " " + record.getThrown().getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(BulkResults.class.getName());
    logger.addHandler(handler);
    try {
      BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
      for (int i = 0; i < 3; i++) {
        results.failed(
            place(i),
            new ProblemException(
                ProblemType.INTERNAL, "The function failed.", new Exception("cause " + i)));
      }
      fail(results, 3);
      results.log();
    } finally {
      logger.removeHandler(handler);
    }
    assertEquals(List.of("urn:problem-type:larder:internal cause 0"), logged);
  }

  @Test
  void resultsThatNobodyWantsAreNotCountedAsLeftOut() {
    BulkResults results = new BulkResults(true, ResponseSize.MAX_BYTES);
    for (int i = 0; i < 60_000; i++) {
      succeed(results, i);
    }
    assertEquals("{\"succeeded\":60000,\"failed\":0,\"results\":[]}", json(results).toString());
  }
}
