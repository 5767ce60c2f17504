package dev.larder.job;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.ApiClient;
import dev.larder.event.ApiRequest;
import dev.larder.event.ApiResponse;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.event.Payload;
import dev.larder.event.RequestFailedException;
import dev.larder.event.UnsupportedEventException;
import dev.larder.http.ProblemJson;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Carries out jobs. Lambda delivers an event at least once, and again after a failure; because of
 * the request's Idempotency-Key, all attempts together have one effect.
 */
@Singleton
class JobInvocationHandler implements InvocationHandler {
  private static final Logger LOG = Logger.getLogger(JobInvocationHandler.class);

  /**
   * Limit of the response body: results of a bulk request must fit into a record, compressed, and
   * through any gateway.
   */
  private static final int MOST_ANSWER_BYTES = 900_000;

  /**
   * Header fields that every response has of its own, including the one that returns the job's
   * result.
   */
  private static final Set<String> NOT_KEPT =
      Set.of(
          "cache-control", "content-length", "date", "larder-consumed-capacity", "server-timing");

  /** The status of a response to a request of which another step makes the rest. */
  private static final int PART_DONE = 202;

  private final JobRepository repository;
  private final ApiClient requests;
  private final Provider<JobQueue> queue;
  private final Clock clock;

  /**
   * @param queue a provider, because the one of dev mode needs the handlers, which include this one
   */
  JobInvocationHandler(
      JobRepository repository, ApiClient requests, Provider<JobQueue> queue, Clock clock) {
    this.repository = repository;
    this.requests = requests;
    this.queue = queue;
    this.clock = clock;
  }

  @Override
  public String eventType() {
    return "job";
  }

  @Override
  public boolean accepts(Event event) {
    return JobEvent.matches(event);
  }

  /**
   * @throws RequestFailedException if the request failed temporarily, or its job temporarily could
   *     not be read or stored
   * @throws UnsupportedEventException if another request created the job, or the job is so old that
   *     its record is deleted
   */
  @Override
  @ActivateRequestContext
  public byte[] handle(Event event, Context context) {
    JobEvent received = JobEvent.of(event);
    try {
      return handle(received, context);
    } catch (ProblemException e) {
      if (!e.type().isTransient()) {
        throw e;
      }
      throw new RequestFailedException(
          ProblemJson.write(
              e.type(),
              e.type().status(),
              e.getMessage(),
              "/_jobs/" + received.id(),
              context.getAwsRequestId(),
              Map.of()));
    }
  }

  private byte[] handle(JobEvent received, Context context) {
    Optional<Job> begun = begin(received, context);
    if (begun.isEmpty()) {
      return Payload.NULL;
    }
    RecordedStep step = new RecordedStep(repository, begun.get());
    ApiRequest request =
        received.requestOf(begun.get().origin().caller()).asStep(step, MOST_ANSWER_BYTES);
    ApiResponse response = requests.send(request, context);
    if (step.isReplaced()) {
      // Whatever has replaced this attempt answers for the job.
      return Payload.NULL;
    }
    Job job = step.job();
    if (response.status() == PART_DONE) {
      goOn(job, received);
      return Payload.NULL;
    }
    if (response.isTransient()) {
      // If the job has changed meanwhile, its state is newer than this one and stays.
      repository.replace(job, job.withFailedAttempt(JobJson.problem(response), kept(response)));
      throw response.toException();
    }
    finish(job, kept(response));
    return Payload.NULL;
  }

  /** Begins an attempt. Returns empty if the job is done, was canceled or has no record. */
  private Optional<Job> begin(JobEvent event, Context context) {
    while (true) {
      Optional<Job> found = repository.find(event.id());
      if (found.isEmpty()) {
        if (Instant.now(clock).isAfter(event.created().plus(JobRepository.RETENTION))) {
          throw new UnsupportedEventException(
              "It is the event of a job, but the job is more than "
                  + JobRepository.RETENTION.toHours()
                  + " hours old and its record is deleted, so a repeat could write twice. Check"
                  + " whether the request took effect; if it did not, send the request itself.");
        }
        LOG.warnf(
            "The job %s has no record, because its request was processed synchronously; its event"
                + " is ignored",
            event.id());
        return found;
      }
      Job job = found.get();
      if (!job.origin().isOf(event.request())) {
        throw new UnsupportedEventException(
            "It is the event of a job, but another request created the job.");
      }
      if (job.state() == Job.State.DONE || job.state() == Job.State.CANCELED) {
        return Optional.empty();
      }
      Job begun =
          job.withAttemptStarted(
              Instant.now(clock).plusMillis(Math.max(0, context.getRemainingTimeInMillis())));
      if (repository.replace(job, begun)) {
        return Optional.of(begun);
      }
    }
  }

  /**
   * Has another invocation make the next step.
   *
   * @throws RequestFailedException if Lambda does not accept its event; then Lambda delivers that
   *     of this step again
   */
  private void goOn(Job job, JobEvent done) {
    Instant now = Instant.now(clock);
    if (repository.replace(job, job.withStepDone(now))
        && !queue.get().enqueue(job.id(), done.at(now).toJson())) {
      throw new RequestFailedException(
          ProblemJson.write(
              new ProblemException(
                  ProblemType.UNAVAILABLE, "Lambda did not accept the event of the next step.")));
    }
  }

  /** Stores the response, even if another attempt has begun or failed meanwhile. */
  private void finish(Job job, StoredResponse response) {
    Optional<Job> current = Optional.of(job);
    while (current.filter(each -> each.state() != Job.State.DONE).isPresent()
        && !repository.replace(current.get(), current.get().withResponse(response))) {
      current = repository.find(job.id());
    }
  }

  private static StoredResponse kept(ApiResponse response) {
    Map<String, String> headers = new HashMap<>(response.headers());
    headers.keySet().removeIf(name -> NOT_KEPT.contains(name.toLowerCase(Locale.ROOT)));
    return new StoredResponse(response.status(), headers, response.body());
  }
}
