package dev.larder.dynamo.lowlevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Compares the signature with that of the SDK. */
class SignatureTest {
  private static final long SEED = Long.getLong("seed", 20260101L);
  private static final int TRIES = 300;
  private static final String HOST = "dynamodb.eu-central-1.amazonaws.com";
  private static final String REGION = "eu-central-1";

  private final Random random = new Random(SEED);
  private final AwsV4HttpSigner sdk = AwsV4HttpSigner.create();

  private String text(String characters) {
    StringBuilder text = new StringBuilder();
    for (int left = 1 + random.nextInt(60); left > 0; left--) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }

  private String word() {
    return text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
  }

  private String sdk(Signature.Request request) {
    AwsCredentialsIdentity identity =
        request.token() == null
            ? AwsCredentialsIdentity.create(request.accessKey(), request.secret())
            : AwsSessionCredentialsIdentity.create(
                request.accessKey(), request.secret(), request.token());
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .protocol("https")
            .host(HOST)
            .encodedPath("/")
            .putHeader("Host", HOST)
            .putHeader("Content-Type", Signature.CONTENT_TYPE)
            .putHeader("X-Amz-Target", request.target())
            .build();
    return sdk.sign(
            sign ->
                sign.identity(identity)
                    .request(unsigned)
                    .payload(() -> new ByteArrayInputStream(request.body()))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK, Clock.fixed(request.time(), ZoneOffset.UTC)))
        .request()
        .firstMatchingHeader("Authorization")
        .orElseThrow();
  }

  private static String own(Signature signature, Signature.Request request) {
    StringBuilder head = new StringBuilder();
    signature.sign(request, head);
    return head.toString()
        .lines()
        .filter(line -> line.startsWith("Authorization: "))
        .map(line -> line.substring("Authorization: ".length()))
        .findFirst()
        .orElseThrow();
  }

  /** Signs with a secret that nothing else knows. */
  private static WeakReference<String> signed(Signature signature) {
    String secret = new String(new char[] {'s', 'e', 'c', 'r', 'e', 't'});
    own(
        signature,
        new Signature.Request("key", secret, null, "target", new byte[0], Instant.EPOCH));
    return new WeakReference<>(secret);
  }

  private static boolean isThereAfterwards(WeakReference<String> secret) {
    for (int left = 50; left > 0 && secret.get() != null; left--) {
      System.gc();
    }
    return secret.get() != null;
  }

  @Test
  void aSecretStaysUntilItsKeyIsForgotten() {
    Signature signature = new Signature(HOST, REGION);
    WeakReference<String> secret = signed(signature);
    System.gc();
    assertNotNull(secret.get());
    signature.forgetKey();
    assertFalse(isThereAfterwards(secret));
  }

  @Test
  void itIsTheSame() {
    Signature signature = new Signature(HOST, REGION);
    String accessKey = word();
    String secret = word();
    for (int left = TRIES; left > 0; left--) {
      if (random.nextInt(10) == 0) {
        accessKey = word();
        secret = word();
      }
      byte[] body = new byte[random.nextInt(3000)];
      random.nextBytes(body);
      Signature.Request request =
          new Signature.Request(
              accessKey,
              secret,
              random.nextBoolean() ? word() : null,
              "DynamoDB_20120810." + text("GetPutItem"),
              body,
              Instant.ofEpochSecond(1_700_000_000L + random.nextInt(900_000_000)));
      assertEquals(sdk(request), own(signature, request));
      if (random.nextInt(10) == 0) {
        signature.forgetKey();
      }
    }
  }
}
