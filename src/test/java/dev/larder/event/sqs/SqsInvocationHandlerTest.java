package dev.larder.event.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.ApiRequest;
import dev.larder.event.ApiResponse;
import dev.larder.event.Event;
import dev.larder.event.Samples;
import dev.larder.lambda.FixedContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqsInvocationHandlerTest {
  private static final ApiResponse CREATED = new ApiResponse(201, Map.of(), null);

  private final List<ApiRequest> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<LogRecord> logged = Collections.synchronizedList(new ArrayList<>());
  private final Logger logger = Logger.getLogger(SqsInvocationHandler.class.getName());
  private final Handler remembering =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void remember() {
    logger.addHandler(remembering);
    logger.setLevel(Level.ALL);
  }

  @AfterEach
  void forget() {
    logger.removeHandler(remembering);
    logger.setLevel(null);
  }

  private List<String> failures(
      Function<ApiRequest, ApiResponse> api, int remainingMillis, ObjectNode... messages) {
    SqsInvocationHandler kind =
        new SqsInvocationHandler(
            (request, context) -> {
              sent.add(request);
              return api.apply(request);
            });
    Event event = Samples.parsed(Samples.event(List.of(messages)));
    assertTrue(kind.accepts(event));
    return Samples.failures(kind.handle(event, new FixedContext("request", 1024, remainingMillis)));
  }

  private static String put(String path) {
    return "{\"method\":\"PUT\",\"path\":\"" + path + "\",\"body\":{}}";
  }

  private static ApiResponse problem(int status, String type, Map<String, String> headers) {
    return new ApiResponse(
        status,
        headers,
        ("{\"type\":\"urn:problem-type:larder:" + type + "\",\"detail\":\"secret\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private String logged(Level level) {
    StringBuilder lines = new StringBuilder();
    for (LogRecord line : logged) {
      if (line.getLevel().intValue() == level.intValue()) {
        lines.append(String.format(line.getMessage(), line.getParameters())).append('\n');
      }
    }
    return lines.toString();
  }

  @Test
  void itTakesMessagesOfQueuesAlone() {
    SqsInvocationHandler kind = new SqsInvocationHandler(null);
    assertTrue(kind.accepts(Samples.parsed(Samples.read("sqs-receive-message").toString())));
    for (String other : List.of("dynamodb-update", "sns-notification", "cloudwatch-logs")) {
      assertFalse(kind.accepts(Samples.parsed(Samples.read(other).toString())), other);
    }
    ObjectNode noMessage = Samples.record("dynamodb-update").put("messageId", "m");
    assertFalse(
        kind.accepts(
            Samples.parsed(
                Samples.event(List.of(Samples.message("n", put("/items/n")), noMessage)))));
    for (String other :
        List.of(
            "{}",
            "{\"Records\":[]}",
            "{\"Records\":{}}",
            "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}",
            "[]")) {
      assertFalse(kind.accepts(Samples.parsed(other)), other);
    }
  }

  @Test
  void theIdOfAMessageIsItsIdempotencyKeyUnlessItHasOne() {
    assertEquals(
        List.of(),
        failures(
            request -> CREATED,
            30_000,
            Samples.message("m-1", put("/items/a")),
            Samples.message(
                "m-2",
                "{\"method\":\"DELETE\",\"path\":\"/items/b\",\"headers\":{\"idempotency-key\":\"k\"}}")));
    Map<String, String> keys = new java.util.TreeMap<>();
    sent.forEach(request -> keys.put(request.path(), request.headers().get("Idempotency-Key")));
    assertEquals(Map.of("/items/a", "m-1", "/items/b", "k"), keys);
  }

  @Test
  void aMessageIsNotAnsweredBeforeItsWriteIsDone() {
    failures(
        request -> CREATED,
        30_000,
        Samples.message(
            "m",
            "{\"method\":\"DELETE\",\"path\":\"/items/a\",\"headers\":{\"prefer\":"
                + "\"respond-async\",\"If-Match\":\"*\"}}"));
    assertEquals(
        Map.of("If-Match", "*", "Idempotency-Key", "m", "prefer", "return=minimal"),
        Map.copyOf(sent.get(0).headers()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Hello from SQS!                                 | cannot be parsed as JSON",
        "``                                              | cannot be parsed as JSON",
        "{} {}                                           | cannot be parsed as JSON",
        "{\"id\":\"a\"}                                  | not a request",
        "[]                                              | not a request",
        "{\"method\":\"GET\",\"path\":\"/items/a\"}      | not a write",
        "{\"method\":\"POST\",\"path\":\"/\",\"body\":{}}| not a write",
        "{\"method\":\"PUT\",\"path\":\"/items/a\",\"headers\":[]}| its headers are not an object",
        "{\"method\":\"PUT\",\"path\":\"/items/a\",\"body\":\"\\ud800\"}| an unpaired surrogate",
      })
  void whatIsNoWriteIsPoison(String body, String reason) {
    assertEquals(
        List.of("bad"),
        failures(
            request -> CREATED,
            30_000,
            Samples.message("bad", body),
            Samples.message("good", put("/items/good"))));
    assertEquals(1, sent.size());
    String warning = logged(Level.WARNING);
    assertTrue(warning.contains("bad of arn:aws:sqs:us-east-1:123456789012:MyQueue"), warning);
    assertTrue(warning.contains(reason), warning);
    assertFalse(warning.contains("Hello"), warning);
  }

  @Test
  void whatIsRefusedIsPoisonAndNamesTheProblemsType() {
    assertEquals(
        List.of("m"),
        failures(
            request -> problem(422, "invalid-item", Map.of()),
            30_000,
            Samples.message("m", put("/items/a"))));
    String warning = logged(Level.WARNING);
    assertTrue(warning.contains("urn:problem-type:larder:invalid-item"), warning);
    assertFalse(warning.contains("secret"), warning);
  }

  @Test
  void whatARepeatMayDoIsLoggedButIsNoPoison() {
    assertEquals(
        List.of("m", "n"),
        failures(
            request ->
                request.path().equals("/items/m")
                    ? problem(503, "throttled", Map.of())
                    : problem(409, "idempotency-key-in-use", Map.of("retry-after", "1")),
            30_000,
            Samples.message("m", put("/items/m")),
            Samples.message("n", put("/items/n"))));
    assertEquals("", logged(Level.WARNING));
    assertTrue(logged(Level.INFO).contains("larder:throttled"), logged(Level.INFO));
    assertTrue(logged(Level.INFO).contains("larder:idempotency-key-in-use"), logged(Level.INFO));
  }

  @Test
  void aBulkRequestWithAFailedEntryIsAFailure() {
    assertEquals(
        List.of("m"),
        failures(
            request -> new ApiResponse(207, Map.of(), "{\"failed\":1}".getBytes()),
            30_000,
            Samples.message("m", "{\"method\":\"POST\",\"path\":\"/items\",\"body\":[{}]}")));
  }

  @Test
  void oneThatThrowsDoesNotConcernTheOthers() {
    assertEquals(
        List.of("m", "e"),
        failures(
            request -> {
              if (request.path().equals("/items/m")) {
                throw new IllegalStateException("unexpected");
              }
              if (request.path().equals("/items/e")) {
                throw new NoClassDefFoundError("unexpected");
              }
              return CREATED;
            },
            30_000,
            Samples.message("m", put("/items/m")),
            Samples.message("e", put("/items/e")),
            Samples.message("n", put("/items/n"))));
    String errors = logged(Level.SEVERE) + logged(org.jboss.logmanager.Level.ERROR);
    assertTrue(errors.contains("Message m of"), errors);
    assertTrue(errors.contains("Message e of"), errors);
  }

  @Test
  void eightMessagesAreUnderWayAtOnceAndAllHaveEndedInTheEnd() {
    CountDownLatch eight = new CountDownLatch(SqsInvocationHandler.MAX_AT_ONCE);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ObjectNode[] messages =
        IntStream.range(0, 30)
            .mapToObj(i -> Samples.message("m" + i, put("/items/" + i)))
            .toArray(ObjectNode[]::new);
    assertEquals(
        List.of(),
        failures(
            request -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              eight.countDown();
              try {
                assertTrue(eight.await(30, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              } finally {
                underWay.decrementAndGet();
              }
              return CREATED;
            },
            30_000,
            messages));
    assertEquals(SqsInvocationHandler.MAX_AT_ONCE, most.get());
    assertEquals(0, underWay.get());
    assertEquals(30, sent.size());
  }

  @Test
  void aGroupOfAFifoQueueKeepsItsOrderAndStopsAtAFailure() {
    assertEquals(
        List.of("a2", "a3"),
        failures(
            request ->
                request.path().equals("/items/a2")
                    ? problem(503, "unavailable", Map.of())
                    : CREATED,
            30_000,
            Samples.fifoMessage("a1", "a", put("/items/a1")),
            Samples.fifoMessage("b1", "b", put("/items/b1")),
            Samples.fifoMessage("a2", "a", put("/items/a2")),
            Samples.fifoMessage("a3", "a", put("/items/a3")),
            Samples.fifoMessage("b2", "b", put("/items/b2"))));
    assertEquals(List.of("/items/a1", "/items/a2"), paths("/items/a"));
    assertEquals(List.of("/items/b1", "/items/b2"), paths("/items/b"));
  }

  @Test
  void aGroupOfAStandardQueueHasNoOrderToKeep() {
    ObjectNode first = Samples.message("a1", put("/items/a1"));
    ObjectNode second = Samples.message("a2", put("/items/a2"));
    for (ObjectNode message : List.of(first, second)) {
      ((ObjectNode) message.path("attributes")).put("MessageGroupId", "tenant");
    }
    assertEquals(
        List.of("a1"),
        failures(
            request ->
                request.path().equals("/items/a1")
                    ? problem(503, "unavailable", Map.of())
                    : CREATED,
            30_000,
            first,
            second));
  }

  private List<String> paths(String prefix) {
    return sent.stream().map(ApiRequest::path).filter(path -> path.startsWith(prefix)).toList();
  }

  @Test
  void messagesWithoutTimeAreFailuresThatAreNotTried() {
    assertEquals(
        List.of("m", "n"),
        failures(
            request -> CREATED,
            500,
            Samples.message("m", put("/items/m")),
            Samples.message("n", put("/items/n"))));
    assertEquals(List.of(), sent);
  }
}
