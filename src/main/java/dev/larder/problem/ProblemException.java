package dev.larder.problem;

import dev.larder.api.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem of one of Larder's own types. Any layer below a resource may throw it; the exception
 * mapper turns it into the response.
 */
public class ProblemException extends Problem {
  /** The detail of every failure that the caller did not cause. */
  public static final String INTERNAL_DETAIL =
      "The function failed. Its log has the cause under this request id.";

  private static final long serialVersionUID = 1L;

  private final ProblemType type;

  /**
   * @param detail says what is wrong and how to correct it; the caller sees it
   */
  public ProblemException(ProblemType type, String detail) {
    this(type, detail, null);
  }

  /**
   * @param cause for the log only; the caller does not see it
   */
  public ProblemException(ProblemType type, String detail, Throwable cause) {
    super(type.uri(), type.title(), type.status(), detail, cause);
    this.type = type;
  }

  /**
   * The {@code internal} problem, for a failure that the caller did not cause. The response reveals
   * nothing else about it.
   *
   * @param cause for the log only; the caller does not see it
   */
  public static ProblemException internal(Throwable cause) {
    return new ProblemException(ProblemType.INTERNAL, INTERNAL_DETAIL, cause);
  }

  /** The problem that an exception is: itself, or {@code internal}. */
  public static Problem of(RuntimeException failure) {
    return failure instanceof Problem problem ? problem : internal(failure);
  }

  @Override
  public ProblemException with(String member, Object value) {
    super.with(member, value);
    return this;
  }

  @Override
  public ProblemException at(String path) {
    super.at(path);
    return this;
  }

  @Override
  public ProblemException retryAfterSeconds(int seconds) {
    super.retryAfterSeconds(seconds);
    return this;
  }

  @Override
  public ProblemException withHeader(String name, String value) {
    super.withHeader(name, value);
    return this;
  }

  /** This problem with more sentences at the end of its detail, without its cause. */
  public ProblemException adding(String sentences) {
    ProblemException longer = new ProblemException(type, getMessage() + sentences);
    members().forEach(longer::with);
    headers().forEach(longer::withHeader);
    longer.retryAfterSeconds(retryAfterSeconds().orElse(0));
    instance().ifPresent(longer::at);
    return longer;
  }

  public ProblemType type() {
    return type;
  }

  /** A problem's JSON members, to embed it in a response that reports several problems. */
  public static Map<String, Object> membersOf(Problem problem) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", problem.uri());
    members.put("title", problem.title());
    members.put("status", problem.status());
    members.put("detail", problem.detail());
    problem.instance().ifPresent(path -> members.put("instance", path));
    members.putAll(problem.members());
    return members;
  }

  /** Whether a problem is of one of Larder's types for which a repeat may succeed. */
  public static boolean isTransient(Problem problem) {
    return problem instanceof ProblemException own && own.type.isTransient();
  }
}
