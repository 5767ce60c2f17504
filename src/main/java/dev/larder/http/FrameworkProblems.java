package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;

/** Problem details for errors that no resource describes. */
public final class FrameworkProblems {
  /** The value of Accept-Patch, RFC 5789, section 3.1. */
  public static final String ACCEPT_PATCH =
      "application/merge-patch+json, application/json-patch+json,"
          + " application/vnd.larder.update+json, application/json";

  private FrameworkProblems() {}

  /**
   * The detail of a problem that the framework found.
   *
   * @param allow the methods that the path supports, for {@link ProblemType#METHOD_NOT_ALLOWED};
   *     may be null
   */
  public static String detail(ProblemType type, String allow) {
    return switch (type) {
      case NOT_FOUND -> "Collections are at /{collection}, items at /{collection}/{key}.";
      case METHOD_NOT_ALLOWED ->
          allow == null
              ? "This path does not support the method."
              : "This path supports " + allow + ".";
      case NOT_ACCEPTABLE ->
          "The response is available as application/json; items also as"
              + " application/vnd.larder.dynamodb+json, and lists also as application/x-ndjson and"
              + " text/csv. Accept one of them.";
      case UNSUPPORTED_MEDIA_TYPE ->
          "For an item, set Content-Type to application/json or"
              + " application/vnd.larder.dynamodb+json; for many items, application/x-ndjson,"
              + " text/csv and text/tab-separated-values are valid too.";
      case CONTENT_TOO_LARGE ->
          "The request is larger than the function accepts. Send it in smaller parts.";
      case UNAUTHORIZED -> "Send the request with the credentials that this API requires.";
      case FORBIDDEN -> "The caller does not have permission to make this request.";
      case INTERNAL -> ProblemException.INTERNAL_DETAIL;
      default -> "The request is not valid HTTP. Check its path, query and header fields.";
    };
  }
}
