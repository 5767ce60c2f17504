package dev.larder.job;

import dev.larder.event.ApiRequest;
import dev.larder.http.IdempotentRequest;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.UuidV7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Converts requests into jobs. It has a client proxy because CDI creates the filter that uses it
 * before the DynamoDB client can exist.
 */
@ApplicationScoped
class JobService {
  private static final Logger LOG = Logger.getLogger(JobService.class);

  private final JobRepository repository;
  private final JobQueue queue;
  private final Clock clock;

  JobService(JobRepository repository, JobQueue queue, Clock clock) {
    this.repository = repository;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Creates a job for a request, or finds the one that an earlier request with the same key
   * created.
   *
   * @param key the value of the request's Idempotency-Key
   * @return empty if the request must be processed at once; then no job will process it
   * @throws ProblemException {@code invalid-header} if the key is malformed; {@code
   *     idempotency-key-reused} if an earlier request had the same key and another body
   */
  Optional<Job> submit(ApiRequest request, Optional<String> key) {
    if (!repository.isAvailable()) {
      return Optional.empty();
    }
    Instant created = Instant.now(clock).truncatedTo(ChronoUnit.MILLIS);
    Job.Origin origin = Job.Origin.of(request, created);
    String target = origin.caller().id() + '\n' + origin.method() + '\n' + origin.normalizedPath();
    String id =
        key.map(value -> IdempotentRequest.of(value, target, origin.fingerprint()).id())
            .orElseGet(UuidV7::next);
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put(IdempotentRequest.HEADER, key.orElse(id));
    byte[] event =
        new JobEvent(
                id,
                created,
                new ApiRequest(
                    request.method(), request.path(), headers, request.body(), request.caller()))
            .toJson();
    if (event.length > JobEvent.MAX_BYTES) {
      return Optional.empty();
    }
    Job job = Job.of(id, origin);
    Optional<Job> earlier = create(job);
    try {
      if (earlier.isPresent()) {
        return resume(earlier.get(), job, event);
      }
      // Without a key, no repeat can find the job, so it need not record that it was queued.
      return key.isPresent() ? handOver(job, event) : offer(job, event);
    } catch (ProblemException e) {
      throw e.type() == ProblemType.OUTCOME_UNKNOWN ? inDoubt(job, key.isPresent(), e) : e;
    }
  }

  /** A job that may have been stored, but was not queued, has no effect. */
  private Optional<Job> create(Job job) {
    try {
      return repository.create(job);
    } catch (ProblemException e) {
      throw e.type() == ProblemType.OUTCOME_UNKNOWN
          ? new ProblemException(
                  ProblemType.UNAVAILABLE,
                  "DynamoDB did not respond, so the request was not accepted, and nothing of it will"
                      + " be done. Try again.",
                  e.getCause())
              .retryAfterSeconds(1)
          : e;
    }
  }

  private static ProblemException inDoubt(Job job, boolean repeatable, ProblemException e) {
    return new ProblemException(
            ProblemType.OUTCOME_UNKNOWN,
            "DynamoDB's response was lost, so it is unknown whether the request was accepted as a"
                + " job. Read the job at the path in instance."
                + (repeatable
                    ? " Or send the request again with the same Idempotency-Key: it gets the same"
                        + " job."
                    : " Send the request again only if there is no such job."),
            e.getCause())
        .at(job.location())
        .withHeader(HttpHeaders.LOCATION, job.location())
        .retryAfterSeconds(repeatable ? 1 : 0);
  }

  /**
   * Returns the job of a repeated request, and queues it if it failed or may never have been
   * queued.
   */
  private Optional<Job> resume(Job earlier, Job job, byte[] event) {
    if (!earlier.origin().fingerprint().equals(job.origin().fingerprint())) {
      throw IdempotentRequest.keyReused();
    }
    Job known = earlier.withExpiry(job.origin().created());
    if (known.isFinished() && !known.hasSucceeded()) {
      Job again = known.progress().map(job::withProgress).orElse(job);
      return repository.replace(earlier, again)
          ? handOver(again, event)
          : repository.find(job.id()).flatMap(other -> resume(other, job, event));
    }
    // The invocation that created the job may have ended before Lambda accepted its event.
    return known.queued() ? Optional.of(known) : handOver(known, event);
  }

  private Optional<Job> handOver(Job job, byte[] event) {
    // If the job has changed meanwhile, an attempt has begun. If it is gone, the invocation that
    // created it failed to queue it, and this event will find no job.
    return offer(job, event)
        .flatMap(
            waiting ->
                repository.replace(waiting, waiting.withQueued())
                    ? Optional.of(waiting)
                    : repository.find(waiting.id()));
  }

  private Optional<Job> offer(Job job, byte[] event) {
    if (isTaken(job, event)) {
      return Optional.of(job);
    }
    // If the event is delivered all the same, it finds no job. If the job has changed meanwhile,
    // the event was delivered, or a concurrent repeat has queued it.
    return repository.remove(job) ? Optional.empty() : repository.find(job.id());
  }

  private boolean isTaken(Job job, byte[] event) {
    try {
      return queue.enqueue(job.id(), event);
    } catch (RuntimeException e) {
      LOG.errorf(e, "The job %s could not be queued", job.id());
      return false;
    }
  }
}
