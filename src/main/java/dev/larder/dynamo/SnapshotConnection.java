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
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * What the DynamoDB client of a function with SnapStart calls with: HTTP client and credentials,
 * neither of which may be in a snapshot.
 *
 * <p>From {@link #begin} to {@link #end} nothing can be written by it: only GetItem and
 * DescribeTable leave the process. All else is answered here, and the SDK has done the same for it
 * as for any call.
 */
public final class SnapshotConnection implements SdkHttpClient {
  /** The entity tag with which a write fails that is answered here. */
  public static final String FAILING_TAG = '"' + RehearsedCall.CONFLICT + '"';

  private static final String NAME = "dynamodb";

  private final Supplier<SdkHttpClient> clients;
  private final Supplier<AwsCredentialsProvider> providers;
  private volatile SdkHttpClient client;
  private volatile AwsCredentialsProvider provider;
  private volatile String rehearsed;
  private volatile boolean rehearsing;

  SnapshotConnection(Supplier<SdkHttpClient> clients, Supplier<AwsCredentialsProvider> providers) {
    this.clients = clients;
    this.providers = providers;
    renew();
  }

  /**
   * Has a client use one, whose credentials are configured as the client's own would be.
   *
   * @param clients makes HTTP clients
   */
  static SnapshotConnection of(DynamoDbClientBuilder builder, Supplier<SdkHttpClient> clients) {
    DynamoDbConfig config =
        ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(DynamoDbConfig.class);
    Optional<AwsCredentialsProviderConfig> credentials =
        config.clients().get(ClientUtil.DEFAULT_CLIENT_NAME).aws().credentials();
    SnapshotConnection connection =
        new SnapshotConnection(
            clients,
            () ->
                credentials
                    .map(of -> of.type().create(of, NAME))
                    .orElseGet(() -> DefaultCredentialsProvider.builder().build()));
    builder.httpClient(connection).credentialsProvider(connection::credentials);
    return connection;
  }

  private AwsCredentials credentials() {
    return provider.resolveCredentials();
  }

  /** Has no call leave the process from now on but GetItem and DescribeTable. */
  public void begin() {
    rehearsing = true;
  }

  /** Has not even GetItem leave it from now on. Only this table has items. */
  public void rehearse(String table) {
    rehearsed = table;
  }

  /** Has all calls leave from now on. Connections and credentials of before are forgotten. */
  public void end() {
    // First, whatever fails then: else a write would be answered that did not happen.
    rehearsing = false;
    SdkHttpClient before = client;
    renew();
    before.close();
  }

  private void renew() {
    client = clients.get();
    provider = providers.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    if (!rehearsing) {
      return client.prepareRequest(request);
    }
    String operation = RehearsedCall.operation(request);
    return operation.equals("DescribeTable") || (rehearsed == null && operation.equals("GetItem"))
        ? client.prepareRequest(request)
        : new RehearsedCall(operation, rehearsed, request);
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }
}
