package dev.larder.http;

import dev.larder.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The precondition header fields of a request, RFC 9110, section 13.1. */
public record Preconditions(
    Optional<EntityTagList> ifMatch,
    Optional<EntityTagList> ifNoneMatch,
    Optional<Instant> ifModifiedSince,
    Optional<Instant> ifUnmodifiedSince) {
  /** No precondition, which always holds. */
  public static final Preconditions NONE =
      new Preconditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The result of evaluating the preconditions of a read, RFC 9110, section 13.2.2. */
  public enum Verdict {
    PROCEED,
    NOT_MODIFIED,
    FAILED
  }

  /**
   * Reads the preconditions of a GET or HEAD; invalid dates are ignored, as RFC 9110 demands.
   *
   * @throws ProblemException {@code invalid-header} if If-Match or If-None-Match is not a list of
   *     entity tags
   */
  public static Preconditions of(HttpHeaders headers) {
    return new Preconditions(
        tags(headers, HttpHeaders.IF_MATCH),
        tags(headers, HttpHeaders.IF_NONE_MATCH),
        date(headers, HttpHeaders.IF_MODIFIED_SINCE),
        date(headers, HttpHeaders.IF_UNMODIFIED_SINCE));
  }

  /**
   * Reads the preconditions of a write. If-Modified-Since is ignored, as RFC 9110, section 13.1.3,
   * demands.
   *
   * @throws ProblemException as {@link #of}
   */
  public static Preconditions ofWrite(HttpHeaders headers) {
    return new Preconditions(
        tags(headers, HttpHeaders.IF_MATCH),
        tags(headers, HttpHeaders.IF_NONE_MATCH),
        Optional.empty(),
        date(headers, HttpHeaders.IF_UNMODIFIED_SINCE));
  }

  /** Whether they hold for certain versions of an item only; {@code If-Match: *} holds for any. */
  public boolean areForVersions() {
    return ifMatch.filter(tags -> !tags.any()).isPresent();
  }

  private static Optional<EntityTagList> tags(HttpHeaders headers, String field) {
    return Optional.ofNullable(headers.getHeaderString(field))
        .map(value -> EntityTagList.parse(field, value));
  }

  private static Optional<Instant> date(HttpHeaders headers, String field) {
    return Optional.ofNullable(headers.getHeaderString(field)).flatMap(HttpDate::parse);
  }

  /** Whether If-Match has weak entity tags only, so that it cannot hold. */
  public boolean hasOnlyWeakTags() {
    return ifMatch
        .filter(list -> !list.any() && list.tags().stream().allMatch(EntityTag::weak))
        .isPresent();
  }

  /** Evaluates the preconditions against the representation that GET or HEAD would return. */
  public Verdict evaluate(EntityTag tag, Optional<Instant> lastModified) {
    if (ifMatch.isPresent()) {
      if (!ifMatch.get().any() && ifMatch.get().tags().stream().noneMatch(tag::matchesStrongly)) {
        return Verdict.FAILED;
      }
    } else if (ifUnmodifiedSince.isPresent()
        && modifiedAfter(lastModified, ifUnmodifiedSince.get()).orElse(false)) {
      return Verdict.FAILED;
    }
    if (ifNoneMatch.isPresent()) {
      return ifNoneMatch.get().any()
              || ifNoneMatch.get().tags().stream().anyMatch(tag::matchesWeakly)
          ? Verdict.NOT_MODIFIED
          : Verdict.PROCEED;
    }
    if (ifModifiedSince.isPresent()
        && !modifiedAfter(lastModified, ifModifiedSince.get()).orElse(true)) {
      return Verdict.NOT_MODIFIED;
    }
    return Verdict.PROCEED;
  }

  private static Optional<Boolean> modifiedAfter(Optional<Instant> lastModified, Instant date) {
    return lastModified.map(time -> time.truncatedTo(ChronoUnit.SECONDS).isAfter(date));
  }
}
