package dev.larder.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A failure as a problem of RFC 9457: type, detail, extension members and header fields of the
 * response. Any layer below a resource may throw it; the exception mapper turns it into the
 * response.
 */
public class ProblemException extends RuntimeException {
  /** The detail of every failure that the caller did not cause. */
  public static final String INTERNAL_DETAIL =
      "The function failed. Its log has the cause under this request id.";

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private int retryAfterSeconds;
  private String instance;

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
    // Only failures of status 500 and above are logged with a stack trace.
    super(detail, cause, false, type.status() >= 500);
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

  /**
   * Adds an extension member (RFC 9457, section 3.2).
   *
   * @param value a string, a number, or lists and maps of them
   */
  public ProblemException with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  /**
   * Sets the {@code instance} member (RFC 9457, section 3.1.5), which is otherwise the path of the
   * request.
   *
   * @param path the path of the resource that the problem is about
   */
  public ProblemException at(String path) {
    instance = path;
    return this;
  }

  /** Sets the seconds after which a repeat may succeed; 0 if a repeat is not safe. */
  public ProblemException retryAfterSeconds(int seconds) {
    retryAfterSeconds = seconds;
    return this;
  }

  /** Adds a header field to the response. */
  public ProblemException withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** This problem with more sentences at the end of its detail, without its cause. */
  public ProblemException adding(String sentences) {
    ProblemException longer = new ProblemException(type, getMessage() + sentences);
    longer.members.putAll(members);
    longer.headers.putAll(headers);
    longer.retryAfterSeconds = retryAfterSeconds;
    longer.instance = instance;
    return longer;
  }

  public ProblemType type() {
    return type;
  }

  /** The problem's own JSON members, to embed it in a response that reports several problems. */
  public Map<String, Object> ownMembers() {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("type", type.uri());
    described.put("title", type.title());
    described.put("status", type.status());
    described.put("detail", getMessage());
    instance().ifPresent(path -> described.put("instance", path));
    described.putAll(members);
    return described;
  }

  public Map<String, Object> members() {
    return members;
  }

  /** The path of the resource that the problem is about, if it is not that of the request. */
  public Optional<String> instance() {
    return Optional.ofNullable(instance);
  }

  /** The seconds after which a repeat may succeed; empty if unknown, or if a repeat is not safe. */
  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
  }

  /** The header fields that this problem adds to the response. */
  public Map<String, String> headers() {
    return headers;
  }
}
