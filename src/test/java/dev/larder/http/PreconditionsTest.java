package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Preconditions.Verdict;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
  private static final EntityTag TAG = EntityTag.strong("now");

  /** In the middle of a second, of which header dates know the start only. */
  private static final Instant LAST_MODIFIED = Instant.parse("2026-01-02T03:04:05.678Z");

  private static final Map<String, String> DATES =
      Map.of(
          "before", "Fri, 02 Jan 2026 03:04:04 GMT",
          "same", "Fri, 02 Jan 2026 03:04:05 GMT",
          "after", "Fri, 02 Jan 2026 03:04:06 GMT",
          "garbage", "yesterday");

  /** The columns of dates stand for a time before, of, or after the last modification. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      textBlock =
          """
          # If-Match      | If-Unmod. | If-None-Match    | If-Mod. | verdict
          -               | -         | -                | -       | PROCEED
          "now"           | -         | -                | -       | PROCEED
          "old", "now"    | -         | -                | -       | PROCEED
          "old"           | -         | -                | -       | FAILED
          "old", "older"  | -         | -                | -       | FAILED
          *               | -         | -                | -       | PROCEED
          W/"now"         | -         | -                | -       | FAILED
          W/"now", "now"  | -         | -                | -       | PROCEED
          -               | before    | -                | -       | FAILED
          -               | same      | -                | -       | PROCEED
          -               | after     | -                | -       | PROCEED
          -               | garbage   | -                | -       | PROCEED
          "now"           | before    | -                | -       | PROCEED
          *               | before    | -                | -       | PROCEED
          "old"           | after     | -                | -       | FAILED
          -               | -         | "now"            | -       | NOT_MODIFIED
          -               | -         | "old", "now"     | -       | NOT_MODIFIED
          -               | -         | W/"now"          | -       | NOT_MODIFIED
          -               | -         | "old"            | -       | PROCEED
          -               | -         | W/"old", "older" | -       | PROCEED
          -               | -         | *                | -       | NOT_MODIFIED
          -               | -         | -                | before  | PROCEED
          -               | -         | -                | same    | NOT_MODIFIED
          -               | -         | -                | after   | NOT_MODIFIED
          -               | -         | -                | garbage | PROCEED
          -               | -         | "old"            | same    | PROCEED
          -               | -         | "old"            | after   | PROCEED
          -               | -         | "now"            | before  | NOT_MODIFIED
          -               | -         | *                | before  | NOT_MODIFIED
          "now"           | -         | "now"            | -       | NOT_MODIFIED
          "now"           | -         | "old"            | -       | PROCEED
          "old"           | -         | "now"            | -       | FAILED
          "old"           | -         | *                | -       | FAILED
          *               | -         | *                | -       | NOT_MODIFIED
          "now"           | -         | -                | same    | NOT_MODIFIED
          "now"           | -         | -                | before  | PROCEED
          "old"           | -         | -                | same    | FAILED
          -               | same      | "now"            | -       | NOT_MODIFIED
          -               | same      | "old"            | -       | PROCEED
          -               | before    | "now"            | -       | FAILED
          -               | same      | -                | same    | NOT_MODIFIED
          -               | same      | -                | before  | PROCEED
          -               | before    | -                | same    | FAILED
          "now"           | before    | "old"            | after   | PROCEED
          "now"           | before    | "now"            | before  | NOT_MODIFIED
          "old"           | after     | "old"            | before  | FAILED
          """)
  void areEvaluatedInTheOrderOfTheRfc(
      String ifMatch,
      String ifUnmodifiedSince,
      String ifNoneMatch,
      String ifModifiedSince,
      Verdict verdict) {
    Preconditions preconditions = of(ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince);
    assertEquals(verdict, preconditions.evaluate(TAG, Optional.of(LAST_MODIFIED)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "before, before, -,       PROCEED",
        "after,  after,  -,       PROCEED",
        "before, after,  \"now\", NOT_MODIFIED",
        "before, after,  \"old\", PROCEED"
      })
  void datesAreIgnoredWhereTheItemHasNone(
      String ifUnmodifiedSince, String ifModifiedSince, String ifNoneMatch, Verdict verdict) {
    Preconditions preconditions = of(null, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince);
    assertEquals(verdict, preconditions.evaluate(TAG, Optional.empty()));
  }

  @Test
  void aWeakTagOfTheItemSatisfiesNoIfMatchButAStar() {
    EntityTag weak = new EntityTag(true, "now");
    assertEquals(Verdict.FAILED, of("\"now\"", null, null, null).evaluate(weak, Optional.empty()));
    assertEquals(
        Verdict.FAILED, of("W/\"now\"", null, null, null).evaluate(weak, Optional.empty()));
    assertEquals(Verdict.PROCEED, of("*", null, null, null).evaluate(weak, Optional.empty()));
    assertEquals(
        Verdict.NOT_MODIFIED, of(null, null, "\"now\"", null).evaluate(weak, Optional.empty()));
  }

  @Test
  void eachFieldIsReadIntoItsOwnPlace() {
    Preconditions preconditions =
        Preconditions.of(
            headers(
                Map.of(
                    "If-Match", "\"a\"",
                    "If-None-Match", "*",
                    "If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT",
                    "If-Unmodified-Since", "Mon, 07 Nov 1994 08:49:37 GMT")));
    assertEquals(
        new Preconditions(
            Optional.of(new EntityTagList(false, List.of(EntityTag.strong("a")))),
            Optional.of(new EntityTagList(true, List.of())),
            Optional.of(Instant.parse("1994-11-06T08:49:37Z")),
            Optional.of(Instant.parse("1994-11-07T08:49:37Z"))),
        preconditions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-Match", "If-None-Match"})
  void tagsThatAreNoneAreRefusedUnderTheFieldsName(String field) {
    HttpHeaders headers = headers(Map.of(field, "now"));
    ProblemException e = assertThrows(ProblemException.class, () -> Preconditions.of(headers));
    assertEquals(ProblemType.INVALID_HEADER, e.type());
    assertTrue(e.getMessage().startsWith(field + " "), e.getMessage());
  }

  private static Preconditions of(
      String ifMatch, String ifUnmodifiedSince, String ifNoneMatch, String ifModifiedSince) {
    Map<String, String> fields = new HashMap<>();
    fields.put("If-Match", ifMatch);
    fields.put("If-Unmodified-Since", date(ifUnmodifiedSince));
    fields.put("If-None-Match", ifNoneMatch);
    fields.put("If-Modified-Since", date(ifModifiedSince));
    return Preconditions.of(headers(fields));
  }

  private static String date(String name) {
    return name == null ? null : DATES.get(name);
  }

  private static HttpHeaders headers(Map<String, String> fields) {
    return (HttpHeaders)
        Proxy.newProxyInstance(
            HttpHeaders.class.getClassLoader(),
            new Class<?>[] {HttpHeaders.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getHeaderString")) {
                return fields.get(arguments[0]);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
