package dev.larder.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.FrameworkProblems;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, urn:problem-type:larder:not-found",
    "METHOD_NOT_ALLOWED, urn:problem-type:larder:method-not-allowed",
    "INTERNAL, urn:problem-type:larder:internal"
  })
  void itsUriIsAUrnOfItsName(ProblemType type, String uri) {
    assertEquals(uri, type.uri());
  }

  /** Callers act upon statuses, so none changes by accident. */
  @ParameterizedTest
  @CsvSource({
    "400, INVALID_PATH INVALID_KEY INVALID_PARAMETER INVALID_CURSOR INVALID_HEADER",
    "400, MALFORMED_JSON BAD_REQUEST",
    "401, UNAUTHORIZED",
    "403, FORBIDDEN",
    "404, NOT_FOUND UNKNOWN_COLLECTION ITEM_NOT_FOUND JOB_NOT_FOUND JOB_UNFINISHED",
    "405, METHOD_NOT_ALLOWED",
    "406, NOT_ACCEPTABLE",
    "409, ITEM_EXISTS",
    "412, PRECONDITION_FAILED",
    "413, ITEM_TOO_LARGE CONTENT_TOO_LARGE",
    "415, UNSUPPORTED_MEDIA_TYPE",
    "422, INVALID_ITEM KEY_MISMATCH LIMIT_EXCEEDED",
    "500, INTERNAL",
    "503, THROTTLED UNAVAILABLE",
    "504, OUTCOME_UNKNOWN"
  })
  void itsStatusIsWhatItMeansInHttp(int status, String types) {
    for (String type : types.split(" ")) {
      assertEquals(status, ProblemType.valueOf(type).status(), type);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isAnErrorWithATitleAndAUri(ProblemType type) {
    assertTrue(type.status() >= 400 && type.status() < 600);
    assertTrue(type.title().matches("[A-Z].*[^.]"), type.title());
    assertTrue(type.uri().matches("urn:problem-type:larder:[a-z]+(-[a-z]+)*"), type.uri());
  }

  @Test
  void titlesAndUrisAreNotShared() {
    Set<String> titles = new HashSet<>();
    Set<String> uris = new HashSet<>();
    for (ProblemType type : ProblemType.values()) {
      assertTrue(titles.add(type.title()), type.title());
      assertTrue(uris.add(type.uri()), type.uri());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST",
    "401, UNAUTHORIZED",
    "403, FORBIDDEN",
    "404, NOT_FOUND",
    "405, METHOD_NOT_ALLOWED",
    "406, NOT_ACCEPTABLE",
    "408, BAD_REQUEST",
    "409, BAD_REQUEST",
    "413, CONTENT_TOO_LARGE",
    "414, CONTENT_TOO_LARGE",
    "415, UNSUPPORTED_MEDIA_TYPE",
    "431, CONTENT_TOO_LARGE",
    "499, BAD_REQUEST",
    "500, INTERNAL",
    "503, INTERNAL",
    "599, INTERNAL"
  })
  void aStatusThatAFrameworkChoseHasAType(int status, ProblemType type) {
    assertEquals(type, ProblemType.ofStatus(status));
  }

  @Test
  void whatAFrameworkChoseIsExplainedByType() {
    Set<String> details = new HashSet<>();
    int[] statuses = {400, 401, 403, 404, 405, 406, 413, 415, 500};
    for (int status : statuses) {
      String detail = FrameworkProblems.detail(ProblemType.ofStatus(status), null);
      assertTrue(detail.endsWith("."), detail);
      assertFalse(detail.contains("null"), detail);
      details.add(detail);
    }
    assertEquals(statuses.length, details.size(), () -> Arrays.toString(statuses) + details);
  }

  @Test
  void aMethodThatIsNotAllowedIsExplainedByThoseThatAre() {
    assertEquals(
        "This path supports GET, PUT.",
        FrameworkProblems.detail(ProblemType.METHOD_NOT_ALLOWED, "GET, PUT"));
  }
}
