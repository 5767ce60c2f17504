package dev.larder.lambda;

import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A function that stands still between invocations, as Lambda has it, for longer than DynamoDB
 * keeps its connections. {@code -Dlarder.stops=200} makes it a long run.
 */
class StoppedFunctionIT {
  private static final int STOPS = Integer.getInteger("larder.stops", 20);

  private static final Duration KEPT = Duration.ofMillis(100);

  private static void signal(DeployedFunction function, String signal) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(function.process().pid())).start();
    assertEquals(0, kill.waitFor());
  }

  /** One of the writes that are not repeated when their answer is lost, and of those that are. */
  private static Response write(DeployedFunction function, int number) {
    String path = "/items/a" + number / 8;
    return switch (number % 8) {
      case 0 -> function.json("{\"n\":1}").put(path);
      case 1 ->
          function
              .json("{\"n\":2}")
              .contentType("application/merge-patch+json")
              .header("Idempotency-Key", "p" + number)
              .patch(path);
      case 2 -> function.json("{\"n\":3}").put(path);
      case 3 -> function.given().delete(path);
      case 4 -> function.json("{\"id\":\"b" + number + "\"}").post("/items");
      case 5 -> function.json("[{\"id\":\"c\"},{\"id\":\"d\"}]").post("/items");
      case 6 ->
          function
              .json("{\"operations\":[{\"method\":\"PUT\",\"path\":\"/items/e\",\"body\":{}}]}")
              .post("/_transactions");
      default -> function.json("[{\"id\":\"c\"},{\"id\":\"d\"}]").delete("/items");
    };
  }

  @Test
  void noWriteIsLostOnAConnectionThatWasClosedMeanwhile() throws Exception {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        FaultyDynamoDb peer = FaultyDynamoDb.before(dynamoDb.endpoint());
        DeployedFunction function =
            BuiltFunction.start(peer.endpoint(), "stopped", Map.of("LARDER_METRICS", "false"))) {
      for (int i = 0; i < STOPS; i++) {
        peer.endConnections(i, KEPT, KEPT);
        function.given().get("/items/a").then().statusCode(404);
        signal(function, "STOP");
        peer.awaitEnds();
        signal(function, "CONT");
        Response answer = write(function, i);
        answer.then().statusCode(lessThan(300));
        assertTrue(!answer.asString().contains("outcome-unknown"), answer.asString());
        assertEquals(List.of(), peer.sentAfterEnd());
      }
    }
  }
}
