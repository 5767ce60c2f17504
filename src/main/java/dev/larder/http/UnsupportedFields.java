package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import java.util.List;

/**
 * Refuses header fields that limit what a request may do, where a resource cannot honour them. A
 * write must not happen because its condition was ignored.
 */
public final class UnsupportedFields {
  private static final List<String> CONDITIONS =
      List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH, HttpHeaders.IF_UNMODIFIED_SINCE);

  private UnsupportedFields() {}

  /**
   * Refuses what a read of a resource without an entity tag cannot honour. If-Modified-Since is
   * ignored, as RFC 9110, section 13.1.3, demands without a date of modification.
   *
   * @param instead a sentence for the caller that says what to send instead of a range
   * @throws ProblemException {@code invalid-header}
   */
  public static void refuseOnRead(HttpHeaders headers, Request request, String instead) {
    refuseConditions(
        headers, "The response has no entity tag. Send the request without conditions.");
    refuseRange(headers, request, instead);
    Preferences.of(headers, Preferences.OF_READ);
  }

  /**
   * Refuses If-Match, If-None-Match and If-Unmodified-Since.
   *
   * @param instead a sentence for the caller that says what to send instead
   * @throws ProblemException {@code invalid-header} if one of them is present
   */
  public static void refuseConditions(HttpHeaders headers, String instead) {
    CONDITIONS.forEach(field -> refuse(headers, field, instead));
  }

  /**
   * Refuses a header field.
   *
   * @param instead a sentence for the caller that says what to send instead
   * @throws ProblemException {@code invalid-header} if it is present
   */
  public static void refuse(HttpHeaders headers, String field, String instead) {
    if (headers.getHeaderString(field) != null) {
      throw new ProblemException(
          ProblemType.INVALID_HEADER,
          "This request does not support the header field " + field + ". " + instead);
    }
  }

  /**
   * Refuses Range on GET. Other methods ignore it (RFC 9110, section 14.2), and an If-Range without
   * it has no meaning (section 13.1.5).
   *
   * @param instead a sentence for the caller that says what to send instead
   * @throws ProblemException {@code invalid-header} if it is present
   */
  public static void refuseRange(HttpHeaders headers, Request request, String instead) {
    if (headers.getHeaderString("Range") != null && request.getMethod().equals("GET")) {
      refuse(headers, "Range", instead);
    }
  }

  /**
   * Refuses Content-Range on a write, which would replace all by a part (RFC 9110, section 14.5).
   *
   * @throws ProblemException {@code invalid-header} if it is present
   */
  public static void refuseContentRange(HttpHeaders headers) {
    refuse(
        headers, "Content-Range", "A write takes whole items. To change a part of one, use PATCH.");
  }
}
