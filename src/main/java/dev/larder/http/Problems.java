package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;

/** What callers are told where nobody nearer to the cause has said it. */
public final class Problems {
  /** The value of Accept-Patch, RFC 5789, section 3.1. */
  public static final String ACCEPT_PATCH =
      "application/merge-patch+json, application/json-patch+json";

  private Problems() {}

  /**
   * Of a failure that the framework found.
   *
   * @param allow the methods that the path takes, for {@link ProblemType#METHOD_NOT_ALLOWED}
   */
  public static String detail(ProblemType type, String allow) {
    return switch (type) {
      case NOT_FOUND -> "Collections are at /{collection}, items at /{collection}/{key}.";
      case METHOD_NOT_ALLOWED ->
          allow == null ? "This path takes other methods." : "This path takes " + allow + ".";
      case NOT_ACCEPTABLE ->
          "Answers are application/json or application/vnd.larder.dynamodb+json; accept one.";
      case UNSUPPORTED_MEDIA_TYPE ->
          "Send an item with Content-Type: application/json or"
              + " application/vnd.larder.dynamodb+json, many of them as application/x-ndjson or"
              + " text/csv too, a patch with one of "
              + ACCEPT_PATCH
              + ".";
      case CONTENT_TOO_LARGE -> "The request is larger than the function takes.";
      case UNAUTHORIZED -> "Send the request with the credentials that this API asks for.";
      case FORBIDDEN -> "The caller may not make this request.";
      case INTERNAL -> ProblemException.INTERNAL_DETAIL;
      default -> "The request is not valid HTTP: look at its path, query and header fields.";
    };
  }
}
