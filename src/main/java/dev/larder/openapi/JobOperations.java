package dev.larder.openapi;

import static dev.larder.problem.ProblemType.INVALID_HEADER;
import static dev.larder.problem.ProblemType.INVALID_PARAMETER;
import static dev.larder.problem.ProblemType.JOB_NOT_FOUND;
import static dev.larder.problem.ProblemType.JOB_UNFINISHED;
import static dev.larder.problem.ProblemType.NOT_ACCEPTABLE;
import static dev.larder.problem.ProblemType.THROTTLED;
import static dev.larder.problem.ProblemType.UNAVAILABLE;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Describes the operations on jobs, and the 202 response of operations that can create a job. */
final class JobOperations {
  private static final String TAG = "jobs";

  private JobOperations() {}

  /** Adds the 202 response to a write that can become a job. */
  static OperationBuilder madeBy(OperationBuilder write) {
    return write.response(
        202,
        "The request was accepted as a job, as `respond-async` prefers",
        Content.ofSchema("Job"),
        "Location",
        "Preference-Applied",
        "Retry-After");
  }

  static void describe(ObjectNode paths) {
    OperationBuilder state =
        operation("getJob", "Get the state of a job")
            .response(
                200,
                "The job, which is not done yet, has failed or was canceled",
                Content.ofSchema("Job"),
                "Retry-After")
            .response(
                303,
                "The job, which is done; Location has the path of its result",
                Content.ofSchema("Job"),
                "Location")
            .fails(NOT_ACCEPTABLE);
    describe(paths, "/_jobs/{id}", state, "job");
    operation("cancelJob", "End a job that is not done; what is done stays done")
        .response(200, "The job, which has ended", Content.ofSchema("Job"))
        .fails(NOT_ACCEPTABLE)
        .addTo((ObjectNode) paths.path("/_jobs/{id}"), "delete");
    OperationBuilder result =
        operation("getJobResult", "Get the response to the request of a job")
            .response(
                200,
                "The response to the request of the job, with its status (any status that the"
                    + " request can have), header fields and body",
                Content.ofResultOfJob(),
                "ETag",
                "Last-Modified")
            .fails(JOB_UNFINISHED);
    describe(paths, "/_jobs/{id}/result", result, "jobResult");
  }

  private static OperationBuilder operation(String id, String summary) {
    return new OperationBuilder(id, summary)
        .tag(TAG)
        .fails(INVALID_PARAMETER, INVALID_HEADER, JOB_NOT_FOUND, THROTTLED, UNAVAILABLE);
  }

  private static void describe(
      ObjectNode paths, String template, OperationBuilder get, String name) {
    ObjectNode path = paths.putObject(template);
    path.putArray("parameters")
        .addObject()
        .put("name", "id")
        .put("in", "path")
        .put("required", true)
        .put("description", "The id of the job, from the Location field of the 202 response.")
        .putObject("schema")
        .put("type", "string");
    get.addTo(path, "get");
    get.head(name + ".head").addTo(path, "head");
    OperationBuilder.options(name + ".options").tag(TAG).addTo(path, "options");
  }
}
