package dev.larder.job;

import dev.larder.event.ApiRequest;
import dev.larder.http.IdempotentRequest;
import dev.larder.problem.ProblemException;
import dev.larder.runtime.UuidV7;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Puts requests off until after their answer. A proxy stands for it in the filter, which is made
 * before the client of DynamoDB can be.
 */
@ApplicationScoped
class Jobs {
  private static final Logger LOG = Logger.getLogger(Jobs.class);

  private final JobRepository repository;
  private final JobQueue queue;
  private final Clock clock;

  Jobs(JobRepository repository, JobQueue queue, Clock clock) {
    this.repository = repository;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Makes a job of a request, or finds the one that it was made before.
   *
   * @param key the value of its Idempotency-Key
   * @return empty where it must be done at once; then nothing else will do it
   * @throws ProblemException {@code invalid-header} where the key is none; {@code
   *     idempotency-key-reused} where another body came with it
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
    headers.put(IdempotentRequest.FIELD, key.orElse(id));
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
    Optional<Job> earlier = repository.create(job);
    if (earlier.isPresent()) {
      return again(earlier.get(), job, event);
    }
    // Nobody can ask for a job again whose id nobody knows.
    return key.isPresent() ? handOver(job, event) : offer(job, event);
  }

  /** Finds the job of a repeat alive, or gives it new life. */
  private Optional<Job> again(Job earlier, Job job, byte[] event) {
    if (!earlier.origin().fingerprint().equals(job.origin().fingerprint())) {
      throw IdempotentRequest.reused();
    }
    Job known = earlier.asOf(job.origin().created());
    if (known.isFinished() && !known.hasSucceeded()) {
      return repository.replace(earlier, job)
          ? handOver(job, event)
          : repository.find(job.id()).flatMap(other -> again(other, job, event));
    }
    // The invocation that made it may have ended before its event was with Lambda.
    return known.queued() ? Optional.of(known) : handOver(known, event);
  }

  private Optional<Job> handOver(Job job, byte[] event) {
    // Where it is another by now, it was begun; where it is gone, the invocation that made it has
    // failed to queue it, and the event finds no job.
    return offer(job, event)
        .flatMap(
            waiting ->
                repository.replace(waiting, waiting.handedOver())
                    ? Optional.of(waiting)
                    : repository.find(waiting.id()));
  }

  private Optional<Job> offer(Job job, byte[] event) {
    if (isTaken(job, event)) {
      return Optional.of(job);
    }
    // Should the event come all the same, it finds no job. Where the job is another by now, it has
    // come, and a repeat at the same time has queued it.
    return repository.remove(job) ? Optional.empty() : repository.find(job.id());
  }

  private boolean isTaken(Job job, byte[] event) {
    try {
      return queue.offer(job.id(), event);
    } catch (RuntimeException e) {
      LOG.errorf(e, "The job %s could not be queued", job.id());
      return false;
    }
  }
}
