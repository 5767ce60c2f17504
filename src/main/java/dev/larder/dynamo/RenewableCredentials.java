package dev.larder.dynamo;

import io.quarkiverse.amazon.common.runtime.AwsCredentialsProviderConfig;
import io.quarkiverse.amazon.common.runtime.AwsCredentialsProviderType;
import io.quarkiverse.amazon.common.runtime.ClientUtil;
import io.quarkiverse.amazon.dynamodb.runtime.DynamoDbConfig;
import io.smallrye.config.SmallRyeConfig;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.ConfigProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Credentials that can be forgotten, while the SDK's providers cache theirs until they expire. */
final class RenewableCredentials implements AwsCredentialsProvider {
  private static final String NAME = "dynamodb";

  private final Supplier<AwsCredentialsProvider> providers;
  private volatile AwsCredentialsProvider provider;

  RenewableCredentials(Supplier<AwsCredentialsProvider> providers) {
    this.providers = providers;
    provider = providers.get();
  }

  /** Creates the credentials that are configured for the DynamoDB client. */
  static RenewableCredentials configured() {
    DynamoDbConfig config =
        ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(DynamoDbConfig.class);
    Optional<AwsCredentialsProviderConfig> credentials =
        config.clients().get(ClientUtil.DEFAULT_CLIENT_NAME).aws().credentials();
    return new RenewableCredentials(
        () ->
            credentials
                .filter(of -> of.type() != AwsCredentialsProviderType.DEFAULT)
                .map(of -> of.type().create(of, NAME))
                .or(() -> ofEnvironment(System::getProperty, System::getenv))
                .or(() -> credentials.map(of -> of.type().create(of, NAME)))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build()));
  }

  /**
   * The credentials of the environment, where a function without SnapStart has them. The SDK's
   * default chain asks it after the system properties; only what comes later needs the chain.
   *
   * @return empty if the chain would return others
   * @see <a
   *     href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">Default
   *     credentials provider chain</a>
   */
  static Optional<AwsCredentialsProvider> ofEnvironment(
      UnaryOperator<String> properties, UnaryOperator<String> environment) {
    String key = environment.apply("AWS_ACCESS_KEY_ID");
    String secret = environment.apply("AWS_SECRET_ACCESS_KEY");
    if (properties.apply("aws.accessKeyId") != null || isBlank(key) || isBlank(secret)) {
      return Optional.empty();
    }
    String token = environment.apply("AWS_SESSION_TOKEN");
    AwsCredentials credentials =
        isBlank(token)
            ? AwsBasicCredentials.create(key.strip(), secret.strip())
            : AwsSessionCredentials.create(key.strip(), secret.strip(), token.strip());
    return Optional.of(() -> credentials);
  }

  private static boolean isBlank(String value) {
    return value == null || value.isBlank();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return provider.resolveCredentials();
  }

  /** Forgets the credentials; the next call loads them again. */
  void renew() {
    AwsCredentialsProvider before = provider;
    provider = providers.get();
    if (before instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
