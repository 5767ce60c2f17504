package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.dynamo.item.Item;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The pages before a page. {@link Walk} goes back through those of random queries. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class WayBackTest {
  private static final String FILMS = "/movies?year=1820&limit=2";

  DynamoDbClient dynamoDb;

  @BeforeEach
  void films() {
    for (String title : List.of("a1", "b1", "c1", "d1", "d9", "z9")) {
      delete(title);
    }
    List.of("a", "b", "c", "d", "e").forEach(this::put);
  }

  private static Map<String, AttributeValue> key(String title) {
    return Map.of("year", AttributeValue.fromN("1820"), "title", AttributeValue.fromS(title));
  }

  private void put(String title) {
    dynamoDb.putItem(put -> put.tableName("movies").item(key(title)));
  }

  private void delete(String title) {
    dynamoDb.deleteItem(delete -> delete.tableName("movies").key(key(title)));
  }

  private static Response get(String query) {
    Response response = given().urlEncodingEnabled(false).get(query);
    assertEquals(200, response.statusCode(), response::asString);
    return response;
  }

  private static Response next(String query, Response page) {
    return get(query + "&cursor=" + page.path("next"));
  }

  private static Response prev(String query, Response page) {
    assertNotNull(page.path("prev"), page::asString);
    return get(query + "&cursor=" + page.path("prev"));
  }

  /** The server that stands in for Lambda makes a line of each link. */
  private static String links(Response page) {
    return String.join(", ", page.headers().getValues("Link"));
  }

  private static String titles(Response page) {
    return String.join("", page.jsonPath().<String>getList("items.title"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&sort=title", "&sort=-title", "&title[gte]=A", "&x[exists]=false"})
  void theWayBackHasTheSamePagesInTheSameOrder(String more) {
    String query = FILMS + more;
    Response first = get(query);
    assertNull(first.path("prev"));
    Response second = next(query, first);
    Response third = next(query, second);
    assertEquals(
        more.contains("-") ? "edcba" : "abcde", titles(first) + titles(second) + titles(third));
    assertNull(third.path("next"));

    Response secondAgain = prev(query, third);
    assertEquals(titles(second), titles(secondAgain));
    Response firstAgain = prev(query, secondAgain);
    assertEquals(titles(first), titles(firstAgain));
    assertNull(firstAgain.path("prev"), "the first page has none before it");
    assertEquals(titles(second), titles(next(query, firstAgain)));
    assertEquals(titles(third), titles(next(query, secondAgain)));
  }

  @Test
  void theLinksLeadBothWays() {
    Response second = next(FILMS, get(FILMS));
    assertEquals(
        "</movies?cursor="
            + second.path("next")
            + "&year=1820&limit=2>; rel=\"next\", </movies?cursor="
            + second.path("prev")
            + "&year=1820&limit=2>; rel=\"prev\"",
        links(second));
    Response third = next(FILMS, second);
    assertTrue(links(third).endsWith("; rel=\"prev\""), links(third));
    assertFalse(links(third).contains("; rel=\"next\""), links(third));
  }

  /** Two such links would exceed what API Gateway permits for all header fields. */
  @Test
  void ofLongQueriesTheLinkLeadsOnOnly() {
    String query = FILMS + "&x[ne]=" + "x".repeat(3000);
    Response second = next(query, get(query));
    assertTrue(links(second).endsWith("; rel=\"next\""));
    assertEquals("ab", titles(prev(query, second)));
  }

  @Test
  void itIsThatOfTheItemsOfNowFromWhereThePageBegins() {
    Response second = next(FILMS, get(FILMS));
    delete("c");
    delete("a");
    put("b1");
    Response before = prev(FILMS, second);
    assertEquals("bb1", titles(before));
    assertNull(before.path("prev"));
    assertEquals("de", titles(next(FILMS, before)));
    put("c1");
    assertEquals("c1d", titles(next(FILMS, before)));
  }

  @Test
  void whereNothingIsLeftBeforeAPageTheOneBeforeIsEmptyAndLeadsToTheFirst() {
    Response second = next(FILMS, get(FILMS));
    delete("a");
    delete("b");
    Response before = prev(FILMS, second);
    assertEquals("", titles(before));
    assertNull(before.path("prev"));
    Response first = next(FILMS, before);
    assertEquals("cd", titles(first));
    assertNull(first.path("prev"));
  }

  @Test
  void anEmptyLastPageLeadsBackToTheItemsAtTheEnd() {
    String query = "/movies?year=1820&limit=5";
    Response empty = next(query, get(query));
    assertEquals("", titles(empty));
    assertNull(empty.path("next"));
    Response before = prev(query, empty);
    assertEquals("abcde", titles(before));
    assertNull(before.path("prev"));
    put("z9");
    assertEquals("bcdez9", titles(prev(query, empty)));
  }

  @Test
  void ofKeysItHasThoseBefore() {
    String query = "/movies?year[in]=1820&title[in]=e,none,a,d,b&limit=2";
    Response first = get(query);
    assertEquals("ea", titles(first));
    Response second = next(query, first);
    assertEquals("db", titles(second));
    Response again = prev(query, second);
    assertEquals("ea", titles(again));
    assertEquals(List.of("none"), again.path("missing.title"));
    assertNull(again.path("prev"));
    String ofKeys = "/movies?year[in]=1820&title[in]=x,y,e,a&limit=1";
    Response last = next(ofKeys, get(ofKeys));
    assertEquals("a", titles(last));
    Response before = prev(ofKeys, last);
    assertEquals("e", titles(before));
    assertEquals(List.of("x", "y"), prev(ofKeys, before).path("missing.title"));
  }

  @Test
  void anExportReadsBackwardAndItsLinkLeadsForward() {
    Response third = next(FILMS, next(FILMS, get(FILMS)));
    String before = FILMS + "&fields=title&cursor=" + third.path("prev");
    Response lines = given().accept("application/x-ndjson").get(before);
    assertEquals("{\"title\":\"c\"}\n{\"title\":\"d\"}\n", lines.asString());
    Response rows = given().accept("text/csv").get(before);
    assertEquals("title\r\nc\r\nd\r\n", rows.asString());
    for (Response export : List.of(lines, rows)) {
      assertTrue(links(export).endsWith("; rel=\"next\""), links(export));
      assertFalse(links(export).contains(","), links(export));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/movies?year=1821",
        "/movies?year=1820&x=1",
        "/movies?year=1820&sort=title",
        "/movies?year=1820&sort=-title",
        "/movies?genre=Comedy",
        "/films?year=1820",
        "/movies?limit=2"
      })
  void itBelongsToItsQuery(String other) {
    String prev = next(FILMS, get(FILMS)).path("prev");
    given()
        .get(other + "&cursor=" + prev)
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-cursor"));
  }

  @Test
  void aScanHasNoWayBack() {
    for (String query : List.of("/movies?limit=1", "/pages?limit=1&note[exists]=false")) {
      given().contentType("application/json").body("{}").put("/pages/back/1");
      given().contentType("application/json").body("{}").put("/pages/back/2");
      Response second = next(query, get(query));
      assertNull(second.path("prev"));
    }
    String scope = "\nmovies\nmovies\n\n\nOptional.empty";
    for (Optional<Item> key : List.of(Optional.of(Item.of(key("c"))), Optional.<Item>empty())) {
      String cursor = Cursor.write(scope, new Position(key, true), Optional.empty());
      given()
          .get("/movies?cursor=" + cursor)
          .then()
          .statusCode(400)
          .body("type", equalTo("urn:problem-type:larder:invalid-cursor"));
      get(
          "/movies?limit=1&cursor="
              + Cursor.write(scope, new Position(key, false), Optional.empty()));
    }
  }
}
