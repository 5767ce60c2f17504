package dev.larder.item;

import dev.larder.api.Problem;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.http.EntityTag;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Explains {@code outcome-unknown} problems: names the items, so that the client can find out, and
 * says what a repeat of the request would do. Only where a repeat is safe the problem has a {@code
 * Retry-After}.
 */
public final class UnknownOutcome {
  private static final String LOST =
      "DynamoDB's response was lost, so it is unknown whether the write took effect or still will.";

  private UnknownOutcome() {}

  /** What a repeat of the request does if the request has taken effect, or takes effect later. */
  public enum Repeat {
    NOTHING(
        true,
        " Send the request again with the same Idempotency-Key, which of a direct invocation"
            + " without one is the requestId: it cannot take effect twice."),
    SAME_EFFECT(
        true,
        " Or send the request again: it has the same effect, or fails with 409 or 412 if its"
            + " condition does not hold any more."),
    ANOTHER_ITEM(
        false,
        " Do not send the request again, because that would create another item. Send PUT to the"
            + " path in instance with If-None-Match: * instead: after a 201 or a 412, exactly this"
            + " item exists."),
    OTHER_ITEMS(
        false,
        " Do not send the transaction again, because that would create other items: give each POST"
            + " the key of its item in writes, so that a second transaction fails if the first took"
            + " effect."),
    UNKNOWN_EFFECT(
        false,
        " Do not send the request again before you know, because it could take effect twice."),
    ANOTHER_CHANGE(
        false,
        " Do not send the patch again without an entity tag in If-Match, because it could change"
            + " the item twice.");

    private final boolean safe;
    private final String advice;

    Repeat(boolean safe, String advice) {
      this.safe = safe;
      this.advice = advice;
    }

    /**
     * What a repeat of a write does that is no patch.
     *
     * @param idempotent whether the request has an Idempotency-Key
     */
    public static Repeat of(Write write, boolean idempotent) {
      if (idempotent) {
        return NOTHING;
      }
      return write.hasNewKey() ? ANOTHER_ITEM : SAME_EFFECT;
    }

    /**
     * What a repeat of a patch or update does.
     *
     * @param repeatable whether the change, made twice, has the same effect as made once
     */
    static Repeat ofChange(boolean repeatable, WriteOptions options) {
      if (options.isIdempotent()) {
        return NOTHING;
      }
      return repeatable || options.preconditions().areForVersions() ? SAME_EFFECT : ANOTHER_CHANGE;
    }
  }

  /** Whether a problem is {@code outcome-unknown}. */
  public static boolean isOf(Problem problem) {
    return problem.uri().equals(ProblemType.OUTCOME_UNKNOWN.uri());
  }

  /**
   * Explains the problem of one write.
   *
   * @param location the path of the item
   * @return any other problem unchanged
   */
  public static Problem explained(Problem problem, String location, Write write, Repeat repeat) {
    if (!isOf(problem)) {
      return problem;
    }
    String look =
        write.version().isPresent()
            ? " Read the item at the path in instance: if it has the entity tag in etag, the write"
                + " took effect."
            : " Read the item at the path in instance to see whether it is gone.";
    ProblemException explained =
        explained(problem, look, repeat).at(location).withHeader(HttpHeaders.LOCATION, location);
    members(write).forEach(explained::with);
    return explained;
  }

  /**
   * Explains the problem of a transaction or another request that has no one item.
   *
   * @param look says how to find out
   */
  public static ProblemException explained(Problem problem, String look, Repeat repeat) {
    return new ProblemException(
            ProblemType.OUTCOME_UNKNOWN, LOST + look + repeat.advice, problem.getCause())
        .retryAfterSeconds(repeat.safe ? 1 : 0);
  }

  /** The key of a write and the entity tag that the item has if it took effect, if any. */
  public static Map<String, Object> members(Write write) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("key", ItemWriter.plainKey(write.key()));
    write.version().ifPresent(version -> members.put("etag", EntityTag.strong(version).toString()));
    return members;
  }
}
