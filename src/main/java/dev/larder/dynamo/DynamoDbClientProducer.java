package dev.larder.dynamo;

import dev.larder.dynamo.lowlevel.Endpoints;
import dev.larder.dynamo.lowlevel.LowLevelClient;
import dev.larder.net.PostClient;
import dev.larder.net.SocketHttpClient;
import io.quarkus.arc.Unremovable;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Creates the clients of DynamoDB, each when it is first used and once per container: the one that
 * Larder makes its calls with, and the SDK's own, which a project's code can inject.
 *
 * <p>Larder's client is no bean: quarkus-amazon-dynamodb configures a builder of the SDK's client
 * at each start of an application that injects a {@link DynamoDbClient}.
 */
@Singleton
public class DynamoDbClientProducer {
  private static final Logger LOG = Logger.getLogger(DynamoDbClientProducer.class);

  /**
   * Within a region, a connection takes milliseconds. After this time the attempt counts as lost
   * and is repeated.
   */
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** The slowest calls, of pages and transactions, respond within some tenths of a second. */
  private static final Duration READ = Duration.ofSeconds(3);

  private final Instance<DynamoDbClientBuilder> builders;
  private final Instance<SocketHttpClient> http;
  private final Instance<PostClient> post;
  private RenewableCredentials credentials;
  private DynamoDbClient own;
  private DynamoDbClient sdk;

  DynamoDbClientProducer(
      Instance<DynamoDbClientBuilder> builders,
      Instance<SocketHttpClient> http,
      Instance<PostClient> post) {
    this.builders = builders;
    this.http = http;
    this.post = post;
  }

  @Produces
  @Singleton
  @Unremovable
  static SocketHttpClient http() {
    return new SocketHttpClient(CONNECT, READ, Deadline::remainingOfRequest);
  }

  static void close(@Disposes SocketHttpClient http) {
    http.close();
  }

  /** The SDK's client, with all of its operations. */
  @Produces
  @ApplicationScoped
  synchronized DynamoDbClient sdk() {
    if (sdk == null) {
      sdk =
          SdkClient.build(
              builders.isResolvable() ? builders.get() : SdkClient.configured(config()),
              http.get(),
              credentials());
    }
    return sdk;
  }

  /**
   * The client for the calls of Larder, which supports no others: the low-level one, or the SDK's
   * if a setting needs that.
   */
  public synchronized DynamoDbClient own() {
    if (own == null) {
      own = create();
    }
    return own;
  }

  private DynamoDbClient create() {
    UnaryOperator<String> settings =
        name -> config().getOptionalValue(name, String.class).orElse(null);
    String region =
        Optional.ofNullable(settings.apply("quarkus.dynamodb.aws.region"))
            .or(DynamoDbClientProducer::regionOfEnvironment)
            .orElseGet(() -> DefaultAwsRegionProviderChain.builder().build().getRegion().id());
    URI endpoint =
        Optional.ofNullable(settings.apply("quarkus.dynamodb.endpoint-override"))
            .map(URI::create)
            .orElseGet(() -> Endpoints.of(region, System::getProperty, System::getenv));
    Optional<String> needed = new SdkOnlySettings(settings).first(endpoint.toString(), region);
    if (needed.isPresent()) {
      LOG.debugf("Larder calls DynamoDB with the SDK's client, because of %s", needed.get());
      return sdk();
    }
    return new LowLevelClient(endpoint, region, credentials(), post.get());
  }

  /** As the SDK's chain begins, which continues with files and services of AWS. */
  private static Optional<String> regionOfEnvironment() {
    return Optional.ofNullable(System.getProperty("aws.region"))
        .or(() -> Optional.ofNullable(System.getenv("AWS_REGION")))
        .map(String::strip)
        .filter(region -> !region.isEmpty());
  }

  private static SmallRyeConfig config() {
    return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
  }

  private RenewableCredentials credentials() {
    if (credentials == null) {
      credentials = RenewableCredentials.configured();
    }
    return credentials;
  }

  /**
   * Closes the clients' connections and forgets their credentials, since neither is valid in a
   * process that SnapStart restores. Call it only if no call is in progress.
   */
  public synchronized void renew() {
    http.get().close();
    credentials().renew();
    if (own instanceof LowLevelClient client) {
      client.renew();
    }
  }
}
