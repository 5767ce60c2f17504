package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a page costs is due to the page, however large the table is. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class PageCostTest {
  private static final int SMALL = 500;
  private static final int LARGE = 5_000;

  /** Films of one year and genre, of which every fifth is in colour. */
  private static void films(int from, int to) {
    String films =
        IntStream.range(from, to)
            .mapToObj(
                i ->
                    "{\"year\":1911,\"title\":\"%05d\",\"genre\":\"costly\",\"colour\":%b,\"synopsis\":\"%s\"}"
                        .formatted(i, i % 5 == 0, "x".repeat(200)))
            .collect(Collectors.joining("\n"));
    given()
        .header("Content-Type", "application/x-ndjson")
        .body(films.getBytes(StandardCharsets.UTF_8))
        .post("/movies")
        .then()
        .statusCode(200);
  }

  private static Response page(String query, int items) {
    Response page = given().get(query);
    page.then().statusCode(200).body("items", hasSize(items));
    return page;
  }

  private static double consumed(Response response) {
    response.then().statusCode(200);
    return Double.parseDouble(response.header("Larder-Consumed-Capacity").replace("read=", ""));
  }

  private static Map<String, Double> costs() {
    given().get("/movies?genre=costly&limit=1").then().statusCode(200);
    Map<String, Double> costs = new LinkedHashMap<>();
    costs.put("query", consumed(page("/movies?year=1911&limit=50", 50)));
    costs.put("index", consumed(page("/movies?genre=costly&sort=-year&limit=50", 50)));
    costs.put("filtered", consumed(page("/movies?year=1911&colour=true&limit=10", 10)));
    costs.put("item", consumed(given().get("/movies/1911/00042")));
    costs.put("last", consumed(lastOfMany()));
    return costs;
  }

  /** The page after 400 others. */
  private static Response lastOfMany() {
    Response before = page("/movies?year=1911&fields=title&limit=400", 400);
    return page("/movies?year=1911&limit=50&cursor=" + before.path("next"), 50);
  }

  @Test
  void aPageOfALargeTableCostsWhatItCostsOfASmallOne() {
    films(0, SMALL);
    Map<String, Double> ofSmall = costs();
    films(SMALL, LARGE);
    Map<String, Double> ofLarge = costs();
    ofSmall.forEach(
        (what, cost) -> {
          assertTrue(cost > 0, what);
          assertEquals(cost, ofLarge.get(what), cost * 0.2, what);
        });
    assertEquals(ofSmall.get("query"), ofLarge.get("last"), ofSmall.get("query") * 0.2);
  }
}
