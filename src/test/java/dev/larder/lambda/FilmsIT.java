package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestDynamoDb;
import dev.larder.text.PathSegments;
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
          (path, film) ->
              assertEquals(
                  201,
                  answer(function, HttpEvent.of("PUT", path).json(film.toString())).status(),
                  path));
      films.forEach(
          (path, film) ->
              assertEquals(film, unversioned(answer(function, HttpEvent.of("GET", path)).json())));

      Map<String, JsonNode> listed = new LinkedHashMap<>();
      String next = "";
      while (next != null) {
        JsonNode page = answer(function, HttpEvent.of("GET", "/films?limit=7" + next)).json();
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
      HttpEvent.Answer written =
          answer(function, HttpEvent.of("POST", "/films").json(films.values().toString()));
      assertEquals(200, written.status(), written::toString);
      assertEquals(films.size(), written.json().path("succeeded").asInt());
      films.forEach(
          (path, film) ->
              assertEquals(film, unversioned(answer(function, HttpEvent.of("GET", path)).json())));

      ArrayNode keys = MAPPER.createArrayNode();
      films
          .values()
          .forEach(film -> keys.add(((ObjectNode) film).deepCopy().retain("year", "title")));
      keys.add(5);
      HttpEvent.Answer deleted =
          answer(function, HttpEvent.of("DELETE", "/films").json(keys.toString()));
      assertEquals(207, deleted.status(), deleted::toString);
      assertEquals(films.size(), deleted.json().path("succeeded").asInt());
      films
          .keySet()
          .forEach(path -> assertEquals(404, answer(function, HttpEvent.of("GET", path)).status()));
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
      HttpEvent.Answer written =
          answer(
              function,
              HttpEvent.of("POST", "/movies")
                  .json(films.stream().map(JsonNode::toString).collect(Collectors.joining("\n")))
                  .header("Content-Type", NDJSON));
      assertEquals(200, written.status(), written::toString);
      assertEquals(films.size(), written.json().path("succeeded").asInt());

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
      assertEquals(409, transaction(function, put, created, absent).status());
      assertTrue(answer(function, HttpEvent.of("GET", path)).json().path("seen").isMissingNode());
      assertEquals(404, answer(function, HttpEvent.of("GET", "/items/seen")).status());
      HttpEvent.Answer committed = transaction(function, put, created);
      assertEquals(200, committed.status(), committed::toString);
      assertTrue(answer(function, HttpEvent.of("GET", path)).json().path("seen").asBoolean());
      assertEquals(200, answer(function, HttpEvent.of("GET", "/items/seen")).status());
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
    JsonNode plan = answer(function, HttpEvent.of("GET", path).header("Accept", PLAN)).json();
    assertEquals("Query", plan.path("operation").asText(), plan::toString);
    assertEquals(index, plan.path("index").textValue());
    assertTrue(plan.path("filter").isEmpty() && plan.path("check").isEmpty(), plan::toString);

    List<JsonNode> found = new ArrayList<>();
    String next = "";
    while (next != null) {
      HttpEvent.Answer page = answer(function, HttpEvent.of("GET", path + next));
      assertEquals(200, page.status(), page::toString);
      assertTrue(page.headers().get("Server-Timing").endsWith("\"1 call\""), page::toString);
      page.json().path("items").forEach(film -> found.add(unversioned(film)));
      next = page.json().has("next") ? "&cursor=" + page.json().path("next").asText() : null;
    }
    List<JsonNode> expected = films.stream().filter(asked).toList();
    assertFalse(expected.isEmpty(), query);
    assertEquals(expected.size(), found.size(), query);
    assertEquals(Set.copyOf(expected), Set.copyOf(found), query);
    return found;
  }

  /** An export as Lambda carries it: text. */
  private static String export(DeployedFunction function, String path, String type)
      throws IOException {
    RuntimeApi.Outcome outcome =
        function.invoke(HttpEvent.of("GET", path).header("Accept", type).toString());
    JsonNode answer = MAPPER.readTree(outcome.payload());
    assertEquals(200, answer.path("statusCode").asInt(), outcome::text);
    assertFalse(answer.path("isBase64Encoded").asBoolean(), outcome::text);
    assertTrue(
        HttpEvent.Answer.of(outcome).headers().get("Content-Type").startsWith(type), outcome::text);
    return answer.path("body").asText();
  }

  private static HttpEvent.Answer transaction(DeployedFunction function, String... operations) {
    return answer(
        function,
        HttpEvent.of("POST", "/_transactions")
            .json("{\"operations\":[" + String.join(",", operations) + "]}"));
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
    return "/films/" + year(film) + "/" + PathSegments.encode(title(film));
  }

  private static HttpEvent.Answer answer(DeployedFunction function, HttpEvent event) {
    return HttpEvent.Answer.of(function.invoke(event.toString()));
  }

  private static JsonNode unversioned(JsonNode item) {
    assertEquals(36, item.path("_version").asText().length());
    return ((ObjectNode) item).without("_version");
  }
}
