package dev.larder.dynamo;

import io.quarkiverse.amazon.common.runtime.AwsCredentialsProviderConfig;
import io.quarkiverse.amazon.common.runtime.ClientUtil;
import io.quarkiverse.amazon.dynamodb.runtime.DynamoDbConfig;
import io.smallrye.config.SmallRyeConfig;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
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
                .map(of -> of.type().create(of, NAME))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build()));
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
