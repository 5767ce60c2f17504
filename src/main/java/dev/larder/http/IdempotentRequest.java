package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Digest;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request with an Idempotency-Key, as in the IETF draft of that header field.
 *
 * @param id a digest of caller, method, path and key, by which repeats are recognised
 * @param fingerprint a digest of the body; it differs if the key is reused with another body
 */
public record IdempotentRequest(String id, String fingerprint) {
  /** The name of the header field. */
  public static final String HEADER = "Idempotency-Key";

  /** How long a repeat gets the response to the first request. */
  public static final Duration RETENTION = Duration.ofHours(24);

  private static final int MAX_LENGTH = 255;

  /**
   * Reads the Idempotency-Key of a request; empty if it has none.
   *
   * @param path the path of the resource, in one spelling for all repeats
   * @param fingerprint computes the body's fingerprint; called only if there is a key
   * @throws ProblemException {@code invalid-header} if the key is not valid
   */
  public static Optional<IdempotentRequest> of(
      HttpHeaders headers,
      Caller caller,
      String method,
      String path,
      Supplier<String> fingerprint) {
    return Optional.ofNullable(headers.getHeaderString(HEADER))
        .map(key -> of(key, caller.id() + '\n' + method + '\n' + path, fingerprint.get()));
  }

  /**
   * @param key the field's value, with or without quotes
   * @param target caller, method and path, to which the key is limited
   * @throws ProblemException {@code invalid-header} if the key is not valid
   */
  public static IdempotentRequest of(String key, String target, String fingerprint) {
    String bare = key.strip();
    if (bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    if (bare.isEmpty()
        || bare.length() > MAX_LENGTH
        || !bare.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new ProblemException(
          ProblemType.INVALID_HEADER,
          HEADER
              + " must have 1 to "
              + MAX_LENGTH
              + " printable ASCII characters. Use a new key, such as a UUID, for each request,"
              + " and the same key to repeat a request.");
    }
    byte[] id = (target + '\n' + bare).getBytes(StandardCharsets.UTF_8);
    return new IdempotentRequest(fingerprint(id), fingerprint);
  }

  /**
   * A part of this request, such as a bulk entry, whose repeats get a response of their own.
   *
   * @param index identifies the part, with the same value in every repeat
   * @param fingerprint a digest of the part's body
   */
  public IdempotentRequest part(int index, String fingerprint) {
    return new IdempotentRequest(
        fingerprint((id + '/' + index).getBytes(StandardCharsets.US_ASCII)), fingerprint);
  }

  /** The problem {@code idempotency-key-in-use}, for a write that meets another one. */
  public static ProblemException keyInUse() {
    return new ProblemException(
            ProblemType.IDEMPOTENCY_KEY_IN_USE,
            "Another write of the same item or with the same "
                + HEADER
                + " is in progress, so this request wrote nothing. Send it again.")
        .retryAfterSeconds(1);
  }

  /** The problem {@code idempotency-key-reused}, for a key that came before with another body. */
  public static ProblemException keyReused() {
    return new ProblemException(
        ProblemType.IDEMPOTENCY_KEY_REUSED,
        "This "
            + HEADER
            + " was already used with a different body. Use a new key for a new request.");
  }

  /** The digest of a body. */
  public static String fingerprint(byte[] bytes) {
    return Digest.text(Digest.sha256(bytes));
  }
}
