package dev.larder.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Scripts of other origins see what answers carry. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class ExposedHeadersTest {
  /**
   * What scripts see anyway (the Fetch Standard's CORS-safelisted response-header names), and what
   * is for caches and browsers alone.
   */
  private static final Set<String> NOT_TO_EXPOSE =
      insensitive(
          "Cache-Control",
          "Content-Length",
          "Content-Type",
          "Last-Modified",
          "Vary",
          "Connection",
          "X-Content-Type-Options");

  /** What no answer of this test carries: it takes a large page, or another request under way. */
  private static final Set<String> RARE = Set.of("Larder-Stopped", "Retry-After");

  @ConfigProperty(name = "quarkus.http.cors.exposed-headers")
  List<String> exposed;

  private static Set<String> insensitive(String... names) {
    Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all.addAll(List.of(names));
    return all;
  }

  private static RequestSpecification script() {
    return given().header("Origin", "https://example.com");
  }

  private static RequestSpecification json() {
    return script().contentType("application/json").body("{}");
  }

  @Test
  void everyHeaderOfAnAnswerIsExposedAndNoOther() {
    String path = "/items/" + UUID.randomUUID();
    String key = UUID.randomUUID().toString();
    List<Response> answers =
        List.of(
            json().header("Prefer", "return=minimal").put(path),
            json().header("Idempotency-Key", key).post("/items"),
            json().header("Idempotency-Key", key).post("/items"),
            script().get(path),
            script().get("/items?limit=1&count=true"),
            script().accept("text/csv").queryParam("id[in]", "none,absent").get("/items"),
            script().header("Accept", "text/csv").queryParam("id[in]", "none,absent").get("/items"),
            script().options(path),
            script().post(path),
            json().patch(path),
            json().header("If-Match", "\"x\"").put(path),
            script().get(path + "x"),
            script()
                .contentType("application/json")
                .body("{\"operations\": 1}")
                .post("/_transactions"));
    Set<String> carried =
        answers.stream()
            .flatMap(answer -> answer.headers().asList().stream())
            .map(Header::getName)
            .filter(name -> !NOT_TO_EXPOSE.contains(name))
            .filter(name -> !name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"))
            .collect(Collectors.toCollection(() -> insensitive()));
    carried.addAll(RARE);
    Set<String> named = insensitive(exposed.toArray(String[]::new));
    named.remove("Last-Modified");
    assertEquals(named, carried);
    assertEquals(named, sent(answers.get(0)));
  }

  /** The server that stands in for Lambda makes a line of each member of a list. */
  private static Set<String> sent(Response answer) {
    Set<String> sent = insensitive();
    answer.headers().getValues("Access-Control-Expose-Headers").stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .forEach(sent::add);
    sent.remove("Last-Modified");
    return sent;
  }
}
