package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.http.Caller;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class QueryTest {
  private static final String PLAN = "application/vnd.larder.plan+json";

  DynamoDbClient dynamoDb;

  @BeforeEach
  void movies() throws IOException {
    try (InputStream in = QueryTest.class.getResourceAsStream("/films.json")) {
      for (JsonNode film : new ObjectMapper().readTree(in)) {
        ((ObjectNode) film).put("genre", film.path("genres").path(0).asText("none"));
        put("movies", film.toString());
      }
    }
  }

  private void put(String table, String json) throws IOException {
    Map<String, AttributeValue> item =
        ItemReader.read(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), ItemFormat.PLAIN)
            .attributes();
    dynamoDb.putItem(put -> put.tableName(table).item(item));
  }

  private static Response get(String query) {
    return given().urlEncodingEnabled(false).get(query);
  }

  private static ValidatableResponse plan(String query) {
    return given()
        .urlEncodingEnabled(false)
        .accept(PLAN)
        .get(query)
        .then()
        .statusCode(200)
        .contentType(PLAN);
  }

  @Test
  void allFilmsOfAYearAreOneCall() {
    get("/movies?year=1971")
        .then()
        .statusCode(200)
        .body("items.year.unique()", contains(1971), "next", nullValue())
        .header("Server-Timing", endsWith(";desc=\"1 call\""))
        .header("Larder-Consumed-Capacity", startsWith("read="));
    plan("/movies?year=1971")
        .body("operation", equalTo("Query"), "index", nullValue(), "fetches", equalTo(false))
        .body("key.attribute", contains("year"), "filter", hasSize(0), "check", hasSize(0))
        .header("Larder-Consumed-Capacity", nullValue());
  }

  @Test
  void filmsOfAYearWithTitlesFromBToDAreOneCall() {
    String query = "/movies?year=1970&title[between]=B,D";
    List<String> titles = get(query).jsonPath().getList("items.title");
    assertEquals(titles.stream().sorted().toList(), titles);
    assertEquals(
        get("/movies?year=1970").jsonPath().<String>getList("items.title").stream()
            .filter(title -> title.compareTo("B") >= 0 && title.compareTo("D") <= 0)
            .toList(),
        titles);
    assertFalse(titles.isEmpty());
    get(query).then().header("Server-Timing", endsWith(";desc=\"1 call\""));
    plan(query).body("key.attribute", contains("year", "title"), "filter", hasSize(0));
  }

  @Test
  void theNewestOfAGenreFirstIsOneCallOfItsIndex() {
    String query = "/movies?genre=Comedy&sort=-year";
    get("/movies?genre=Comedy&sort=-year").then().statusCode(200);
    get(query).then().header("Server-Timing", endsWith(";desc=\"1 call\""));
    List<Integer> years = get(query).jsonPath().getList("items.year");
    assertEquals(years.stream().sorted(java.util.Comparator.reverseOrder()).toList(), years);
    assertTrue(years.size() > 2);
    plan(query)
        .body("index", equalTo("by-genre"), "descending", equalTo(true), "filter", hasSize(0));
  }

  @Test
  void whatNoKeyAndNoIndexServesIsRefusedWithWhatTheyDoServe() {
    // The first may have the table described again, which consumes nothing.
    get("/movies?href=Jaws").then().statusCode(400);
    get("/movies?href=Jaws")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:unserved-query"))
        .body("queryable.partition", contains("year", "genre"))
        .body("queryable.sort", contains("title", "year"))
        .body("queryable.index", contains(null, "by-genre"))
        .body("detail", containsString("genre, with optional conditions on and sorting by year"))
        .header("Larder-Consumed-Capacity", nullValue());
    get("/movies?limt=2")
        .then()
        .body("detail", containsString("Did you mean limit instead of limt?"));
    get("/movies?title=Jaws").then().statusCode(400);
    get("/movies?year[gte]=1970").then().statusCode(400);
    get("/movies?sort=-year").then().statusCode(400);
    get("/movies?genre[in]=Comedy,Drama").then().statusCode(400);
    get("/movies?year.x=1975").then().statusCode(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "year=1970&x[like]=a      | x[like]        | eq, ne, lt, lte, gt, gte, between",
        "year=1970&x[]=a          | x[]            | unknown operator",
        "year=1970&sort=href      | sort           | can be sorted by title",
        "year=1970&sort=nope      | sort           | can be sorted by title",
        "year=1970&sort=          | sort           | the name of one attribute",
        "year=1970&title[between]=a | title[between] | two values",
        "year=1970&title[between]=a,b,c | title[between] | two values",
        "year=1970&title[between]=b,a | title[between] | the lower bound first",
        "year=1970&x[between]=1,a | x[between]     | of the same type",
        "year=abc                 | year           | is not a valid number",
        "year=                    | year           | is not a valid number",
        "year=1970&title=         | title          | at least one byte",
        "year[prefix]=19          | year[prefix]   | year is a number",
        "year=1970&year[contains]=9 | year[contains] | year is a number",
        "year=1970&x[lt]=true     | x[lt]          | is neither",
        "year=1970&x[gte]=null    | x[gte]         | is neither",
        "year=1970&x[exists]=yes  | x[exists]      | true or false",
        "year=1970&a..b=1         | a..b           | does not name an attribute",
        "year=1970&[eq]=1         | [eq]           | does not name an attribute",
        "year=1970&limit=-1       | limit          | from 0 to 1000",
        "year=1970&limit=1&limit=2 | limit         | appears more than once",
        "genre=Comedy&consistent=true | consistent | does not support consistent reads",
        "year[in]=1970&title[in]=a&sort=title | sort | order of the keys",
      })
  void aWrongParameterIsRefusedByName(String query, String parameter, String saying) {
    get("/movies?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:problem-type:larder:invalid-parameter"))
        .body("detail", containsString(saying))
        .body("parameter", equalTo(parameter));
  }

  @Test
  void aQueryHasAtMostFiftyConditions() {
    String filters = "&a=1".repeat(49);
    get("/movies?year=1970" + filters).then().statusCode(200);
    get("/movies?year=1970&a=1" + filters)
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:limit-exceeded"))
        .body("detail", containsString("51 conditions"))
        .body("limit", equalTo(50), "setting", equalTo("larder.limits.operators"));
  }

  @Test
  void whatIsMoreThanAnExpressionTakesIsTheCallersToMend() {
    String values = String.join(",", IntStream.range(0, 100).mapToObj(i -> "v" + i).toList());
    StringBuilder query = new StringBuilder("/movies?year=1970");
    for (int i = 0; i < 10; i++) {
      query.append("&a").append(i).append("[in]=").append(values);
    }
    get(query.toString())
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-parameter"))
        .body("detail", containsString("4 KB"));
  }

  @Test
  void reservedWordsWithAnOperatorAreAttributes() throws IOException {
    put("movies", "{\"year\":1800,\"title\":\"a\",\"limit\":3,\"sort\":\"x\"}");
    get("/movies?year=1800&limit[eq]=3&sort[prefix]=x").then().body("items", hasSize(1));
    get("/movies?year=1800&limit[eq]=4").then().body("items", hasSize(0));
  }

  @Test
  void aFilteredPageIsFilledUpToItsLimit() throws IOException {
    for (int i = 0; i < 200; i++) {
      put("movies", "{\"year\":1801,\"title\":\"t%03d\",\"even\":%b}".formatted(i, i % 20 == 0));
    }
    Response page = get("/movies?year=1801&even=true&limit=5");
    page.then().body("items", hasSize(5)).body("stopped", nullValue());
    get("/movies?year=1801&even=true&limit=5&cursor=" + page.path("next"))
        .then()
        .body("items.title", contains("t100", "t120", "t140", "t160", "t180"));
    get("/movies?year=1801&title[contains]=19&limit=5").then().body("items", hasSize(5));
  }

  @Test
  void conditionsThatCannotAllHoldFindNothingAtNoCost() {
    get("/movies?year=1970&title[gt]=D&title[lt]=B")
        .then()
        .statusCode(200)
        .body("items", hasSize(0), "next", nullValue())
        .header("Larder-Consumed-Capacity", nullValue());
    plan("/movies?year=1970&title[gt]=D&title[lt]=B").body("operation", equalTo("none"));
  }

  @Test
  void itemsOfKeysComeInTheOrderOfTheKeysAndMissingOnesAreNamed() {
    String query =
        "/movies?year=1970&title[in]=Nope,How Do I Love Thee?,Colossus: The Forbin Project"
            .replace(" ", "%20");
    // Before the size of items is known, few are read at once.
    get(query).then().statusCode(200);
    get(query)
        .then()
        .statusCode(200)
        .body("items.title", contains("How Do I Love Thee?", "Colossus: The Forbin Project"))
        .body("missing", hasSize(1))
        .body("missing[0]", equalTo(Map.of("year", 1970, "title", "Nope")))
        .header("Server-Timing", endsWith(";desc=\"1 call\""));
  }

  @Test
  void aHundredKeysAreReadAtOnceAndAHundredAndOneRefused() throws IOException {
    for (int i = 0; i < 100; i++) {
      put("items", "{\"id\":\"many%d\"}".formatted(i));
    }
    String keys =
        String.join(",", IntStream.rangeClosed(1, 100).mapToObj(i -> "many" + (100 - i)).toList());
    Response all = get("/items?id[in]=" + keys);
    assertEquals(List.of(keys.split(",")), all.jsonPath().getList("items.id"), all.asString());
    assertNull(all.path("missing"));
    get("/items?id[in]=x," + keys)
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:limit-exceeded"))
        .body("detail", containsString("101 values"))
        .body("limit", equalTo(100), "setting", equalTo("larder.limits.batch-size"));
    get("/movies?year[in]=1,2,3,4,5,6,7,8,9,10,11&title[in]=a,b,c,d,e,f,g,h,i,j")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:limit-exceeded"))
        .body("detail", containsString("the limit for a request is 100"));
  }

  @Test
  void itemsOfKeysArePagedToo() throws IOException {
    for (String id : List.of("k1", "k2", "k3", "k4")) {
      put("items", "{\"id\":\"%s\",\"n\":1}".formatted(id));
    }
    Response first = get("/items?id[in]=k4,none,k2,k1,k3,k2&limit=2&fields=id");
    first.then().body("items.id", contains("k4", "k2")).body("missing.id", contains("none"));
    get("/items?id[in]=k4,none,k2,k1,k3,k2&limit=2&fields=id&cursor=" + first.path("next"))
        .then()
        .body("items.id", contains("k1", "k3"))
        .body("missing", nullValue(), "next", nullValue());
    get("/items?id[in]=k4,none,k2,k1&n=2").then().body("items", hasSize(0));
  }

  @Test
  void aCursorGoesOnWithItsOwnQueryAlone() {
    String next = get("/movies?year=1970&limit=1").path("next");
    get("/movies?year=1970&limit=2&fields=title&cursor=" + next).then().statusCode(200);
    for (String other :
        List.of("year=1971", "year=1970&x=1", "year=1970&sort=-title", "genre=Comedy", "limit=1")) {
      get("/movies?" + other + "&cursor=" + next)
          .then()
          .statusCode(400)
          .body("type", equalTo("urn:problem-type:larder:invalid-cursor"));
    }
  }

  @Test
  void theLinkOfAPageLeadsToTheNext() {
    Response page = get("/movies?year=1970&title[gt]=A%20b&limit=2&fields=title,year");
    String link = page.header("Link");
    assertTrue(link.endsWith("; rel=\"next\""), link);
    String target = link.substring(1, link.indexOf('>'));
    Response linked = get(target);
    linked.then().statusCode(200).body("items", hasSize(2));
    assertEquals(
        linked.asString(),
        get("/movies?year=1970&title[gt]=A%20b&limit=2&fields=title,year&cursor="
                + page.path("next"))
            .asString());
  }

  @Test
  void pagesStayInPlaceWhileOthersWrite() throws IOException {
    for (String title : List.of("b", "d", "f", "h")) {
      put("movies", "{\"year\":1802,\"title\":\"%s\"}".formatted(title));
    }
    Response first = get("/movies?year=1802&limit=2");
    first.then().body("items.title", contains("b", "d"));
    dynamoDb.deleteItem(
        delete ->
            delete
                .tableName("movies")
                .key(
                    Map.of(
                        "year", AttributeValue.fromN("1802"), "title", AttributeValue.fromS("d"))));
    put("movies", "{\"year\":1802,\"title\":\"a\"}");
    put("movies", "{\"year\":1802,\"title\":\"e\"}");
    get("/movies?year=1802&limit=9&cursor=" + first.path("next"))
        .then()
        .body("items.title", contains("e", "f", "h"));
  }

  @Test
  void whatAnIndexLacksIsReadFromTheTable() throws IOException {
    put("orders", "{\"shop\":\"x\",\"number\":1,\"rating\":77,\"note\":\"n\",\"carrier\":\"z\"}");
    put("orders", "{\"shop\":\"x\",\"number\":2,\"rating\":77,\"note\":\"m\",\"carrier\":\"z\"}");
    get("/orders?rating=77&note=n")
        .then()
        .body("items", hasSize(1))
        .body("items[0].carrier", equalTo("z"))
        .header("Server-Timing", endsWith(";desc=\"2 calls\""));
    plan("/orders?rating=77&note=n")
        .body("index", equalTo("by-rating"), "fetches", equalTo(true))
        .body("filter", hasSize(0), "check.attribute", contains("note", "rating"));
    get("/orders?rating=77&fields=shop,number")
        .then()
        .body("items", hasSize(2))
        .header("Server-Timing", endsWith(";desc=\"1 call\""));
  }

  @Test
  void anItemWithoutTheSortKeyOfItsIndexIsSaidToBeMissing() throws IOException {
    put("orders", "{\"shop\":\"y\",\"number\":1,\"status\":\"odd\",\"created\":5}");
    put("orders", "{\"shop\":\"y\",\"number\":2,\"status\":\"odd\"}");
    get("/orders?status=odd").then().body("items.number", contains(1));
    plan("/orders?status=odd").body("index", equalTo("by-status"), "onlyWith", equalTo("created"));
    plan("/orders?status=odd&sort=created").body("onlyWith", nullValue());
    plan("/orders?status=odd&created[gt]=1").body("onlyWith", nullValue());
    get("/orders?status=odd&created[exists]=false").then().statusCode(400);
  }

  @Test
  void expiredItemsAreInNoAnswer() throws IOException {
    long now = java.time.Instant.now().getEpochSecond();
    put("sessions", "{\"id\":\"old\",\"expires\":%d}".formatted(now - 10));
    put("sessions", "{\"id\":\"new\",\"expires\":%d}".formatted(now + 1000));
    get("/sessions?id=old").then().statusCode(200).body("items", hasSize(0));
    get("/sessions?id=new").then().body("items", hasSize(1));
    get("/sessions?id[in]=old,new&fields=id")
        .then()
        .body("items.id", contains("new"), "missing.id", contains("old"));
  }

  @Test
  void aCollectionThatAllowsItIsScannedWithFilters() throws IOException {
    for (int i = 0; i < 60; i++) {
      put("pages", "{\"book\":\"b%d\",\"page\":\"p\",\"n\":%d}".formatted(i, i % 10));
    }
    Response first = get("/pages?n=3&limit=4");
    first.then().statusCode(200).body("items", hasSize(4));
    get("/pages?n=3&limit=4&cursor=" + first.path("next"))
        .then()
        .body("items", hasSize(2), "next", nullValue());
    get("/pages?page=p&book[gte]=b5").then().body("items", hasSize(15));
    plan("/pages?n=3").body("operation", equalTo("Scan"), "filter.attribute", contains("n"));
    plan("/pages?book=b1&n=3").body("operation", equalTo("Query"));
    get("/pages?n=3&sort=n").then().statusCode(400);
  }

  @Test
  void aPlanIsNoRead() {
    given().accept(PLAN).head("/movies?year=1970").then().statusCode(200);
    plan("/movies")
        .body("operation", equalTo("Scan"), "limit", equalTo(50))
        .header("Larder-Consumed-Capacity", nullValue());
    plan("/items?id[in]=a,b").body("operation", equalTo("BatchGetItem"), "keys", equalTo(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-ndjson", "text/csv"})
  void anExportHasAllItemsAndThePlaceToGoOn(String type) throws IOException {
    for (int i = 0; i < 120; i++) {
      put("movies", "{\"year\":1803,\"title\":\"t%03d\"}".formatted(i));
    }
    Response all = given().accept(type).get("/movies?year=1803");
    all.then().statusCode(200).contentType(startsWith(type)).header("Link", nullValue());
    int header = type.equals("text/csv") ? 1 : 0;
    assertEquals(120 + header, all.asString().lines().count());
    Response some = given().accept(type).get("/movies?year=1803&limit=100");
    assertEquals(100 + header, some.asString().lines().count());
    String link = some.header("Link");
    Response rest =
        given().urlEncodingEnabled(false).accept(type).get(link.substring(1, link.indexOf('>')));
    assertEquals(20 + header, rest.asString().lines().count());
  }

  @Test
  void linesAreItemsAndRowsAreTheirCells() throws IOException {
    put("movies", "{\"year\":1804,\"title\":\"a\",\"n\":\"1\",\"x\":\"\",\"q\":\"a,\\\"b\"}");
    put("movies", "{\"year\":1804,\"title\":\"10\",\"n\":1,\"l\":[1],\"y\":null}");
    assertEquals(
        "{\"title\":\"10\",\"n\":1}\n{\"title\":\"a\",\"n\":\"1\"}\n",
        given().accept("application/x-ndjson").get("/movies?year=1804&fields=title,n").asString());
    assertEquals(
        """
        title,n,x,q,l,y
        10,1,,,[1],null
        a,""\"1""\",""\"""\","a,""b",,
        """
            .replace("\n", "\r\n"),
        given().accept("text/csv").get("/movies?year=1804&fields=title,n,x,q,l,y").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "year=1970&year=1971",
        "year=1970&year[in]=1971,1972",
        "year=1970&title=a&title=b",
        "year=1970&title=a&title[gt]=a",
        "year=1970&title[gte]=a&title[lt]=a",
        "year=1970&title[prefix]=a&title[gt]=b",
        "year=1970&genre=Comedy&genre=Drama",
        "year=1970&x[exists]=true&x[exists]=false",
        "year[in]=1970&year=1971&title=a",
      })
  void noContradictionIsAskedOfDynamoDb(String query) {
    get("/movies?" + query)
        .then()
        .statusCode(200)
        .body("items", hasSize(0), "next", nullValue())
        .header("Larder-Consumed-Capacity", nullValue());
    plan("/movies?" + query).body("operation", equalTo("none"));
  }

  @Test
  void aPlanNamesAllThatMakesTheKeyConditionAndNamesAsARequestDoes() {
    plan("/movies?year=1970&title[gt]=a&title[lt]=c&a%5C.b%5C[0]=1&a.b=1")
        .body("key.attribute", contains("year", "title", "title"))
        .body("filter.attribute", contains("a.b", "a\\.b\\[0]"))
        .body("check.operator", contains("gt", "lt"));
  }

  @Test
  void aCursorGoesOnForItsOwnCallerAlone() {
    String page = "/movies?year=1970&limit=1";
    String next = get(page).path("next");
    Caller other =
        new Caller(null) {
          @Override
          public String id() {
            return "jwt https://issuer.example ada";
          }
        };
    QuarkusMock.installMockForType(other, Caller.class);
    get(page + "&cursor=" + next)
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-cursor"));
    get(page + "&cursor=" + get(page).path("next")).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":{\"S\":\"y\"}}",
        "{\"year\":{\"N\":\"1970\"}}",
      })
  void aCursorThatNamesNoPlaceIsRefused(String place) throws IOException {
    Item key =
        ItemReader.read(
            new ByteArrayInputStream(place.getBytes(StandardCharsets.UTF_8)), ItemFormat.TYPED);
    String cursor =
        Cursor.write("\nmovies\nmovies\n\n\nOptional.empty", Position.after(key), Optional.empty());
    get("/movies?cursor=" + cursor)
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-cursor"));
  }

  @Test
  void zeroIsZeroWhateverItsExponent() throws IOException {
    put("movies", "{\"year\":0,\"title\":\"a\",\"x\":0}");
    get("/movies?year=0e9999999999&x=-0.0e-9999999999").then().body("items", hasSize(1));
  }

  @Test
  void itemsOfAnIndexArePagedOneByOne() throws IOException {
    for (int number = 1; number <= 5; number++) {
      put(
          "orders",
          "{\"shop\":\"z\",\"number\":%d,\"rating\":78,\"carrier\":\"zz\"}".formatted(number));
    }
    for (String query : List.of("rating=78", "carrier=zz", "shop=z&rating=78", "shop=z")) {
      String cursor = "";
      List<Integer> numbers = new java.util.ArrayList<>();
      while (cursor != null) {
        Response page = get("/orders?" + query + "&limit=1" + cursor);
        numbers.addAll(page.jsonPath().<Integer>getList("items.number"));
        cursor = page.path("next") == null ? null : "&cursor=" + page.path("next");
      }
      assertEquals(List.of(1, 2, 3, 4, 5), numbers.stream().sorted().toList(), query);
    }
  }

  @Test
  void aCursorOfAnIndexDoesNotGoOnInTheTable() {
    String query = "/movies?year=1970&genre=Comedy&limit=1";
    plan(query).body("index", equalTo("by-genre"));
    plan(query + "&consistent=true").body("index", nullValue());
    get(query + "&consistent=true&cursor=" + get(query).path("next"))
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-cursor"))
        .header("Larder-Consumed-Capacity", nullValue());
  }

  @Test
  void fieldsAreChosenOfItemsByTheirKeysToo() throws IOException {
    put("items", "{\"id\":\"f1\",\"n\":1,\"m\":{\"a\":2,\"b\":3}}");
    get("/items?id[in]=f1&n=1&fields=m.a")
        .then()
        .body("items", contains(Map.of("m", Map.of("a", 2))));
  }

  /** The schema of products permits no other attributes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "offset",
        "page",
        "page_size",
        "per_page",
        "skip",
        "order",
        "filter",
        "q",
        "Limit",
        "offset[eq]",
        "ofset.x[exists]"
      })
  void aParameterThatIsNoAttributeIsNamed(String name) {
    get("/products?sku=a&" + name + "=1")
        .then()
        .statusCode(400)
        .body("parameter", equalTo(name))
        .body("detail", containsString("price, sizes, sku, sold, tags"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"price=1", "tags[exists]=false", "sku[prefix]=a", "_version=a", "tags.x=1"})
  void whatCanBeAnAttributeIsACondition(String condition) {
    get("/products?sku=a&" + condition).then().statusCode(200);
  }
}
