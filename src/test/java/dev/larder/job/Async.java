package dev.larder.job;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Requests that are answered before they are done, and what becomes of them. */
public final class Async {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Async() {}

  /** A request that prefers it. */
  public static RequestSpecification request(String type, String body) {
    return request().header("Content-Type", type).body(body.getBytes(StandardCharsets.UTF_8));
  }

  public static RequestSpecification request() {
    return given().header("Prefer", "respond-async");
  }

  /** The path of the job of an answer that must be a 202. */
  public static String job(Response accepted) {
    assertEquals(202, accepted.statusCode(), accepted.asString());
    assertEquals("1", accepted.header("Retry-After"));
    assertTrue(applied(accepted).startsWith("respond-async"));
    String location = accepted.header("Location");
    assertEquals("/_jobs/" + accepted.jsonPath().getString("id"), location);
    return location;
  }

  /** The server that stands in for Lambda makes a line of each member of a list. */
  public static String applied(Response response) {
    return String.join(", ", response.headers().getValues("Preference-Applied"));
  }

  public static Response state(String job) {
    return given().redirects().follow(false).get(job);
  }

  /** The job's state as soon as it is one of which this holds. */
  public static Response await(String job, Predicate<Response> condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    Response state = state(job);
    while (!condition.test(state)) {
      assertTrue(System.nanoTime() < end, () -> "still " + state(job).asString());
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      state = state(job);
    }
    return state;
  }

  /** The answer that the request of a 202 got. */
  public static Response result(Response accepted) {
    Response done = await(job(accepted), state -> state.statusCode() != 200);
    assertEquals(303, done.statusCode(), done.asString());
    return given().get(done.header("Location"));
  }
}
