package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestDynamoDb;
import dev.larder.http.PathSegments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Real items under a composite key, through the built function. {@code -Dlarder.films=FILE} takes
 * another JSON array of objects with {@code year} and {@code title}.
 */
class FilmsIT {
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
    return "/films/"
        + film.path("year").asInt()
        + "/"
        + PathSegments.encode(film.path("title").asText());
  }

  private static HttpEvent.Answer answer(DeployedFunction function, HttpEvent event) {
    return HttpEvent.Answer.of(function.invoke(event.toString()));
  }

  private static JsonNode unversioned(JsonNode item) {
    assertEquals(36, item.path("_version").asText().length());
    return ((ObjectNode) item).without("_version");
  }
}
