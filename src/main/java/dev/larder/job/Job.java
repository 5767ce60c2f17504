package dev.larder.job;

import dev.larder.event.ApiRequest;
import dev.larder.event.JobProgress;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.Identity;
import dev.larder.http.ProblemJson;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.UuidV7;
import dev.larder.text.PathSegments;
import dev.larder.text.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request that was answered with 202 and that a later invocation carries out.
 *
 * @param revision changes with every write of the job
 * @param queued whether Lambda is known to have accepted its event
 * @param attempts how many attempts have begun
 * @param deadline when Lambda ends the attempt that began last
 * @param problem why the attempts so far failed, as a JSON object of RFC 9457
 * @param answer the response to the request; of a failed job, that of its last attempt
 * @param bodyOmitted whether the response had a body that is too large to store
 * @param since when the event that carries it out was made
 * @param progress how far a job has come that takes several invocations
 */
record Job(
    String id,
    String revision,
    Origin origin,
    State state,
    boolean queued,
    int attempts,
    Instant deadline,
    Optional<String> problem,
    Optional<StoredResponse> answer,
    boolean bodyOmitted,
    Instant since,
    Optional<JobProgress> progress) {

  /**
   * How often Lambda delivers a failing event: once, and {@code MaximumRetryAttempts} of the
   * template.
   */
  static final int MAX_ATTEMPTS = 3;

  /** How long Lambda keeps an event: {@code MaximumEventAgeInSeconds} of the template. */
  static final Duration MAX_AGE = Duration.ofHours(1);

  private static final String AGAIN =
      " Send the request again with its Idempotency-Key or, if it had none, with the id of the"
          + " job as its Idempotency-Key, so that nothing is written twice.";

  private static final String AGAIN_FROM_PROGRESS =
      " Send the request again with its Idempotency-Key, and the job goes on where it ended. If the"
          + " request had none, a new request begins anew, so see in progress what is done.";

  enum State {
    QUEUED,
    RUNNING,
    FAILED,
    DONE,
    /** Ended by its caller. */
    CANCELED
  }

  /**
   * The request of a job.
   *
   * @param caller who sent it, with the roles and claims of that time
   * @param path as it was sent, without the query
   * @param fingerprint a digest of its body and of its query, if it has one
   */
  record Origin(Identity caller, String method, String path, String fingerprint, Instant created) {

    static Origin of(ApiRequest request, Instant created) {
      int question = request.path().indexOf('?');
      return new Origin(
          request.caller(),
          request.method(),
          question < 0 ? request.path() : request.path().substring(0, question),
          fingerprint(request, question),
          created);
    }

    private static String fingerprint(ApiRequest request, int question) {
      byte[] body = request.body() == null ? new byte[0] : request.body();
      String ofBody = IdempotentRequest.fingerprint(body);
      return question < 0
          ? ofBody
          : IdempotentRequest.fingerprint(
              (ofBody + request.path().substring(question)).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the path without its leading slash, the same for every percent-encoding of it. */
    String normalizedPath() {
      return PathSegments.decode(path.substring(1)).stream()
          .map(PercentEncoding::encode)
          .collect(Collectors.joining("/"));
    }

    /** Whether a request has the same method, path, query and body, whoever its caller is. */
    boolean isOf(ApiRequest request) {
      Origin other = of(request, created);
      return method.equals(other.method)
          && fingerprint.equals(other.fingerprint)
          && other.path.startsWith("/")
          && normalizedPath().equals(other.normalizedPath());
    }
  }

  static Job of(String id, Origin origin) {
    return new Job(
        id,
        UuidV7.next(),
        origin,
        State.QUEUED,
        false,
        0,
        origin.created(),
        Optional.empty(),
        Optional.empty(),
        false,
        origin.created(),
        Optional.empty());
  }

  /** Returns this job with its event accepted by Lambda. */
  Job withQueued() {
    return with(state, true, attempts, deadline, problem, answer);
  }

  /**
   * Returns this job with one more attempt begun.
   *
   * @param until when Lambda ends the attempt
   */
  Job withAttemptStarted(Instant until) {
    return with(State.RUNNING, true, attempts + 1, until, problem, Optional.empty());
  }

  /** Whether Lambda makes no attempt after this one. */
  boolean isLastAttempt() {
    return attempts >= MAX_ATTEMPTS;
  }

  /** Returns this job after a failed attempt: queued again or, after the last one, failed. */
  Job withFailedAttempt(String problem, StoredResponse answer) {
    boolean last = isLastAttempt();
    return with(
        last ? State.FAILED : State.QUEUED,
        true,
        attempts,
        deadline,
        Optional.of(problem),
        last ? Optional.of(answer) : Optional.empty());
  }

  /** Returns this job with its response. */
  Job withResponse(StoredResponse answer) {
    return with(State.DONE, true, attempts, deadline, Optional.empty(), Optional.of(answer));
  }

  /** Returns this job, ended by its caller. */
  Job withCancellation() {
    return with(State.CANCELED, queued, attempts, deadline, problem, Optional.empty());
  }

  /** Returns this job with what it has done so far. */
  Job withProgress(JobProgress progress) {
    return with(state, queued, attempts, deadline, problem, answer, since, Optional.of(progress));
  }

  /** Returns this job after a step, with an event of its own for the next one. */
  Job withStepDone(Instant now) {
    return with(State.QUEUED, true, 0, deadline, Optional.empty(), Optional.empty(), now, progress);
  }

  private Job with(
      State state,
      boolean queued,
      int attempts,
      Instant deadline,
      Optional<String> problem,
      Optional<StoredResponse> answer) {
    return with(state, queued, attempts, deadline, problem, answer, since, progress);
  }

  private Job with(
      State state,
      boolean queued,
      int attempts,
      Instant deadline,
      Optional<String> problem,
      Optional<StoredResponse> answer,
      Instant since,
      Optional<JobProgress> progress) {
    return new Job(
        id,
        UuidV7.next(),
        origin,
        state,
        queued,
        attempts,
        deadline,
        problem,
        answer,
        false,
        since,
        progress);
  }

  /** Whether the state is final. */
  boolean isFinished() {
    return state != State.QUEUED && state != State.RUNNING;
  }

  /** Whether the whole request succeeded, so that a repeat would change nothing. */
  boolean hasSucceeded() {
    return state == State.DONE
        && answer.filter(each -> each.status() < 300 && each.status() != 207).isPresent();
  }

  /**
   * Returns this job, as failed if Lambda must have given it up by now, which Lambda does not
   * report.
   */
  Job withExpiry(Instant now) {
    if (isFinished()) {
      return this;
    }
    boolean tooOld = now.isAfter(since.plus(MAX_AGE));
    if (state == State.QUEUED) {
      return tooOld
          ? givenUp(
              ProblemType.DEADLINE,
              "The job waited for longer than "
                  + MAX_AGE.toSeconds()
                  + " seconds, so it will not run.")
          : this;
    }
    return now.isAfter(deadline) && (tooOld || isLastAttempt())
        ? givenUp(
            ProblemType.OUTCOME_UNKNOWN,
            "The last attempt ended without a response; it may have run out of time.")
        : this;
  }

  private Job givenUp(ProblemType type, String why) {
    String detail = why + (progress.isPresent() ? AGAIN_FROM_PROGRESS : AGAIN);
    return new Job(
        id,
        revision,
        origin,
        State.FAILED,
        queued,
        attempts,
        deadline,
        Optional.of(ProblemJson.write(new ProblemException(type, detail))),
        Optional.empty(),
        false,
        since,
        progress);
  }

  String location() {
    return "/_jobs/" + id;
  }

  /** Returns the path of the response. */
  String resultLocation() {
    return location() + "/result";
  }
}
