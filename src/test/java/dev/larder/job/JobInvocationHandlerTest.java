package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.Identities;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Transactions;
import dev.larder.event.ApiRequest;
import dev.larder.event.ApiResponse;
import dev.larder.event.Event;
import dev.larder.event.JobProgress;
import dev.larder.event.RequestFailedException;
import dev.larder.event.UnsupportedEventException;
import dev.larder.http.Identity;
import dev.larder.lambda.FixedContext;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.ResponseSize;
import dev.larder.runtime.UuidV7;
import dev.larder.table.config.LarderConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries of a job's event, with all that can come in between. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class JobInvocationHandlerTest {
  private static final ApiResponse OK =
      new ApiResponse(
          200,
          Map.of(
              "ETag",
              "\"a\"",
              "Server-Timing",
              "a",
              "content-length",
              "2",
              "Date",
              "b",
              "Larder-Consumed-Capacity",
              "read=1"),
          bytes("{}"));
  private static final ApiResponse UNAVAILABLE =
      new ApiResponse(
          503,
          Map.of("Retry-After", "1"),
          bytes(
              "{\"type\":\"urn:a\",\"title\":\"A\",\"status\":503,\"detail\":\"B.\",\"more\":1}"));

  @Inject JobRepository repository;
  @Inject DynamoDb dynamoDb;
  @Inject Transactions transactions;
  @Inject LarderConfig config;

  private final Deque<Supplier<ApiResponse>> answers = new ArrayDeque<>();
  private final List<ApiRequest> sent = new ArrayList<>();
  private final List<byte[]> queued = new ArrayList<>();
  private boolean queues = true;
  private JobInvocationHandler events;
  private Job job;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void queue() {
    events =
        new JobInvocationHandler(
            repository,
            (request, context) -> {
              sent.add(request);
              return answers.remove().get();
            },
            () -> (id, event) -> queues && queued.add(event),
            Clock.systemUTC());
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    job =
        Job.of(
            UuidV7.next(),
            Job.Origin.of(
                new ApiRequest("PUT", "/items/a", Map.of(), null, Identities.named("ada")), now));
    assertTrue(repository.create(job).isEmpty());
  }

  private void deliver() {
    deliver(new ApiRequest("PUT", "/items/a", Map.of(), null, Identities.named("eve")));
  }

  private void deliver(ApiRequest request) {
    Event event = new Event(new JobEvent(job.id(), job.origin().created(), request).toJson());
    assertTrue(events.accepts(event));
    assertEquals(
        "null",
        new String(
            events.handle(event, new FixedContext("r", 1024, 20_000)), StandardCharsets.UTF_8));
  }

  private void fail() {
    assertThrows(RequestFailedException.class, this::deliver);
  }

  private void next(ApiResponse answer) {
    answers.add(() -> answer);
  }

  private Job known() {
    return repository.find(job.id()).orElseThrow();
  }

  @Test
  void anEventWithoutItsJobIsNothingToDoUntilItsRequestCouldHappenTwice() {
    repository.remove(job);
    deliver();
    JobEvent old =
        new JobEvent(
            job.id(),
            Instant.now().minus(JobRepository.RETENTION).minusSeconds(1),
            new ApiRequest("PUT", "/items/a", Map.of(), null, Identity.NOBODY));
    assertTrue(
        assertThrows(
                UnsupportedEventException.class,
                () -> events.handle(new Event(old.toJson()), new FixedContext("r", 1024, 20_000)))
            .getMessage()
            .contains("24 hours old"));
    assertTrue(sent.isEmpty());
  }

  @Test
  void theRequestIsMadeForTheCallerOfTheRecordAndOnce() {
    answers.add(
        () -> {
          Job running = known();
          assertEquals(Job.State.RUNNING, running.state());
          assertEquals(1, running.attempts());
          assertTrue(running.deadline().isAfter(Instant.now().plusSeconds(5)));
          return OK;
        });
    deliver();
    assertEquals(Identities.named("ada"), sent.get(0).caller());
    assertEquals(Job.State.DONE, known().state());
    assertEquals(Map.of("ETag", "\"a\""), known().answer().orElseThrow().headers());
    deliver();
    assertEquals(1, sent.size());
  }

  @Test
  void anotherRequestThanTheJobsIsRefused() {
    byte[] body = bytes("{}");
    for (ApiRequest other :
        List.of(
            new ApiRequest("DELETE", "/items/a", Map.of(), null, Identity.NOBODY),
            new ApiRequest("PUT", "/items/b", Map.of(), null, Identity.NOBODY),
            new ApiRequest("PUT", "", Map.of(), null, Identity.NOBODY),
            new ApiRequest("PUT", "/items/a", Map.of(), body, Identity.NOBODY))) {
      assertThrows(UnsupportedEventException.class, () -> deliver(other));
    }
    assertEquals(List.of(), sent);
    assertEquals(job.revision(), known().revision());
  }

  @Test
  void aRepeatMayHaveQueuedTheSamePathInAnotherEncoding() {
    next(OK);
    deliver(new ApiRequest("PUT", "/items/%61", Map.of(), null, Identity.NOBODY));
    assertEquals("/items/%61", sent.get(0).path());
    assertEquals(Job.State.DONE, known().state());
  }

  @Test
  void whatIsNotKnownIsNotDone() {
    assertTrue(repository.remove(job));
    deliver();
    assertEquals(List.of(), sent);
  }

  @Test
  void theLastAttemptFailsTheJobAndAnotherDeliveryMayStillDoIt() {
    for (int attempt = 1; attempt < Job.MAX_ATTEMPTS; attempt++) {
      next(UNAVAILABLE);
      fail();
      assertEquals(Job.State.QUEUED, known().state());
      assertEquals(
          "{\"type\":\"urn:a\",\"title\":\"A\",\"status\":503,\"detail\":\"B.\"}",
          known().problem().orElseThrow());
    }
    next(UNAVAILABLE);
    fail();
    assertEquals(Job.State.FAILED, known().state());
    assertEquals(503, known().answer().orElseThrow().status());
    next(OK);
    deliver();
    assertEquals(Job.State.DONE, known().state());
    assertEquals(4, known().attempts());
  }

  @Test
  void anAttemptThatEndsInBetweenIsTakenOver() {
    answers.add(
        () -> {
          throw new IllegalStateException();
        });
    assertThrows(IllegalStateException.class, this::deliver);
    assertEquals(Job.State.RUNNING, known().state());
    next(OK);
    deliver();
    assertEquals(Job.State.DONE, known().state());
    assertEquals(2, known().attempts());
  }

  @Test
  void aResultOutlivesAnAttemptThatFailsMeanwhile() {
    answers.add(
        () -> {
          next(UNAVAILABLE);
          fail();
          return OK;
        });
    deliver();
    assertEquals(Job.State.DONE, known().state());
    assertEquals(200, known().answer().orElseThrow().status());
  }

  @Test
  void aFailureLeavesTheResultOfAnotherAttempt() {
    answers.add(
        () -> {
          next(OK);
          deliver();
          return UNAVAILABLE;
        });
    fail();
    assertEquals(Job.State.DONE, known().state());
    assertEquals(200, known().answer().orElseThrow().status());
  }

  @Test
  void theFirstResultStays() {
    answers.add(
        () -> {
          next(OK);
          deliver();
          return new ApiResponse(204, Map.of(), null);
        });
    deliver();
    assertEquals(200, known().answer().orElseThrow().status());
  }

  @Test
  void whatIsDoneInPartGoesOnWithAnEventOfItsOwn() {
    answers.add(
        () -> {
          sent.get(0).step().commit(List.of(), new JobProgress("{\"a\":1}", "here"));
          return new ApiResponse(202, Map.of(), bytes("{}"));
        });
    deliver();
    assertEquals(Job.State.QUEUED, known().state());
    assertEquals(Optional.of(new JobProgress("{\"a\":1}", "here")), known().progress());
    assertTrue(JobJson.of(known()).contains("\"progress\":{\"a\":1}"), JobJson.of(known()));
    assertEquals(job.id(), JobEvent.of(new Event(queued.get(0))).id());
    queues = false;
    next(new ApiResponse(202, Map.of(), bytes("{}")));
    fail();
    assertEquals("here", sent.get(1).step().progress().orElseThrow().position());
    next(OK);
    deliver();
    assertEquals(Job.State.DONE, known().state());
  }

  @Test
  void aStepThatAnotherAttemptReplacesCommitsNothingAndEndsQuietly() {
    answers.add(
        () -> {
          next(OK);
          deliver();
          JobProgress late = new JobProgress("{}", "late");
          assertThrows(ProblemException.class, () -> sent.get(0).step().commit(List.of(), late));
          return UNAVAILABLE;
        });
    deliver();
    assertEquals(Job.State.DONE, known().state());
    assertEquals(Optional.empty(), known().progress());
  }

  @Test
  void aRefusalIsAResult() {
    next(new ApiResponse(501, Map.of(), bytes("{}")));
    deliver();
    assertEquals(501, known().answer().orElseThrow().status());
  }

  @Test
  void asManyResultsAsAreAskedForAreKept() {
    next(new ApiResponse(200, Map.of(), null));
    deliver();
    int most = sent.get(0).maxBodyBytes();
    StringBuilder results = new StringBuilder("{\"results\":[");
    Random random = new Random(1);
    for (int entry = 0; ResponseSize.jsonStringBytes(bytes(results.toString())) < most; ) {
      for (int i = 0; i < 100; i++) {
        results
            .append("{\"entry\":")
            .append(entry++)
            .append(",\"status\":200,\"location\":\"/items/")
            .append(new UUID(random.nextLong(), random.nextLong()))
            .append("\",\"_version\":\"")
            .append(new UUID(random.nextLong(), random.nextLong()))
            .append("\"},");
      }
    }
    byte[] body = bytes(results.append("]}").toString());
    queue();
    next(new ApiResponse(200, Map.of(), body));
    deliver();
    assertFalse(known().bodyOmitted());
    assertArrayEquals(body, known().answer().orElseThrow().body());
  }

  @Test
  void aBodyThatIsTooLargeIsLeftOut() {
    byte[] noise = new byte[400 * 1024];
    new Random(1).nextBytes(noise);
    next(new ApiResponse(200, Map.of("content-type", "text/plain", "ETag", "\"a\""), noise));
    deliver();
    assertTrue(known().bodyOmitted());
    assertEquals(Map.of("ETag", "\"a\""), known().answer().orElseThrow().headers());
    assertTrue(JobJson.of(known()).endsWith(",\"bodyOmitted\":true}"));
  }

  @Test
  void ofEntriesTheFirstProblemCountsThatARepeatMayMend() {
    next(
        new ApiResponse(
            207,
            Map.of("Retry-After", "1"),
            bytes(
                "{\"results\":[{\"status\":200},{\"problem\":{\"type\":\"urn:a\"}},{\"problem\":"
                    + "{\"type\":\"urn:problem-type:larder:throttled\",\"title\":\"T\","
                    + "\"status\":503,\"detail\":\"D.\"}}]}")));
    fail();
    assertEquals(
        "{\"type\":\"urn:problem-type:larder:throttled\",\"title\":\"T\",\"status\":503,"
            + "\"detail\":\"D.\"}",
        known().problem().orElseThrow());
    next(new ApiResponse(207, Map.of("Retry-After", "1"), null));
    fail();
    assertTrue(known().problem().orElseThrow().contains("unavailable"));
  }

  @Test
  void whereTheJobCannotBeReadForNowLambdaIsToTryAgain() {
    JobRepository silent =
        new JobRepository(dynamoDb, transactions, Clock.systemUTC(), config) {
          @Override
          Optional<Job> find(String id) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "asked for by a test");
          }
        };
    events =
        new JobInvocationHandler(
            silent,
            (request, context) -> answers.remove().get(),
            () -> (id, event) -> queued.add(event),
            Clock.systemUTC());
    String told = assertThrows(RequestFailedException.class, this::deliver).getMessage();
    assertTrue(told.contains("urn:problem-type:larder:unavailable"), told);
    assertTrue(told.contains("/_jobs/" + job.id()), told);
  }

  @Test
  void aRevisionThatIsGoneIsNotReplacedNorRemoved() {
    Job begun = job.withAttemptStarted(Instant.now());
    assertTrue(repository.replace(job, begun));
    assertFalse(repository.replace(job, job.withQueued()));
    assertFalse(repository.remove(job));
    assertEquals(begun.revision(), known().revision());
    assertEquals(begun.revision(), repository.create(job).orElseThrow().revision());
  }
}
