package dev.larder.problem;

/**
 * The problem types (RFC 9457), each with one status. {@code src/docs/reference/problems.md}
 * describes them for callers.
 */
public enum ProblemType {
  INVALID_PATH(400, "The path is not valid"),
  INVALID_KEY(400, "The key is not valid"),
  INVALID_PARAMETER(400, "A query parameter is not valid"),
  INVALID_CURSOR(400, "The cursor is not valid"),
  UNSERVED_QUERY(400, "No key or index serves the query"),
  INVALID_HEADER(400, "A header field is not valid"),
  MALFORMED_JSON(400, "The body is not well-formed"),
  INVALID_PATCH(400, "The patch is not valid"),
  INVALID_TRANSACTION(400, "The transaction is not valid"),
  BAD_REQUEST(400, "The request is not valid"),
  UNAUTHORIZED(401, "The caller is not authenticated"),
  FORBIDDEN(403, "The caller does not have permission"),
  NOT_FOUND(404, "The path does not exist"),
  UNKNOWN_COLLECTION(404, "The collection does not exist"),
  ITEM_NOT_FOUND(404, "The item does not exist"),
  JOB_NOT_FOUND(404, "The job does not exist"),
  JOB_UNFINISHED(404, "The job has no result"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed"),
  NOT_ACCEPTABLE(406, "No acceptable media type is available"),
  ITEM_EXISTS(409, "The item already exists"),
  PARENT_NOT_FOUND(409, "The parent of the item does not exist"),
  WRITE_CONFLICT(409, "The write conflicts with other writes"),
  IDEMPOTENCY_KEY_IN_USE(409, "A conflicting request is in progress"),
  PATCH_CONFLICT(409, "The patch does not fit the item"),
  CONDITION_FAILED(409, "The condition of the update does not hold"),
  TRANSACTION_FAILED(409, "The transaction failed"),
  ITEM_COLLECTION_TOO_LARGE(409, "The item collection is too large"),
  PRECONDITION_FAILED(412, "A precondition failed"),
  ITEM_TOO_LARGE(413, "The item is too large"),
  CONTENT_TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
  INVALID_ITEM(422, "The item is not valid"),
  KEY_MISMATCH(422, "The keys in the body and the path differ"),
  IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key belongs to another request"),
  SCHEMA_VIOLATION(422, "The item violates its schema"),
  LIMIT_EXCEEDED(422, "The request exceeds a limit"),
  INTERNAL(500, "The function failed"),
  ANSWER_TOO_LARGE(500, "The response is too large"),
  IDEMPOTENCY_UNAVAILABLE(501, "Idempotency-Key is not supported"),
  THROTTLED(503, "DynamoDB throttled the request"),
  UNAVAILABLE(503, "DynamoDB did not respond"),
  DEADLINE(503, "The request ran out of time"),
  OUTCOME_UNKNOWN(504, "The outcome of the write is unknown");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status of every problem of this type. */
  public int status() {
    return status;
  }

  /** Whether the same request may succeed when it is repeated. */
  public boolean isTransient() {
    return switch (this) {
      case WRITE_CONFLICT,
          IDEMPOTENCY_KEY_IN_USE,
          THROTTLED,
          UNAVAILABLE,
          DEADLINE,
          OUTCOME_UNKNOWN ->
          true;
      default -> false;
    };
  }

  /** The {@code title} member: a short sentence, the same for every occurrence. */
  public String title() {
    return title;
  }

  /** The {@code type} member: a URN that ends in the kebab-case name. */
  public String uri() {
    return "urn:problem-type:larder:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The type for a status that a framework set without further details. */
  public static ProblemType ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 413, 414, 431 -> CONTENT_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      default -> status < 500 ? BAD_REQUEST : INTERNAL;
    };
  }
}
