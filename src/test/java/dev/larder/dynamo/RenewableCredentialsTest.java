package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.utils.SdkAutoCloseable;

class RenewableCredentialsTest {

  private static final class Provider implements AwsCredentialsProvider, SdkAutoCloseable {
    private final String accessKey;
    private boolean closed;

    private Provider(String accessKey) {
      this.accessKey = accessKey;
    }

    @Override
    public AwsCredentials resolveCredentials() {
      return AwsBasicCredentials.create(accessKey, "secret");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void renewedTheyComeFromAnotherProvider() {
    List<Provider> made = new ArrayList<>();
    RenewableCredentials credentials =
        new RenewableCredentials(
            () -> {
              made.add(new Provider("key-" + made.size()));
              return made.get(made.size() - 1);
            });
    assertEquals("key-0", credentials.resolveCredentials().accessKeyId());
    assertFalse(made.get(0).closed);
    credentials.renew();
    assertEquals("key-1", credentials.resolveCredentials().accessKeyId());
    assertTrue(made.get(0).closed);
    assertFalse(made.get(1).closed);
  }

  private static AwsCredentials ofEnvironment(Map<String, String> set) {
    return RenewableCredentials.ofEnvironment(set::get, set::get)
        .map(AwsCredentialsProvider::resolveCredentials)
        .orElse(null);
  }

  @Test
  void aFunctionWithoutSnapStartHasThemInItsEnvironment() {
    Map<String, String> set = new HashMap<>();
    assertNull(ofEnvironment(set));
    set.put("AWS_ACCESS_KEY_ID", " key ");
    assertNull(ofEnvironment(set));
    set.put("AWS_SECRET_ACCESS_KEY", "secret");
    assertEquals(AwsBasicCredentials.create("key", "secret"), ofEnvironment(set));
    set.put("AWS_SESSION_TOKEN", "token");
    assertEquals(AwsSessionCredentials.create("key", "secret", "token"), ofEnvironment(set));
    set.put("AWS_ACCESS_KEY_ID", " ");
    assertNull(ofEnvironment(set));
  }

  @Test
  void systemPropertiesComeBeforeIt() {
    Map<String, String> set = new HashMap<>();
    set.put("AWS_ACCESS_KEY_ID", "key");
    set.put("AWS_SECRET_ACCESS_KEY", "secret");
    set.put("aws.accessKeyId", "other");
    assertNull(ofEnvironment(set));
  }
}
