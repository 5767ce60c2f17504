package dev.larder.dynamo.lowlevel;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finds the endpoint of DynamoDB, as the SDK's client does where neither FIPS nor dual-stack
 * endpoints nor those of accounts are asked for.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service
 *     endpoints</a>
 */
public final class Endpoints {
  /** The domains of partitions, by the first part of the names of their regions. */
  private static final Map<String, String> DOMAINS =
      Map.of(
          "cn-", "amazonaws.com.cn",
          "eusc-", "amazonaws.eu",
          "us-iso-", "c2s.ic.gov",
          "us-isob-", "sc2s.sgov.gov",
          "us-isof-", "csp.hci.ic.gov",
          "eu-isoe-", "cloud.adc-e.uk");

  private static final String DOMAIN = "amazonaws.com";

  private Endpoints() {}

  /**
   * The endpoint that system properties or environment variables set, or else that of the region.
   *
   * @param properties null for a name that is not set, as {@code environment} likewise
   */
  public static URI of(
      String region, UnaryOperator<String> properties, UnaryOperator<String> environment) {
    return Stream.of(
            properties.apply("aws.endpointUrlDynamoDb"),
            properties.apply("aws.endpointUrl"),
            environment.apply("AWS_ENDPOINT_URL_DYNAMODB"),
            environment.apply("AWS_ENDPOINT_URL"))
        .filter(Objects::nonNull)
        .findFirst()
        .map(URI::create)
        .orElseGet(() -> ofRegion(region));
  }

  static URI ofRegion(String region) {
    String domain =
        DOMAINS.entrySet().stream()
            .filter(entry -> region.startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(DOMAIN);
    return URI.create("https://dynamodb." + region + '.' + domain);
  }
}
