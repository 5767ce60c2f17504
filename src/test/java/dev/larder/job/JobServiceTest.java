package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.Identities;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.expression.Projection;
import dev.larder.event.ApiRequest;
import dev.larder.event.Event;
import dev.larder.http.Identity;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.systemtable.SystemRecords;
import dev.larder.table.config.LarderConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What becomes of a request, its record and its event, whatever the queue does. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class JobServiceTest {
  @Inject JobRepository repository;
  @Inject DynamoDb dynamoDb;
  @Inject Transactions transactions;
  @Inject LarderConfig config;

  private final String key = UUID.randomUUID().toString();
  private final List<byte[]> queued = new ArrayList<>();
  private JobQueue queue = (job, event) -> queued.add(event);

  private Optional<Job> submit(String body, Duration later) {
    return submit(repository, body, later);
  }

  private Optional<Job> submit(JobRepository repository, String body, Duration later) {
    return new JobService(repository, queue, Clock.offset(Clock.systemUTC(), later))
        .submit(request(body), Optional.of(key));
  }

  private static ApiRequest request(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new ApiRequest("PUT", "/items/a", Map.of(), bytes, Identities.named("ada"));
  }

  /** The job after an attempt that failed it, of a fixed revision. */
  private Job failed(Job job) {
    return new Job(
        job.id(),
        "failed",
        job.origin(),
        Job.State.FAILED,
        true,
        Job.MAX_ATTEMPTS,
        job.deadline(),
        Optional.empty(),
        Optional.empty(),
        false,
        job.since(),
        job.progress());
  }

  private Job submit() {
    return submit("{}", Duration.ZERO).orElseThrow();
  }

  private Job known(Job job) {
    return repository.find(job.id()).orElseThrow();
  }

  @Test
  void aRequestIsQueuedOnce() {
    Job job = submit();
    assertEquals(job.id(), submit().id());
    assertEquals(1, queued.size());
    assertTrue(known(job).queued());
    Event event = new Event(queued.get(0));
    assertEquals(job.id(), JobEvent.of(event).id());
    assertEquals(Map.of("Idempotency-Key", key), JobEvent.of(event).request().headers());
    ProblemException reused =
        assertThrows(ProblemException.class, () -> submit("[]", Duration.ZERO));
    assertEquals(ProblemType.IDEMPOTENCY_KEY_REUSED, reused.type());
  }

  @Test
  void aJobHasTheCallerOfItsRequest() {
    Identity ada =
        Identities.claiming(
            "ada", Map.of("tenant", List.of("acme", "Big, Inc."), "x", List.of("")), "reader");
    for (Identity caller : List.of(ada, Identities.named("ada"), Identity.INVOKER)) {
      ApiRequest request = new ApiRequest("PUT", "/items/a", Map.of(), null, caller);
      Job job =
          new JobService(repository, queue, Clock.systemUTC())
              .submit(request, Optional.empty())
              .orElseThrow();
      assertEquals(caller, known(job).origin().caller());
      Map<String, AttributeValue> stored =
          dynamoDb
              .get(
                  new PlainTable(config.systemTable().orElseThrow()),
                  new SystemRecords("job", Clock.systemUTC()).key(job.id()),
                  true,
                  Projection.ALL)
              .orElseThrow()
              .attributes();
      assertEquals(!caller.claims().isEmpty(), stored.get("caller").m().containsKey("claims"));
    }
  }

  @Test
  void withoutAKeyTheJobsIdIsTheKey() {
    Job job =
        new JobService(repository, queue, Clock.systemUTC())
            .submit(
                new ApiRequest(
                    "DELETE", "/items/a", Map.of("If-Match", "*"), null, Identity.NOBODY),
                Optional.empty())
            .orElseThrow();
    assertEquals(7, UUID.fromString(job.id()).version());
    assertEquals(
        Map.of("Idempotency-Key", job.id(), "If-Match", "*"),
        JobEvent.of(new Event(queued.get(0))).request().headers());
  }

  @Test
  void aRecordWhoseEventMayNotBeQueuedIsQueuedByItsRepeat() {
    queue =
        (job, event) -> {
          throw new AssertionError("asked for by a test");
        };
    assertThrows(AssertionError.class, this::submit);
    queue = (job, event) -> queued.add(event);
    Job job = submit();
    assertEquals(1, queued.size());
    assertTrue(known(job).queued());
    submit();
    assertEquals(1, queued.size());
  }

  @Test
  void aRefusedRequestLeavesNothing() {
    List<String> refused = new ArrayList<>();
    queue = (job, event) -> !refused.add(job);
    assertEquals(Optional.empty(), submit("{}", Duration.ZERO));
    queue =
        (job, event) -> {
          throw new IllegalStateException("asked for by a test");
        };
    assertEquals(Optional.empty(), submit("{}", Duration.ZERO));
    assertEquals(Optional.empty(), repository.find(refused.get(0)));
  }

  @Test
  void anEventThatCameThoughItWasRefusedHasTheJob() {
    queue =
        (id, event) -> {
          Job job = repository.find(id).orElseThrow();
          return !repository.replace(job, job.withAttemptStarted(Instant.now().plusSeconds(9)));
        };
    assertEquals(Job.State.RUNNING, submit().state());
  }

  @Test
  void aRepeatIsDoneAtOnceWhereTheInvocationThatMadeTheJobFailsToQueueIt() {
    queue =
        (id, event) -> {
          queue =
              (sameId, sameEvent) -> {
                assertTrue(repository.remove(repository.find(id).orElseThrow()));
                return true;
              };
          assertEquals(Optional.empty(), submit("{}", Duration.ZERO));
          return false;
        };
    assertEquals(Optional.empty(), submit("{}", Duration.ZERO));
  }

  @Test
  void aRepeatThatComesLateFindsTheJobOfAnotherAndQueuesItWhereThatHasNot() {
    Job first = submit();
    JobRepository slow =
        new JobRepository(dynamoDb, transactions, Clock.systemUTC(), config) {
          @Override
          boolean replace(Job before, Job after) {
            if (before.revision().equals(failed(first).revision())) {
              Job another = Job.of(first.id(), after.origin());
              assertTrue(repository.replace(before, another));
            }
            return super.replace(before, after);
          }
        };
    repository.replace(known(first), failed(first));
    Job repeat = submit(slow, "{}", Duration.ZERO).orElseThrow();
    assertEquals(2, queued.size());
    assertTrue(known(repeat).queued());
  }

  @Test
  void onlyWhatSucceededIsNotDoneAgain() {
    for (int status : new int[] {412, 207}) {
      Job job = submit();
      repository.replace(known(job), job.withResponse(new StoredResponse(status, Map.of(), null)));
      assertEquals(Job.State.QUEUED, submit().state(), "after " + status);
      assertEquals(Job.State.QUEUED, known(job).state());
    }
    Job job = submit();
    int before = queued.size();
    repository.replace(known(job), job.withResponse(new StoredResponse(204, Map.of(), null)));
    assertEquals(Job.State.DONE, submit().state());
    assertEquals(before, queued.size());
  }

  @Test
  void aJobThatExpiresWhileItIsFoundGivesWay() {
    Job first = submit();
    Duration last = JobRepository.RETENTION;
    Instant created = first.origin().created().truncatedTo(ChronoUnit.SECONDS);
    // The record is there in its last second, and has expired when it is looked at.
    Deque<Instant> times =
        new ArrayDeque<>(List.of(created.plus(last), created.plus(last).plusSeconds(1)));
    Clock ticking =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return times.size() > 1 ? times.remove() : times.element();
          }
        };
    JobRepository expiring = new JobRepository(dynamoDb, transactions, ticking, config);
    Instant now = created.plus(last).plusSeconds(1);
    Job second = Job.of(first.id(), Job.Origin.of(request("{}"), now));
    assertEquals(Optional.empty(), expiring.create(second));
    assertEquals(second.revision(), known(first).revision());
  }

  @Test
  void aJobThatWasGivenUpIsQueuedAgain() {
    Job first = submit();
    Job second = submit("{}", Job.MAX_AGE.plusSeconds(1)).orElseThrow();
    assertEquals(first.id(), second.id());
    assertEquals(2, queued.size());
    assertEquals(second.origin().created(), known(first).origin().created());
  }

  @Test
  void whatDoesNotFitIntoAnEventIsNoJob() {
    Random random = new Random(1);
    StringBuilder noise = new StringBuilder();
    random.ints(1_200_000, ' ', '~').forEach(noise::appendCodePoint);
    assertEquals(Optional.empty(), submit(noise.toString(), Duration.ZERO));
    assertEquals(List.of(), queued);
    // What compresses well may be as large as Lambda takes.
    assertTrue(submit("x".repeat(5_000_000), Duration.ZERO).isPresent());
  }
}
