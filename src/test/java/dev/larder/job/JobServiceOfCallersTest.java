package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.DynamoDbResource;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A job is for the caller who made it, known by API Gateway's authorizer. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class JobServiceOfCallersTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Inject RequestStreamHandler function;

  private HttpEvent.Answer send(HttpEvent event) throws IOException {
    return event.sendTo(function);
  }

  private HttpEvent.Answer put(String caller, String key) throws IOException {
    HttpEvent.Answer accepted =
        send(
            HttpEvent.of("PUT", "/items/" + key)
                .jwt(caller)
                .header("Prefer", "respond-async")
                .header("Idempotency-Key", key)
                .json("{}"));
    assertEquals(202, accepted.status(), accepted.body());
    return accepted;
  }

  @Test
  void nobodyElseKnowsOfIt() throws Exception {
    String key = UUID.randomUUID().toString();
    String job = put("ada", key).headers().get("Location");
    long end = System.nanoTime() + LONGEST.toNanos();
    while (send(HttpEvent.of("GET", job).jwt("ada")).status() != 303) {
      assertTrue(System.nanoTime() < end);
      Thread.sleep(20);
    }
    assertEquals(201, send(HttpEvent.of("GET", job + "/result").jwt("ada")).status());
    for (String path : new String[] {job, job + "/result"}) {
      for (HttpEvent other :
          new HttpEvent[] {
            HttpEvent.of("GET", path).jwt("eve"), HttpEvent.of("GET", path).anonymous()
          }) {
        HttpEvent.Answer answer = send(other);
        assertEquals(404, answer.status());
        assertTrue(answer.body().contains("job-not-found"), answer.body());
      }
    }
    assertNotEquals(job, put("eve", key).headers().get("Location"));
    // The same caller's synchronous request is the same request.
    HttpEvent.Answer replayed =
        send(
            HttpEvent.of("PUT", "/items/" + key)
                .jwt("ada")
                .header("Idempotency-Key", key)
                .json("{}"));
    assertEquals("true", replayed.headers().get("Idempotency-Replayed"));
  }
}
