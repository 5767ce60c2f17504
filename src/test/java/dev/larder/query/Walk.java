package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The pages of a query, forward and back, and its count. */
final class Walk {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final String query;
  private final int limit;
  private final String what;
  private final List<JsonNode> pages = new ArrayList<>();

  private Walk(String query, int limit, String what) {
    this.query = query;
    this.limit = limit;
    this.what = what;
  }

  /**
   * Reads all pages of a query.
   *
   * @param what the query, for failures
   */
  static Walk of(String query, int limit, String what) throws JsonProcessingException {
    Walk walk = new Walk(query, Math.min(limit, 1000), what);
    walk.goForward();
    return walk;
  }

  private void goForward() throws JsonProcessingException {
    String cursor = "";
    while (cursor != null) {
      JsonNode page = page("&limit=" + limit + cursor);
      assertTrue(page.path("items").size() <= limit, what);
      assertTrue(
          page.path("items").size() == limit
              || !page.has("next")
              || page.path("stopped").asText().equals("capacity"),
          () -> what + ": a page that is not full has a next one: " + page);
      pages.add(page);
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
    }
    assertFalse(pages.get(0).has("prev"), what);
  }

  private JsonNode page(String parameters) throws JsonProcessingException {
    Response response = given().urlEncodingEnabled(false).get(query + parameters);
    assertEquals(200, response.statusCode(), () -> what + ": " + response.asString());
    return JSON.readTree(response.asString());
  }

  /** The items of all pages. */
  List<JsonNode> items() {
    return items(pages);
  }

  private static List<JsonNode> items(List<JsonNode> pages) {
    List<JsonNode> items = new ArrayList<>();
    pages.forEach(page -> page.path("items").forEach(items::add));
    return items;
  }

  /** Goes back from the last page, and on again from each page on the way. */
  void goBack() throws JsonProcessingException {
    List<JsonNode> back = new ArrayList<>();
    JsonNode page = pages.get(pages.size() - 1);
    while (page.has("prev")) {
      JsonNode before = page("&limit=" + limit + "&cursor=" + page.path("prev").asText());
      assertTrue(before.has("next"), () -> what + ": no way on from " + before);
      JsonNode again = page("&limit=" + limit + "&cursor=" + before.path("next").asText());
      if (stopped().isEmpty() && !again.has("stopped")) {
        assertEquals(page.path("items"), again.path("items"), what);
      }
      page = before;
      back.add(before);
      assertTrue(back.size() <= 3 * pages.size() + 3, () -> what + ": the way back has no end");
    }
    Collections.reverse(back);
    List<JsonNode> way = new ArrayList<>(back);
    way.add(pages.get(pages.size() - 1));
    assertEquals(items(), items(way), () -> what + ": the items on the way back");
    if (stopped().isEmpty() && back.stream().noneMatch(each -> each.has("stopped"))) {
      if (back.size() == pages.size()) {
        assertEquals(0, back.remove(0).path("items").size(), what);
      }
      assertEquals(
          pages.subList(0, pages.size() - 1).stream().map(each -> each.path("items")).toList(),
          back.stream().map(each -> each.path("items")).toList(),
          () -> what + ": the pages on the way back");
    }
  }

  private List<JsonNode> stopped() {
    return pages.stream().filter(page -> page.has("stopped")).toList();
  }

  void assertNoWayBack() {
    assertTrue(pages.stream().noneMatch(page -> page.has("prev")), what);
  }

  /** Counts with a page, from each page on, and alone. */
  void count() throws JsonProcessingException {
    int before = 0;
    String cursor = "";
    for (JsonNode page : pages) {
      int rest = items().size() - before;
      JsonNode counted = page("&count=true&limit=" + limit + cursor);
      assertEquals(page.path("items"), counted.path("items"), what);
      assertCount(rest, counted);
      before += page.path("items").size();
      cursor = "&cursor=" + page.path("next").asText();
      if (page.has("prev")) {
        assertEquals(
            before - page.path("items").size(), sum("prev", page.path("prev").asText()), what);
      }
    }
    assertEquals(items().size(), sum("next", ""), what);
  }

  private void assertCount(int expected, JsonNode page) {
    long value = page.at("/count/value").asLong(-1);
    if (page.at("/count/complete").asBoolean()) {
      assertEquals(expected, value, () -> what + ": " + page.path("count"));
    } else {
      assertTrue(page.at("/count/complete").isBoolean(), () -> what + ": " + page.path("count"));
      assertTrue(value <= expected, () -> what + ": " + page.path("count"));
    }
  }

  /** The sum of the counts, each of which goes on where the budget of the last one ended. */
  private long sum(String direction, String cursor) throws JsonProcessingException {
    long sum = 0;
    String next = cursor;
    while (next != null) {
      JsonNode counted = page("&limit=0" + (next.isEmpty() ? "" : "&cursor=" + next));
      assertEquals(0, counted.path("items").size(), what);
      sum += counted.at("/count/value").asLong();
      next = counted.has(direction) ? counted.path(direction).asText() : null;
      assertEquals(next == null, counted.at("/count/complete").asBoolean(), what);
      assertEquals(next != null, counted.has("stopped"), what);
    }
    return sum;
  }
}
