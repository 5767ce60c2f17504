package dev.larder.job;

import dev.larder.http.CacheControl;
import dev.larder.http.Caller;
import dev.larder.http.QueryParameters;
import dev.larder.http.RequiresCaller;
import dev.larder.http.UnsupportedFields;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;

/**
 * {@code GET /_jobs/{id}} and {@code GET /_jobs/{id}/result}: the state of a job, and its response.
 * {@code DELETE /_jobs/{id}} ends it.
 */
@Path("/_jobs/{id}")
@RequiresCaller
public class JobResource {
  private final JobRepository repository;
  private final Caller caller;
  private final Clock clock;

  JobResource(JobRepository repository, Caller caller, Clock clock) {
    this.repository = repository;
    this.caller = caller;
    this.clock = clock;
  }

  /** Returns the state of the job; as 303 with the path of its result once it is done. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response state(
      @PathParam("id") String id,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request) {
    refuseUnsupported(uri, headers, request);
    Job job = job(id);
    boolean done = job.state() == Job.State.DONE;
    return Response.status(done ? Response.Status.SEE_OTHER : Response.Status.OK)
        .entity(JobJson.of(job))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.LOCATION, done ? job.resultLocation() : null)
        .header(HttpHeaders.RETRY_AFTER, job.isFinished() ? null : "1")
        .header(HttpHeaders.CACHE_CONTROL, CacheControl.NO_STORE)
        .build();
  }

  /**
   * Ends the job, unless it has ended: no further attempt and no further step begins. What is done
   * stays done.
   */
  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  public Response cancel(
      @PathParam("id") String id,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request) {
    refuseUnsupported(uri, headers, request);
    while (true) {
      Job job = job(id);
      Job ended = job.isFinished() ? job : job.withCancellation();
      if (ended == job || repository.replace(job, ended)) {
        return Response.ok(JobJson.of(ended))
            .header(HttpHeaders.CACHE_CONTROL, CacheControl.NO_STORE)
            .build();
      }
    }
  }

  /** Returns the stored response to the job's request. */
  @GET
  @Path("/result")
  public Response result(
      @PathParam("id") String id,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request) {
    refuseUnsupported(uri, headers, request);
    Job job = job(id);
    if (job.answer().isEmpty()) {
      throw unfinished(job);
    }
    Response response = job.answer().get().toResponse();
    response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, CacheControl.NO_STORE);
    return response;
  }

  private static void refuseUnsupported(UriInfo uri, HttpHeaders headers, Request request) {
    QueryParameters.of(uri);
    UnsupportedFields.refuseOnRead(headers, request, "Read the whole response.");
  }

  private Job job(String id) {
    return repository
        .find(id)
        .filter(job -> job.origin().caller().id().equals(caller.id()))
        .map(job -> job.withExpiry(Instant.now(clock)))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.JOB_NOT_FOUND,
                    "No job has this id, or the job belongs to another caller. Jobs are kept for "
                        + JobRepository.RETENTION.toHours()
                        + " hours. The Location field of a 202 response has the path of its job."));
  }

  private static ProblemException unfinished(Job job) {
    if (job.isFinished()) {
      return new ProblemException(
          ProblemType.JOB_UNFINISHED,
          job.state() == Job.State.CANCELED
              ? "The job was canceled and has no result. What it has done is in progress of "
                  + job.location()
                  + ", if it has several steps."
              : "The job failed and has no result. For the reason, read " + job.location() + ".");
    }
    return new ProblemException(
            ProblemType.JOB_UNFINISHED,
            "The job is not done yet. For its state, read " + job.location() + ".")
        .retryAfterSeconds(1);
  }
}
