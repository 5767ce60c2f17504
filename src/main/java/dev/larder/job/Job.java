package dev.larder.job;

import dev.larder.event.ApiRequest;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.Identity;
import dev.larder.http.ProblemJson;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.UuidV7;
import dev.larder.text.PathSegments;
import dev.larder.text.PercentEncoding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request that is done after it was answered, as far as it is known.
 *
 * @param revision another one after every change
 * @param queued whether its event is known to be with Lambda
 * @param attempts how often it was begun
 * @param deadline when the attempt ends that was begun last
 * @param problem why the attempts so far did not succeed, as a JSON object of RFC 9457
 * @param answer what the request got; of a failed job, in its last attempt
 * @param bodyOmitted whether the answer had a body that is too large to be kept
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
    boolean bodyOmitted) {

  /** How often Lambda delivers an event: {@code MaximumRetryAttempts} of the template, and once. */
  static final int MAX_ATTEMPTS = 3;

  /** How long Lambda keeps an event: {@code MaximumEventAgeInSeconds} of the template. */
  static final Duration MAX_AGE = Duration.ofHours(1);

  private static final String AGAIN =
      " Send the request again with its Idempotency-Key or, if it had none, with the id of the"
          + " job as its Idempotency-Key, so that nothing is written twice.";

  enum State {
    QUEUED,
    RUNNING,
    FAILED,
    DONE
  }

  /**
   * What the request was.
   *
   * @param caller for whom it is made, with the roles of then
   * @param path as it was sent, without the query
   * @param fingerprint a digest of its body
   */
  record Origin(Identity caller, String method, String path, String fingerprint, Instant created) {

    static Origin of(ApiRequest request, Instant created) {
      int question = request.path().indexOf('?');
      return new Origin(
          request.caller(),
          request.method(),
          question < 0 ? request.path() : request.path().substring(0, question),
          IdempotentRequest.fingerprint(request.body() == null ? new byte[0] : request.body()),
          created);
    }

    /** The path, the same however it is percent-encoded. */
    String normalizedPath() {
      return PathSegments.decode(path.substring(1)).stream()
          .map(PercentEncoding::encode)
          .collect(Collectors.joining("/"));
    }

    /** Whether the request is this one, whoever makes it. */
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
        false);
  }

  /** This job, its event being with Lambda. */
  Job handedOver() {
    return new Job(
        id, UuidV7.next(), origin, state, true, attempts, deadline, problem, answer, false);
  }

  /**
   * This job with an attempt begun.
   *
   * @param until when Lambda ends it
   */
  Job begun(Instant until) {
    return new Job(
        id,
        UuidV7.next(),
        origin,
        State.RUNNING,
        true,
        attempts + 1,
        until,
        problem,
        Optional.empty(),
        false);
  }

  /** Whether Lambda makes no attempt after this one. */
  boolean isLastAttempt() {
    return attempts >= MAX_ATTEMPTS;
  }

  /** This job after an attempt that did not succeed. */
  Job unsuccessful(String problem, StoredResponse answer) {
    boolean last = isLastAttempt();
    return new Job(
        id,
        UuidV7.next(),
        origin,
        last ? State.FAILED : State.QUEUED,
        true,
        attempts,
        deadline,
        Optional.of(problem),
        last ? Optional.of(answer) : Optional.empty(),
        false);
  }

  /** This job with the answer that it was made for. */
  Job done(StoredResponse answer) {
    return new Job(
        id,
        UuidV7.next(),
        origin,
        State.DONE,
        true,
        attempts,
        deadline,
        Optional.empty(),
        Optional.of(answer),
        false);
  }

  /** Whether nothing more happens to it. */
  boolean isFinished() {
    return state == State.FAILED || state == State.DONE;
  }

  /** Whether all of its request is done, so that a repeat changes nothing. */
  boolean hasSucceeded() {
    return state == State.DONE
        && answer.filter(each -> each.status() < 300 && each.status() != 207).isPresent();
  }

  /** This job as it is now, when Lambda may have given it up and told nobody. */
  Job asOf(Instant now) {
    if (isFinished()) {
      return this;
    }
    boolean tooOld = now.isAfter(origin.created().plus(MAX_AGE));
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
    return new Job(
        id,
        revision,
        origin,
        State.FAILED,
        queued,
        attempts,
        deadline,
        Optional.of(ProblemJson.write(new ProblemException(type, why + AGAIN))),
        Optional.empty(),
        false);
  }

  /** Its path. */
  String location() {
    return "/_jobs/" + id;
  }

  /** The path of the answer. */
  String resultLocation() {
    return location() + "/result";
  }
}
