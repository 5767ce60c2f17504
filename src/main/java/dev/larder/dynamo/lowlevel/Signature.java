package dev.larder.dynamo.lowlevel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4 of the requests of one client, which have one shape: POST to {@code /}, with
 * the same header fields. It keeps the key of a day, from which the signature of a request needs
 * one step instead of five.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
final class Signature {
  static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private static final String SERVICE = "dynamodb";
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String MAC = "HmacSHA256";
  private static final String FIELDS =
      "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target";
  private static final String FIELDS_WITH_TOKEN =
      "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target";

  private final String host;
  private final String region;
  private volatile DayKey key;

  /**
   * @param host the value of the field Host
   */
  Signature(String host, String region) {
    this.host = host;
    this.region = region;
  }

  private record DayKey(String day, String secret, SecretKeySpec key) {
    boolean isOf(String day, String secret) {
      return this.day.equals(day) && this.secret.equals(secret);
    }
  }

  /**
   * A request to be signed.
   *
   * @param token the session token of the credentials; null if they have none
   */
  record Request(
      String accessKey, String secret, String token, String target, byte[] body, Instant time) {}

  /**
   * Appends the header fields of a request that are signed, and {@code Authorization}.
   *
   * @param head ends with CRLF
   */
  void sign(Request request, StringBuilder head) {
    String date = date(request.time());
    String day = date.substring(0, 8);
    String token = request.token();
    String fields = token == null ? FIELDS : FIELDS_WITH_TOKEN;
    String payload = hash(request.body());
    StringBuilder signed = new StringBuilder(512 + (token == null ? 0 : token.length()));
    signed.append("content-type:").append(CONTENT_TYPE);
    signed.append("\nhost:").append(host);
    signed.append("\nx-amz-content-sha256:").append(payload);
    signed.append("\nx-amz-date:").append(date);
    if (token != null) {
      signed.append("\nx-amz-security-token:").append(token);
    }
    signed.append("\nx-amz-target:").append(request.target());
    head.append(signed.toString().replace("\n", "\r\n"));

    String canonical = "POST\n/\n\n" + signed + "\n\n" + fields + '\n' + payload;
    String scope = day + '/' + region + '/' + SERVICE + "/aws4_request";
    String text = ALGORITHM + '\n' + date + '\n' + scope + '\n' + hash(bytes(canonical));
    head.append("\r\nAuthorization: ").append(ALGORITHM);
    head.append(" Credential=").append(request.accessKey()).append('/').append(scope);
    head.append(", SignedHeaders=").append(fields);
    head.append(", Signature=").append(hex(hmac(key(day, request.secret()), text)));
    head.append("\r\n");
  }

  /** The ISO 8601 basic format in UTC, to the second. */
  private static String date(Instant time) {
    LocalDateTime at = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    int day = at.getYear() * 10_000 + at.getMonthValue() * 100 + at.getDayOfMonth();
    int second = 1_000_000 + at.getHour() * 10_000 + at.getMinute() * 100 + at.getSecond();
    return day + "T" + String.valueOf(second).substring(1) + 'Z';
  }

  private SecretKeySpec key(String day, String secret) {
    DayKey known = key;
    if (known == null || !known.isOf(day, secret)) {
      byte[] ofDay = hmac(spec(bytes("AWS4" + secret)), day);
      byte[] ofService = hmac(spec(hmac(spec(ofDay), region)), SERVICE);
      known = new DayKey(day, secret, spec(hmac(spec(ofService), "aws4_request")));
      key = known;
    }
    return known.key();
  }

  /** Forgets the key, which is derived from the secret of credentials. */
  void forgetKey() {
    key = null;
  }

  private static SecretKeySpec spec(byte[] key) {
    return new SecretKeySpec(key, MAC);
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime does not support HMAC", e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime does not support SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
