package dev.larder.lambda;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When the function asks for its next event, Lambda may freeze it: nothing may be under way then.
 * All threads of its process are looked at in that moment, and DynamoDB's calls are counted after
 * it.
 */
class AtRestIT {
  /** Where the threads of pools wait for work, and others for time or input to come. */
  private static final List<String> IDLE =
      List.of(
          "jdk.internal.misc.Unsafe.park(",
          "java.lang.Object.wait",
          "java.lang.Thread.sleep",
          "io.netty.channel.epoll.Native.epollWait",
          "sun.nio.ch.EPoll.wait(",
          "java.lang.ref.");

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(faulty.endpoint(), "at-rest", Map.of());

  @BeforeEach
  void onlyOfAJvm() {
    assumeTrue(BuiltFunction.runsOnJvm(), "jcmd tells of the threads of a JVM");
  }

  @Test
  void afterRequestsThatSucceedNothingIsAtWork() throws Exception {
    for (String event :
        List.of(
            HttpEvent.of("PUT", "/items/a").json("{}").toString(),
            HttpEvent.of("GET", "/items/a").toString(),
            HttpEvent.of("POST", "/items").json(entries(1_000)).toString(),
            Direct.of("POST", "/items").body(entries(100)).toString(),
            messages(10),
            "{\"id\": \"a\"}")) {
      assertTrue(!function.invoke(event).failed());
      assertAtRest();
    }
  }

  @Test
  void callsThatTakeLongHaveEndedToo() throws Exception {
    // As many batches as are under way at once.
    faulty.delay(Duration.ofSeconds(2));
    function.json(entries(200)).post("/items").then().body("succeeded", equalTo(200));
    assertAtRest();
    faulty.reset();
  }

  @Test
  void afterRequestsThatFailNothingIsAtWork() throws Exception {
    for (String event : List.of("{}", "[", Direct.of("GET", "/nothing/a").toString())) {
      assertTrue(function.invoke(event).failed());
      assertAtRest();
    }
  }

  @Test
  void whatTheDeadlineEndedDoesNotGoOn() throws Exception {
    faulty.leaveUnprocessed(1.0);
    function
        .behind(Gateway.FUNCTION_URL)
        .timeout(Duration.ofSeconds(3))
        .json(entries(500))
        .post("/items")
        .then()
        .statusCode(207);
    assertAtRest();
    faulty.reset();
  }

  private static String messages(int count) {
    return Samples.event(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Samples.message(
                        "message-" + i,
                        Direct.of("PUT", "/items/message-" + i).body("{}").toString()))
            .toList());
  }

  private static String entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\": \"entry-" + i + "\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static void assertAtRest() throws Exception {
    function.awaitNext(Duration.ofSeconds(10));
    int calls = faulty.calls();
    assertEquals(List.of(), atWork(dump()));
    // Longer than any pause between two attempts of a call.
    Thread.sleep(300);
    assertEquals(List.of(), atWork(dump()));
    assertEquals(calls, faulty.calls(), "calls of DynamoDB after the answer");
  }

  private static List<String> dump() throws IOException, InterruptedException {
    Jcmd told = Jcmd.ask(function.process().pid(), "Thread.print");
    String output = told.output();
    assertEquals(0, told.status(), output);
    assertTrue(output.contains("AWSLambda"), output);
    return List.of(output.split("\n\n"));
  }

  /** The threads that are doing something, or are to go on with something of this project's. */
  private static List<String> atWork(List<String> threads) {
    List<String> working = new ArrayList<>();
    for (String thread : threads) {
      List<String> frames =
          thread.lines().map(String::strip).filter(line -> line.startsWith("at ")).toList();
      boolean asksForTheNext =
          thread.contains("runtimeapi.NativeClient.next")
              || thread.contains("RuntimeApiClient.next");
      if (frames.isEmpty() || asksForTheNext) {
        continue;
      }
      boolean idle = IDLE.stream().anyMatch(place -> frames.get(0).contains(place));
      boolean own =
          frames.stream()
              .anyMatch(
                  frame -> frame.contains("dev.larder.") || frame.contains(".awssdk.services."));
      if (!idle || own) {
        working.add(thread);
      }
    }
    return working;
  }
}
