package dev.larder.api;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A failure that the caller learns about, as a problem of RFC 9457. Throw it from a hook, a
 * resource or a transaction: nothing is written, and the response has its status and its members as
 * {@code application/problem+json}. What Larder's own methods throw is such a problem too.
 *
 * <pre>{@code
 * throw new Problem("https://example.com/problems/order-shipped", "The order was shipped", 409,
 *         "Order " + id + " was shipped on Monday, so it cannot be cancelled.")
 *     .with("shipped", "2026-11-30");
 * }</pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String uri;
  private final String title;
  private final int status;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private int retryAfterSeconds;
  private String instance;

  /**
   * @param uri the {@code type} member: a URI that identifies the type of problem
   * @param title a short sentence, the same for every occurrence of the type
   * @param status the HTTP status, from 400 to 599
   * @param detail says what is wrong and how to correct it; the caller sees it
   * @throws IllegalArgumentException if the URI is not one, or the status is no error
   */
  public Problem(String uri, String title, int status, String detail) {
    this(URI.create(uri).toString(), title, requireError(status), detail, null);
  }

  /**
   * @param cause for the log only; the caller does not see it
   */
  protected Problem(String uri, String title, int status, String detail, Throwable cause) {
    // Only failures of status 500 and above are logged with a stack trace.
    super(detail, cause, false, status >= 500);
    this.uri = uri;
    this.title = title;
    this.status = status;
  }

  private static int requireError(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(
          status + " is not the status of a problem, which is from 400 to 599");
    }
    return status;
  }

  /**
   * Adds an extension member (RFC 9457, section 3.2).
   *
   * @param value a string, a number, a boolean, null, or lists and maps of them
   * @throws IllegalArgumentException if it is another value, or every problem has the member
   */
  public Problem with(String member, Object value) {
    switch (member) {
      case "type", "title", "status", "detail", "instance", "requestId" ->
          throw new IllegalArgumentException("Every problem has a member " + member);
      default -> members.put(member, requireJson(member, value));
    }
    return this;
  }

  private static Object requireJson(String member, Object value) {
    if (value instanceof List<?> elements) {
      elements.forEach(element -> requireJson(member, element));
    } else if (value instanceof Map<?, ?> of) {
      of.values().forEach(element -> requireJson(member, element));
    } else if (value != null
        && !(value instanceof String)
        && !(value instanceof Number)
        && !(value instanceof Boolean)) {
      throw new IllegalArgumentException(
          "The member "
              + member
              + " has a value of "
              + value.getClass().getName()
              + ", which is not a value of JSON: convert it, as to a string");
    }
    return value;
  }

  /**
   * Sets the {@code instance} member (RFC 9457, section 3.1.5), which is otherwise the path of the
   * request.
   *
   * @param path the path of the resource that the problem is about
   */
  public Problem at(String path) {
    instance = path;
    return this;
  }

  /** Sets the seconds after which a repeat may succeed; 0 if a repeat is not safe. */
  public Problem retryAfterSeconds(int seconds) {
    retryAfterSeconds = seconds;
    return this;
  }

  /** Adds a header field to the response. */
  public Problem withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** The {@code type} member, such as {@code urn:problem-type:larder:precondition-failed}. */
  public final String uri() {
    return uri;
  }

  /** The {@code title} member: a short sentence, the same for every occurrence. */
  public final String title() {
    return title;
  }

  /** The HTTP status. */
  public final int status() {
    return status;
  }

  /** The {@code detail} member. */
  public final String detail() {
    return getMessage();
  }

  /** The extension members. */
  public final Map<String, Object> members() {
    return members;
  }

  /** The path of the resource that the problem is about, if it is not that of the request. */
  public final Optional<String> instance() {
    return Optional.ofNullable(instance);
  }

  /** The seconds after which a repeat may succeed; empty if unknown, or if a repeat is not safe. */
  public final OptionalInt retryAfterSeconds() {
    return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
  }

  /** The header fields that this problem adds to the response. */
  public final Map<String, String> headers() {
    return headers;
  }
}
