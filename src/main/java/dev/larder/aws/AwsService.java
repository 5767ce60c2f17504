package dev.larder.aws;

import java.net.URI;
import java.util.Locale;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/** An AWS service that Larder calls. */
public enum AwsService {
  DYNAMODB("DynamoDb", "dynamodb"),
  LAMBDA("Lambda", "lambda"),
  EVENTBRIDGE("EventBridge", "events");

  private final String id;

  /** The first label of the service's host names, and its signing name. */
  private final String prefix;

  AwsService(String id, String prefix) {
    this.id = id;
    this.prefix = prefix;
  }

  /** The name of the service in the scope of a signature. */
  String signingName() {
    return prefix;
  }

  /**
   * Returns the endpoint at which the SDK's client of this service would call it: of the region's
   * partition, for FIPS or dual-stack if {@code AWS_USE_FIPS_ENDPOINT} or {@code
   * AWS_USE_DUALSTACK_ENDPOINT} asks for that, and the one that {@code AWS_ENDPOINT_URL_LAMBDA},
   * {@code AWS_ENDPOINT_URL} or their like name, if there is one.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service
   *     endpoints</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html">Dual-stack
   *     and FIPS endpoints</a>
   */
  public URI endpoint(Region region) {
    return AwsClientEndpointProvider.builder()
        .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_" + name())
        .serviceEndpointOverrideSystemProperty("aws.endpointUrl" + id)
        .serviceProfileProperty(name().toLowerCase(Locale.ROOT))
        .profileFile(ProfileFile::defaultProfileFile)
        .serviceEndpointPrefix(prefix)
        .defaultProtocol("https")
        .region(region)
        .build()
        .clientEndpoint();
  }
}
