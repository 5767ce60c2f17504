package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.larder.Identities;
import dev.larder.event.JobProgress;
import dev.larder.http.StoredResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = CREATED.plusSeconds(29);
  private static final String PROBLEM = "{\"type\":\"a\"}";
  private static final StoredResponse UNAVAILABLE = new StoredResponse(503, Map.of(), null);

  private static Job queued() {
    return Job.of("id", new Job.Origin(Identities.named("ada"), "PUT", "/items/a", "f", CREATED));
  }

  private static Job running(int attempts) {
    Job job = queued().withAttemptStarted(UNTIL);
    while (job.attempts() < attempts) {
      job = job.withFailedAttempt(PROBLEM, UNAVAILABLE).withAttemptStarted(UNTIL);
    }
    return job;
  }

  @Test
  void itHasAsManyAttemptsAndAsMuchTimeAsTheTemplateGivesIt() throws IOException {
    JsonNode config =
        new YAMLMapper()
            .readTree(Path.of("deploy/template.yaml").toFile())
            .at("/Resources/Function/Properties/EventInvokeConfig");
    assertEquals(Job.MAX_ATTEMPTS, 1 + config.path("MaximumRetryAttempts").asInt());
    assertEquals(Job.MAX_AGE.toSeconds(), config.path("MaximumEventAgeInSeconds").asLong());
  }

  @Test
  void everyChangeHasARevisionOfItsOwn() {
    Job job = queued();
    assertNotEquals(job.revision(), job.withQueued().revision());
    assertNotEquals(job.revision(), job.withAttemptStarted(UNTIL).revision());
    Job begun = job.withAttemptStarted(UNTIL);
    assertNotEquals(begun.revision(), begun.withFailedAttempt(PROBLEM, UNAVAILABLE).revision());
    assertNotEquals(begun.revision(), begun.withResponse(UNAVAILABLE).revision());
  }

  @Test
  void itWaitsAfterAnAttemptAndFailsAfterTheLast() {
    Job waiting = running(2).withFailedAttempt(PROBLEM, UNAVAILABLE);
    assertEquals(Job.State.QUEUED, waiting.state());
    assertEquals(Optional.of(PROBLEM), waiting.problem());
    assertEquals(Optional.empty(), waiting.answer());
    Job failed = running(3).withFailedAttempt(PROBLEM, UNAVAILABLE);
    assertEquals(Job.State.FAILED, failed.state());
    assertEquals(Optional.of(UNAVAILABLE), failed.answer());
    Job done = running(3).withResponse(new StoredResponse(200, Map.of(), null));
    assertEquals(Job.State.DONE, done.state());
    assertEquals(Optional.empty(), done.problem());
  }

  @Test
  void oneThatIsBegunIsKnownToBeQueuedAndHasNoAnswerOfAnEarlierAttempt() {
    Job begun = queued().withAttemptStarted(UNTIL);
    assertFalse(queued().queued());
    assertTrue(begun.queued());
    Job failed = running(3).withFailedAttempt(PROBLEM, UNAVAILABLE);
    assertEquals(Optional.empty(), failed.withAttemptStarted(UNTIL).answer());
  }

  @Test
  void itHasFailedOnceLambdaHasGivenItUp() {
    Instant tooOld = CREATED.plus(Duration.ofHours(1)).plusMillis(1);
    Instant late = UNTIL.plusMillis(1);
    assertAlive(queued(), tooOld.minusMillis(1));
    assertGivenUp(queued(), tooOld, "deadline");
    assertGivenUp(running(2).withFailedAttempt(PROBLEM, UNAVAILABLE), tooOld, "deadline");
    assertAlive(running(3), UNTIL);
    assertAlive(running(2), late);
    assertGivenUp(running(3), late, "outcome-unknown");
    assertGivenUp(running(1), tooOld, "outcome-unknown");
    assertAlive(running(1).withResponse(UNAVAILABLE), tooOld);
  }

  @Test
  void eachStepOfAJobHasTheTimeAndTheAttemptsOfAnEventOfItsOwn() {
    Instant end = CREATED.plus(Duration.ofHours(5));
    JobProgress progress = new JobProgress("{\"updated\":1}", "p");
    Job next = running(3).withProgress(progress).withStepDone(end);
    assertEquals(Job.State.QUEUED, next.state());
    assertEquals(0, next.attempts());
    assertEquals(Optional.of(progress), next.withAttemptStarted(end).progress());
    assertAlive(next, end.plus(Duration.ofHours(1)));
    Job given = next.withExpiry(end.plus(Duration.ofHours(1)).plusMillis(1));
    assertEquals(Job.State.FAILED, given.state());
    assertTrue(given.problem().orElseThrow().contains("goes on where it ended"));
    assertNotEquals(next.revision(), next.withProgress(progress).revision());
    assertNotEquals(next.revision(), next.withCancellation().revision());
  }

  private static void assertAlive(Job job, Instant now) {
    assertSame(job, job.withExpiry(now));
  }

  private static void assertGivenUp(Job job, Instant now, String type) {
    Job given = job.withExpiry(now);
    assertEquals(Job.State.FAILED, given.state());
    assertEquals(job.revision(), given.revision());
    assertTrue(given.isFinished());
    assertFalse(job.isFinished());
    String problem = given.problem().orElseThrow();
    assertTrue(problem.contains("\"urn:problem-type:larder:" + type + "\""), problem);
    assertTrue(problem.contains("Idempotency-Key"), problem);
  }
}
