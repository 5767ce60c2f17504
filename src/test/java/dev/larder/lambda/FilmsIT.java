package dev.larder.lambda;

import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestDynamoDb;
import dev.larder.text.PercentEncoding;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real items under a composite key, through the built function. {@code -Dlarder.films=FILE} takes
 * another JSON array of objects with {@code year} and {@code title}.
 */
class FilmsIT {
  private static final String PLAN = "application/vnd.larder.plan+json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String CSV = "text/csv";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void everyFilmIsReadBackAndListedAsItWasPut() throws IOException {
    Map<String, JsonNode> films = films();
    assertTrue(films.size() >= 20);
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function = BuiltFunction.start(dynamoDb, "films", Map.of())) {
      films.forEach(
          (path, film) -> function.json(film.toString()).put(path).then().statusCode(201));
      films.forEach((path, film) -> assertEquals(film, unversioned(get(function, path))));

      Map<String, JsonNode> listed = new LinkedHashMap<>();
      String next = "";
      while (next != null) {
        JsonNode page = get(function, "/films?limit=7" + next);
        page.path("items").forEach(film -> listed.put(path(film), unversioned(film)));
        next = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
      }
      assertEquals(films.size(), listed.size());
      films.forEach((path, film) -> assertEquals(film, listed.get(path)));
    }
  }

  @Test
  void allFilmsAreWrittenAndDeletedByOneRequestEach() throws IOException {
    Map<String, JsonNode> films = films();
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function = BuiltFunction.start(dynamoDb, "films", Map.of())) {
      function
          .json(films.values().toString())
          .post("/films")
          .then()
          .statusCode(200)
          .body("succeeded", equalTo(films.size()));
      films.forEach((path, film) -> assertEquals(film, unversioned(get(function, path))));

      ArrayNode keys = MAPPER.createArrayNode();
      films
          .values()
          .forEach(film -> keys.add(((ObjectNode) film).deepCopy().retain("year", "title")));
      keys.add(5);
      function
          .json(keys.toString())
          .delete("/films")
          .then()
          .statusCode(207)
          .body("succeeded", equalTo(films.size()));
      films.keySet().forEach(path -> function.given().get(path).then().statusCode(404));
    }
  }

  @Test
  void filmsAreQueriedByKeyAndByGenreExportedAndChangedTogether() throws IOException {
    List<JsonNode> films = new ArrayList<>();
    films().values().forEach(film -> films.add(withGenre(film)));
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function =
            BuiltFunction.start(
                dynamoDb, "movies", Map.of("LARDER_COLLECTIONS_MOVIES_TABLE", "movies"))) {
      function
          .given()
          .contentType(NDJSON)
          .body(films.stream().map(JsonNode::toString).collect(Collectors.joining("\n")))
          .post("/movies")
          .then()
          .statusCode(200)
          .body("succeeded", equalTo(films.size()));

      assertQueried(function, films, "year=1971", null, film -> year(film) == 1971);
      assertQueried(
          function,
          films,
          "year=1970&title[between]=B,D",
          null,
          film ->
              year(film) == 1970
                  && title(film).compareTo("B") >= 0
                  && title(film).compareTo("D") <= 0);
      List<JsonNode> comedies =
          assertQueried(
              function,
              films,
              "genre=Comedy&sort=-year",
              "by-genre",
              film -> film.path("genre").asText().equals("Comedy"));
      List<Integer> years = comedies.stream().map(FilmsIT::year).toList();
      assertEquals(years.stream().sorted(Comparator.reverseOrder()).toList(), years);

      String lines = export(function, "/movies?year=1971&fields=year,title", NDJSON);
      String rows = export(function, "/movies?year=1971&fields=year,title", CSV);
      List<JsonNode> exported = new ArrayList<>();
      for (String line : lines.split("\n")) {
        exported.add(MAPPER.readTree(line));
      }
      assertEquals(
          titles(films.stream().filter(film -> year(film) == 1971)), titles(exported.stream()));
      assertTrue(rows.startsWith("year,title\r\n1971,"), rows);
      assertEquals(exported.size() + 1, rows.split("\r\n").length);

      JsonNode replaced = exported.get(0);
      String path = path(replaced).replace("/films/", "/movies/");
      String put = "{\"method\":\"PUT\",\"path\":\"" + path + "\",\"body\":{\"seen\":true}}";
      String absent = "{\"method\":\"CHECK\",\"path\":\"/movies/1971/none\",\"ifMatch\":\"*\"}";
      String created = "{\"method\":\"PUT\",\"path\":\"/items/seen\",\"body\":{}}";
      transaction(function, put, created, absent).then().statusCode(409);
      assertTrue(get(function, path).path("seen").isMissingNode());
      function.given().get("/items/seen").then().statusCode(404);
      transaction(function, put, created).then().statusCode(200);
      assertTrue(get(function, path).path("seen").asBoolean());
      function.given().get("/items/seen").then().statusCode(200);
    }
  }

  /** The films with their first genre, by which the index has them. */
  private static JsonNode withGenre(JsonNode film) {
    ObjectNode copy = film.deepCopy();
    String genre = film.path("genres").path(0).asText();
    return genre.isEmpty() ? copy : copy.put("genre", genre);
  }

  /** Asserts that a query finds what it asks for, each page by one call, and as its plan says. */
  private static List<JsonNode> assertQueried(
      DeployedFunction function,
      List<JsonNode> films,
      String query,
      String index,
      Predicate<JsonNode> asked) {
    String path = "/movies?limit=100&" + query;
    JsonNode plan = function.given().header("Accept", PLAN).get(path).as(JsonNode.class);
    assertEquals("Query", plan.path("operation").asText(), plan::toString);
    assertEquals(index, plan.path("index").textValue());
    assertTrue(plan.path("filter").isEmpty() && plan.path("check").isEmpty(), plan::toString);

    List<JsonNode> found = new ArrayList<>();
    String next = "";
    while (next != null) {
      Response answer = function.given().get(path + next);
      answer.then().statusCode(200).header("Server-Timing", endsWith("\"1 call\""));
      JsonNode page = answer.as(JsonNode.class);
      page.path("items").forEach(film -> found.add(unversioned(film)));
      next = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
    }
    List<JsonNode> expected = films.stream().filter(asked).toList();
    assertFalse(expected.isEmpty(), query);
    assertEquals(expected.size(), found.size(), query);
    assertEquals(Set.copyOf(expected), Set.copyOf(found), query);
    return found;
  }

  private static String export(DeployedFunction function, String path, String type) {
    Response answer = function.given().header("Accept", type).get(path);
    answer.then().statusCode(200).contentType(startsWith(type));
    return answer.asString();
  }

  private static Response transaction(DeployedFunction function, String... operations) {
    return function
        .json("{\"operations\":[" + String.join(",", operations) + "]}")
        .post("/_transactions");
  }

  private static int year(JsonNode film) {
    return film.path("year").asInt();
  }

  private static String title(JsonNode film) {
    return film.path("title").asText();
  }

  private static List<String> titles(Stream<JsonNode> films) {
    return films.map(FilmsIT::title).sorted().toList();
  }

  private static Map<String, JsonNode> films() throws IOException {
    String file = System.getProperty("larder.films");
    try (InputStream in =
        file == null
            ? FilmsIT.class.getResourceAsStream("/films.json")
            : Files.newInputStream(Path.of(file))) {
      Map<String, JsonNode> films = new LinkedHashMap<>();
      MAPPER.readTree(in).forEach(film -> films.putIfAbsent(path(film), film));
      return films;
    }
  }

  private static String path(JsonNode film) {
    return "/films/" + year(film) + "/" + PercentEncoding.encode(title(film));
  }

  private static JsonNode get(DeployedFunction function, String path) {
    return function.given().get(path).as(JsonNode.class);
  }

  private static JsonNode unversioned(JsonNode item) {
    assertEquals(36, item.path("_version").asText().length());
    return ((ObjectNode) item).without("_version");
  }
}
