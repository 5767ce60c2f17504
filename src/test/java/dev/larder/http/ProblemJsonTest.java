package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ProblemJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void itsMediaTypeIsThatOfTheRfc() {
    assertEquals("application/problem+json", ProblemJson.MEDIA_TYPE);
  }

  @Test
  void holdsTheMembersOfTheRfcTheRequestIdAndItsOwn() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("pointer", "/a~1b");
    members.put("count", 3);
    assertEquals(
        "{\"type\":\"urn:problem-type:larder:not-found\","
            + "\"title\":\"The path does not exist\","
            + "\"status\":404,"
            + "\"detail\":\"Look elsewhere.\","
            + "\"instance\":\"/items/a\","
            + "\"requestId\":\"r-1\","
            + "\"pointer\":\"/a~1b\","
            + "\"count\":3}",
        ProblemJson.write(
            ProblemType.NOT_FOUND, 404, "Look elsewhere.", "/items/a", "r-1", members));
  }

  @Test
  void theStatusIsThatOfTheAnswerEvenWhereTheTypeHasAnother() throws JsonProcessingException {
    JsonNode json = read(ProblemJson.write(ProblemType.BAD_REQUEST, 418, "x", "/", "r", Map.of()));
    assertEquals(418, json.get("status").intValue());
  }

  @Test
  void withoutAPathThereIsNoInstance() throws JsonProcessingException {
    JsonNode json = read(ProblemJson.write(ProblemType.INTERNAL, 500, "x", null, "r", Map.of()));
    assertFalse(json.has("instance"));
    assertEquals("r", json.get("requestId").textValue());
  }

  @Property(tries = 200)
  void whateverTheTextItComesBack(@ForAll("texts") String text) throws JsonProcessingException {
    String json =
        ProblemJson.write(
            ProblemType.INVALID_KEY, 400, text, text, text, Map.of("current", "\"" + text));
    JsonNode problem = read(json);
    assertEquals(text, problem.get("detail").textValue());
    assertEquals(text, problem.get("instance").textValue());
    assertEquals(text, problem.get("requestId").textValue());
    assertEquals("\"" + text, problem.get("current").textValue());
    assertEquals(7, problem.size());
    assertTrue(json.chars().noneMatch(c -> c < ' '), json);
  }

  @Test
  void aTextThatQuotesWhatNoAnswerCanHoldIsCut() throws JsonProcessingException {
    String most = "x".repeat(ProblemJson.MAX_TEXT);
    String pairs = "x" + "\ud83d\ude00".repeat(ProblemJson.MAX_TEXT);
    JsonNode problem =
        read(
            ProblemJson.write(
                ProblemType.INVALID_PARAMETER,
                400,
                most + "x",
                "/",
                "r",
                Map.of("whole", most, "list", List.of(most + "x"), "parameter", pairs)));
    assertEquals(most + "…", problem.get("detail").textValue());
    assertEquals(most, problem.get("whole").textValue());
    assertEquals(most + "…", problem.get("list").get(0).textValue());
    assertEquals(
        pairs.substring(0, ProblemJson.MAX_TEXT - 1) + "…", problem.get("parameter").textValue());
  }

  @Provide
  Arbitrary<String> texts() {
    return ItemArbitraries.texts();
  }

  private static JsonNode read(String json) throws JsonProcessingException {
    return MAPPER.readTree(json);
  }
}
