package dev.larder.bulk.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.api.Problem;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a job has done to the items that its query finds.
 *
 * @param written the items that it has updated or deleted
 * @param skipped those that the query found, but that did not match any more when their turn came
 * @param failed those that could not be written
 * @param problems the first of those, each with its problem
 * @param read the read units that it has consumed
 * @param write the write units that it has consumed
 */
record QueryWriteResult(
    long written, long skipped, long failed, List<ObjectNode> problems, double read, double write) {
  static final QueryWriteResult NOTHING = new QueryWriteResult(0, 0, 0, List.of(), 0, 0);

  /** Every commit stores them, so they are few. */
  private static final int MOST_PROBLEMS = 5;

  private static final int MOST_DETAIL = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  QueryWriteResult withWritten(int more) {
    return new QueryWriteResult(written + more, skipped, failed, problems, read, write);
  }

  QueryWriteResult withSkipped() {
    return new QueryWriteResult(written, skipped + 1, failed, problems, read, write);
  }

  /**
   * @param location the path of the item
   */
  QueryWriteResult withFailed(String location, Problem problem) {
    List<ObjectNode> all = problems;
    if (problems.size() < MOST_PROBLEMS) {
      all = new ArrayList<>(problems);
      ObjectNode failure = JSON.createObjectNode().put("location", location);
      failure
          .putObject("problem")
          .put("type", problem.uri())
          .put("title", problem.title())
          .put("status", problem.status())
          .put(
              "detail",
              problem.detail().substring(0, Math.min(MOST_DETAIL, problem.detail().length())));
      all.add(failure);
    }
    return new QueryWriteResult(written, skipped, failed + 1, all, read, write);
  }

  QueryWriteResult withConsumed(double moreRead, double moreWrite) {
    return new QueryWriteResult(
        written, skipped, failed, problems, read + moreRead, write + moreWrite);
  }

  /**
   * The result as callers read it.
   *
   * @param done the member that counts the written items
   */
  String toJson(String done) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("matched", written + skipped + failed)
            .put(done, written)
            .put("skipped", skipped)
            .put("failed", failed);
    if (!problems.isEmpty()) {
      json.putArray("problems").addAll(problems);
    }
    json.putObject("consumed").put("read", rounded(read)).put("write", rounded(write));
    return json.toString();
  }

  private static BigDecimal rounded(double units) {
    BigDecimal rounded = BigDecimal.valueOf(units).setScale(1, RoundingMode.HALF_UP);
    return rounded.stripTrailingZeros().scale() <= 0 ? rounded.setScale(0) : rounded;
  }

  /** Reads what {@link #toJson} has written. */
  static QueryWriteResult of(String json, String done) {
    try {
      ObjectNode result = (ObjectNode) JSON.readTree(json);
      List<ObjectNode> problems = new ArrayList<>();
      if (result.path("problems") instanceof ArrayNode all) {
        all.forEach(problem -> problems.add((ObjectNode) problem));
      }
      return new QueryWriteResult(
          result.path(done).longValue(),
          result.path("skipped").longValue(),
          result.path("failed").longValue(),
          problems,
          result.path("consumed").path("read").doubleValue(),
          result.path("consumed").path("write").doubleValue());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
