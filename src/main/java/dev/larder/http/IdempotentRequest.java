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
 * A request that carries an Idempotency-Key, as in the IETF's draft of that header field.
 *
 * @param id what it is known by: the caller, method, path and key in one digest
 * @param fingerprint a digest of the body, the same for every repeat
 */
public record IdempotentRequest(String id, String fingerprint) {
  /** The header field. */
  public static final String FIELD = "Idempotency-Key";

  /** How long a repeat gets the first answer. */
  public static final Duration KEPT = Duration.ofHours(24);

  private static final int MAX_LENGTH = 255;

  /**
   * What makes the repeats of a request known; empty where it has no key.
   *
   * @param path of what is written to, the same however it is written
   * @param fingerprint of the body, asked for where there is a key
   * @throws ProblemException {@code invalid-header} where the key is none
   */
  public static Optional<IdempotentRequest> of(
      HttpHeaders headers,
      Caller caller,
      String method,
      String path,
      Supplier<String> fingerprint) {
    return Optional.ofNullable(headers.getHeaderString(FIELD))
        .map(key -> of(key, caller.id() + '\n' + method + '\n' + path, fingerprint.get()));
  }

  /**
   * @param key the field's value, in quotes or without
   * @param target caller, method and path: a key counts for one caller and one target
   * @throws ProblemException {@code invalid-header} where the key is none
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
          FIELD
              + " must have 1 to "
              + MAX_LENGTH
              + " printable ASCII characters. Use a new key, such as a UUID, for each request,"
              + " and the same key to repeat a request.");
    }
    byte[] id = (target + '\n' + bare).getBytes(StandardCharsets.UTF_8);
    return new IdempotentRequest(fingerprint(id), fingerprint);
  }

  /**
   * A part of this request that is made, repeated and answered by itself.
   *
   * @param index tells the parts apart, the same for every repeat
   * @param fingerprint a digest of the part's body
   */
  public IdempotentRequest part(int index, String fingerprint) {
    return new IdempotentRequest(
        fingerprint((id + '/' + index).getBytes(StandardCharsets.US_ASCII)), fingerprint);
  }

  /** What a request gets whose key came before with another body. */
  public static ProblemException reused() {
    return new ProblemException(
        ProblemType.IDEMPOTENCY_KEY_REUSED,
        "This "
            + FIELD
            + " was already used with a different body. Use a new key for a new request.");
  }

  /** A digest of a body's bytes. */
  public static String fingerprint(byte[] bytes) {
    return Digest.text(Digest.sha256(bytes));
  }
}
