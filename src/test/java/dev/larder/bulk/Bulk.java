package dev.larder.bulk;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests with many entries, and their answers. */
final class Bulk {
  static final String JSON = "application/json";
  static final String NDJSON = "application/x-ndjson";
  static final String CSV = "text/csv";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Bulk() {}

  /** Without the charset that the client adds by default, which is not that of the body. */
  private static final RestAssuredConfig CONFIG =
      RestAssured.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false));

  static RequestSpecification request(String type, String body) {
    return given()
        .config(CONFIG)
        .header("Content-Type", type)
        .body(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The answer, all of whose entries succeeded. */
  static JsonNode ok(Response response) {
    assertEquals(200, response.statusCode(), response.asString());
    JsonNode answer = json(response.asString());
    assertEquals(0, answer.path("failed").asInt(), response.asString());
    return answer;
  }

  /** The answer, some of whose entries failed, with a result for each. */
  static JsonNode partial(Response response) {
    assertEquals(207, response.statusCode(), response.asString());
    JsonNode answer = json(response.asString());
    assertEquals(JSON, response.header("Content-Type").replaceFirst(";.*", ""));
    return Results.ofEach(answer);
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** A member of each result, as text. */
  static List<String> each(JsonNode answer, String pointer) {
    return answer.path("results").valueStream().map(each -> each.at(pointer).asText()).toList();
  }

  static JsonNode item(String path) {
    return json(
        given().urlEncodingEnabled(false).get(path).then().statusCode(200).extract().asString());
  }
}
