package dev.larder.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A failure that knows its answer: problem type, detail, further members and header fields. Thrown
 * anywhere below a resource; the exception mapper turns it into the response.
 */
public class ProblemException extends RuntimeException {
  /** What a caller is told of a failure that is not the caller's. */
  public static final String INTERNAL_DETAIL =
      "The function failed. Its log has the cause under this request id.";

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private int retryAfterSeconds;

  /**
   * @param detail says what was wrong and what would be right; sent to the caller
   */
  public ProblemException(ProblemType type, String detail) {
    this(type, detail, null);
  }

  /**
   * @param cause for the log only; never sent
   */
  public ProblemException(ProblemType type, String detail, Throwable cause) {
    // A stack trace is wanted only where it will be logged.
    super(detail, cause, false, type.status() >= 500);
    this.type = type;
  }

  /**
   * The answer to a failure that is not the caller's, which is told nothing else of it.
   *
   * @param cause for the log only; never sent
   */
  public static ProblemException internal(Throwable cause) {
    return new ProblemException(ProblemType.INTERNAL, INTERNAL_DETAIL, cause);
  }

  /**
   * Adds an extension member of RFC 9457, section 3.2: a string, a number, or lists and maps of
   * them.
   */
  public ProblemException with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  /** Says after how many seconds a repeat may succeed, at least one. */
  public ProblemException retryAfterSeconds(int seconds) {
    retryAfterSeconds = seconds;
    return this;
  }

  /** Adds a header field to the response. */
  public ProblemException withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public ProblemType type() {
    return type;
  }

  /** The members of its JSON that are about this problem alone, for one that is made of several. */
  public Map<String, Object> described() {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("type", type.uri());
    described.put("title", type.title());
    described.put("status", type.status());
    described.put("detail", getMessage());
    described.putAll(members);
    return described;
  }

  /** The extension members. */
  public Map<String, Object> members() {
    return members;
  }

  /** After how many seconds a repeat may succeed; empty where nothing is known of that. */
  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
  }

  /** The header fields of the response that are of this problem alone. */
  public Map<String, String> headers() {
    return headers;
  }
}
