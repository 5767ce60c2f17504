package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The number of items that a query finds. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class CountTest {
  private static final String PLAN = "application/vnd.larder.plan+json";

  DynamoDbClient dynamoDb;

  @BeforeEach
  void sevenFilms() {
    for (int i = 0; i < 7; i++) {
      film(1810, "t" + i, Map.of("number", AttributeValue.fromN(String.valueOf(i))));
    }
  }

  private void film(int year, String title, Map<String, AttributeValue> more) {
    Map<String, AttributeValue> film = new java.util.HashMap<>(more);
    film.put("year", AttributeValue.fromN(String.valueOf(year)));
    film.put("title", AttributeValue.fromS(title));
    dynamoDb.putItem(put -> put.tableName("movies").item(film));
  }

  private static ValidatableResponse get(String query) {
    return given().urlEncodingEnabled(false).get(query).then();
  }

  private static void assertCount(int value, ValidatableResponse response) {
    response
        .statusCode(200)
        .header("Larder-Count", String.valueOf(value))
        .body("count.value", equalTo(value), "count.complete", equalTo(true));
  }

  @Test
  void aPageHasTheNumberOfAllItemsIfThatIsAskedFor() {
    ValidatableResponse page = get("/movies?year=1810&limit=3&count=true");
    assertCount(7, page);
    page.body("items", hasSize(3), "next", notNullValue())
        .header("Server-Timing", endsWith(";desc=\"2 calls\""))
        .header("Larder-Consumed-Capacity", "read=1");
    for (String without : new String[] {"", "&count=false"}) {
      get("/movies?year=1810&limit=3" + without)
          .body("$", not(hasKey("count")))
          .header("Larder-Count", nullValue())
          .header("Server-Timing", endsWith(";desc=\"1 call\""));
    }
  }

  @Test
  void aPageThatHasAllItemsNeedsNoOtherCall() {
    ValidatableResponse page = get("/movies?year=1810&limit=8&count=true");
    assertCount(7, page);
    page.header("Server-Timing", endsWith(";desc=\"1 call\""));
  }

  @Test
  void theLinksOfAPageDoNotRepeatTheCount() {
    String link = get("/movies?count=true&year=1810&limit=3").extract().header("Link");
    assertTrue(link.endsWith("&year=1810&limit=3>; rel=\"next\""), link);
  }

  @Test
  void aLimitOfZeroCountsAlone() {
    ValidatableResponse count = get("/movies?year=1810&limit=0");
    assertCount(7, count);
    count
        .body("items", hasSize(0))
        .body("$", not(hasKey("next")))
        .body("$", not(hasKey("prev")))
        .header("Link", nullValue())
        .header("Server-Timing", endsWith(";desc=\"1 call\""))
        .header("Larder-Consumed-Capacity", "read=0.5");
    given().head("/movies?year=1810&limit=0").then().statusCode(200).header("Larder-Count", "7");
    assertCount(7, get("/movies?year=1810&limit=0&count=true&sort=-title&fields=number"));
    assertCount(0, get("/movies?year=1811&limit=0"));
    assertCount(0, get("/movies?year=1811&year=1810&limit=0"));
  }

  @Test
  void withACursorItCountsWhatFollowsOrComesBefore() {
    Response second =
        given()
            .get(
                "/movies?year=1810&limit=2&cursor="
                    + get("/movies?year=1810&limit=2").extract().<String>path("next"));
    String next = second.path("next");
    String prev = second.path("prev");
    assertCount(3, get("/movies?year=1810&limit=0&cursor=" + next));
    assertCount(2, get("/movies?year=1810&limit=0&cursor=" + prev));
    assertCount(3, get("/movies?year=1810&limit=1&count=true&cursor=" + next));
    ValidatableResponse back = get("/movies?year=1810&limit=1&count=true&cursor=" + prev);
    assertCount(6, back);
    back.body("items[0].title", equalTo("t1"));
  }

  @ParameterizedTest
  @CsvSource({
    "number[gte]=2, 5",
    "title[gte]=t2, 5",
    "title[gte]=t2&title[ne]=t4, 4",
    "title[in]=t1&title[in]=t5&title[in]=none, 2",
    "number[exists]=false, 0"
  })
  void itIsThatOfTheItemsThatFiltersLeave(String filter, int expected) {
    assertCount(expected, get("/movies?year=1810&limit=0&" + filter));
    assertCount(expected, get("/movies?year=1810&limit=1&count=true&" + filter));
  }

  @Test
  void expiredItemsAreNotCounted() {
    int before = get("/sessions?limit=0").extract().path("count.value");
    session(
        "count-live", AttributeValue.fromN("" + Instant.now().plusSeconds(600).getEpochSecond()));
    session("count-expired", AttributeValue.fromN("" + Instant.now().getEpochSecond()));
    session("count-never", AttributeValue.fromS("never"));
    session("count-without", AttributeValue.fromNul(true));
    assertCount(before + 3, get("/sessions?limit=0"));
    assertCount(before + 3, get("/sessions?limit=1&count=true"));
    for (String name : new String[] {"live", "expired", "never", "without"}) {
      given().delete("/sessions/count-" + name);
      dynamoDb.deleteItem(
          delete ->
              delete
                  .tableName("sessions")
                  .key(Map.of("id", AttributeValue.fromS("count-" + name))));
    }
  }

  private void session(String id, AttributeValue expires) {
    dynamoDb.putItem(
        put ->
            put.tableName("sessions")
                .item(Map.of("id", AttributeValue.fromS(id), "expires", expires)));
  }

  @Test
  void anExportHasItInAHeaderField() {
    given()
        .accept("text/csv")
        .get("/movies?year=1810&limit=0&fields=title")
        .then()
        .statusCode(200)
        .body(equalTo("title\r\n"))
        .header("Larder-Count", "7");
    given()
        .accept("application/x-ndjson")
        .get("/movies?year=1810&limit=0")
        .then()
        .statusCode(200)
        .body(equalTo(""))
        .header("Larder-Count", "7");
    given()
        .accept("application/x-ndjson")
        .get("/movies?year=1810&limit=2&count=true&fields=title")
        .then()
        .body(equalTo("{\"title\":\"t0\"}\n{\"title\":\"t1\"}\n"))
        .header("Larder-Count", "7");
  }

  /** DynamoDB reads 1 MB at once, which is more than the budget if the read is consistent. */
  @Test
  void whereTheBudgetEndsItIsNotCompleteAndGoesOn() {
    Map<String, AttributeValue> large =
        Map.of("synopsis", AttributeValue.fromS("x".repeat(110_000)));
    for (int i = 0; i < 12; i++) {
      film(1812, "t" + (char) ('a' + i), large);
    }
    ValidatableResponse first = get("/movies?year=1812&consistent=true&limit=0");
    first
        .body("count.complete", equalTo(false), "stopped", equalTo("capacity"))
        .header("Larder-Count", endsWith(";complete=?0"))
        .header("Link", containsString("limit=0"));
    int counted = first.extract().path("count.value");
    assertTrue(counted > 0 && counted < 12, () -> counted + " items");
    String next = first.extract().path("next");
    assertCount(12 - counted, get("/movies?year=1812&consistent=true&limit=0&cursor=" + next));

    get("/movies?year=1812&consistent=true&limit=5&count=true")
        .body("items", hasSize(5), "count.complete", equalTo(false))
        .body("$", not(hasKey("stopped")))
        .header("Larder-Stopped", nullValue());
    get("/movies?year=1812&consistent=true&limit=9&count=true&fields=title")
        .body("count.complete", equalTo(false), "stopped", nullValue())
        .header("Larder-Consumed-Capacity", startsWith("read="));
  }

  @Test
  void anIndexIsCountedWithoutTheTableIfItHasTheFilters() {
    String query = "/orders?rating=1077&limit=";
    plan(query + 1).body("fetches", equalTo(true));
    plan(query + 0).body("fetches", equalTo(false), "limit", equalTo(0));
    plan(query + "0&note=x").body("fetches", equalTo(true));
    for (int number = 1; number <= 3; number++) {
      Map<String, AttributeValue> order =
          Map.of(
              "shop", AttributeValue.fromS("count"),
              "number", AttributeValue.fromN("" + number),
              "rating", AttributeValue.fromN("1077"),
              "note", AttributeValue.fromS(number == 2 ? "x" : "y"));
      dynamoDb.putItem(put -> put.tableName("orders").item(order));
    }
    ValidatableResponse count = get(query + 0);
    assertCount(3, count);
    count.header("Server-Timing", endsWith(";desc=\"1 call\""));
    assertCount(1, get(query + "0&note=x"));
    assertCount(2, get(query + "0&number[gt]=1"));
    assertCount(3, get(query + "1&count=true"));
  }

  private static ValidatableResponse plan(String query) {
    return given().urlEncodingEnabled(false).accept(PLAN).get(query).then().statusCode(200);
  }

  @Test
  void keysWithoutAnItemAreNotCounted() {
    String query = "/movies?year[in]=1810&title[in]=t1,none,t3,t5&limit=";
    assertCount(3, get(query + 0));
    ValidatableResponse page = get(query + "1&count=true");
    assertCount(3, page);
    page.body("items.title[0]", equalTo("t1"), "missing", nullValue());
  }

  @Test
  void anAttributeOfThatNameNeedsAnOperator() {
    film(1813, "counted", Map.of("count", AttributeValue.fromN("5")));
    film(1813, "other", Map.of("count", AttributeValue.fromN("6")));
    get("/movies?year=1813&count[eq]=5").body("items.title", equalTo(java.util.List.of("counted")));
    get("/movies?year=1813&count=5")
        .statusCode(400)
        .body("parameter", equalTo("count"), "detail", containsString("true or false"));
    assertEquals(
        "count",
        get("/movies?year=1813&Count=true")
            .statusCode(400)
            .body("detail", containsString("Did you mean count?"))
            .extract()
            .<String>path("detail")
            .replaceAll(".*Did you mean (\\w+)\\?.*", "$1"));
  }
}
