package dev.larder.dynamo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What only the SDK's client of DynamoDB supports, and {@link
 * dev.larder.dynamo.lowlevel.LowLevelClient} does not. Whatever asks for it has Larder call
 * DynamoDB with the SDK's client.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html">Settings
 *     of the SDKs</a>
 */
final class SdkOnlySettings {
  /** Looked for as a native executable is built. */
  private static final Optional<String> INTERCEPTORS =
      interceptors(Thread.currentThread().getContextClassLoader());

  private static final List<String> QUARKUS =
      List.of(
          "quarkus.dynamodb.interceptors",
          "quarkus.dynamodb.telemetry",
          "quarkus.dynamodb.api-call-timeout",
          "quarkus.dynamodb.api-call-attempt-timeout",
          "quarkus.dynamodb.enable-endpoint-discovery");

  /** Variables and the system properties that come before them. */
  private static final List<Setting> SDK =
      List.of(
          new Setting("AWS_USE_FIPS_ENDPOINT", "aws.useFipsEndpoint"),
          new Setting("AWS_USE_DUALSTACK_ENDPOINT", "aws.useDualstackEndpoint"),
          new Setting("AWS_ACCOUNT_ID_ENDPOINT_MODE", "aws.accountIdEndpointMode"),
          new Setting("AWS_ENDPOINT_DISCOVERY_ENABLED", "aws.endpointDiscoveryEnabled"),
          new Setting("AWS_PARTITIONS_FILE", "aws.partitionsFile"),
          new Setting("AWS_SDK_UA_APP_ID", "sdk.ua.appId"),
          new Setting("AWS_PROFILE", "aws.profile"));

  /** Values that ask for nothing. */
  private static final List<String> OFF = List.of("", "false", "disabled");

  private static final String ENDPOINT = "quarkus.dynamodb.endpoint-override";

  private static final Pattern SUPPORTED_ENDPOINT =
      Pattern.compile("https?://[^/?#@]+/?", Pattern.CASE_INSENSITIVE);

  /** Of a region, and not {@code local} or one like {@code fips-us-east-1}. */
  private static final Pattern SUPPORTED_REGION = Pattern.compile("[a-z]+(-[a-z]+)+-\\d+");

  private record Setting(String variable, String property) {}

  private final UnaryOperator<String> quarkus;
  private final UnaryOperator<String> properties;
  private final UnaryOperator<String> environment;
  private final Predicate<Path> files;

  /**
   * @param quarkus the value of a setting of Quarkus; null if it is not set
   */
  SdkOnlySettings(UnaryOperator<String> quarkus) {
    this(quarkus, System::getProperty, System::getenv, Files::exists);
  }

  SdkOnlySettings(
      UnaryOperator<String> quarkus,
      UnaryOperator<String> properties,
      UnaryOperator<String> environment,
      Predicate<Path> files) {
    this.quarkus = quarkus;
    this.properties = properties;
    this.environment = environment;
    this.files = files;
  }

  /** The file with the interceptors that a library adds to clients; empty if none does. */
  static Optional<String> interceptors(ClassLoader libraries) {
    return Stream.of(
            "software/amazon/awssdk/global/handlers/execution.interceptors",
            "software/amazon/awssdk/services/dynamodb/execution.interceptors")
        .filter(file -> libraries.getResource(file) != null)
        .findFirst();
  }

  /**
   * The name of the first setting that needs the SDK's client; empty if none does.
   *
   * @param endpoint where DynamoDB is called
   */
  Optional<String> first(String endpoint, String region) {
    return INTERCEPTORS
        .or(() -> QUARKUS.stream().filter(name -> asks(quarkus.apply(name))).findFirst())
        .or(() -> SDK.stream().filter(this::asks).map(Setting::variable).findFirst())
        .or(this::file)
        .or(this::agent)
        .or(() -> is(ENDPOINT, !SUPPORTED_ENDPOINT.matcher(endpoint).matches()))
        .or(() -> is("AWS_REGION", !isSupported(region)))
        .or(() -> is("quarkus.dynamodb.aws.credentials.type", isAnonymous()));
  }

  private static Optional<String> is(String name, boolean asks) {
    return asks ? Optional.of(name) : Optional.empty();
  }

  private static boolean asks(String value) {
    return value != null && !OFF.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  private boolean asks(Setting setting) {
    return asks(value(setting.variable(), setting.property()));
  }

  private String value(String variable, String property) {
    String value = properties.apply(property);
    return value == null ? environment.apply(variable) : value;
  }

  /** A file of profiles, each of which can have any of the SDK's settings. */
  private Optional<String> file() {
    return Stream.of(
            file("AWS_CONFIG_FILE", "aws.configFile", "config"),
            file("AWS_SHARED_CREDENTIALS_FILE", "aws.sharedCredentialsFile", "credentials"))
        .filter(files)
        .map(Path::toString)
        .findFirst();
  }

  private Path file(String variable, String property, String name) {
    String file = value(variable, property);
    if (file != null) {
      return Path.of(file.strip());
    }
    String home = environment.apply("HOME");
    return Path.of(home == null ? properties.apply("user.home") : home, ".aws", name);
  }

  /** An agent can trace calls by changing the classes of the SDK's client. */
  private Optional<String> agent() {
    String options = Objects.toString(environment.apply("JAVA_TOOL_OPTIONS"), "");
    return is(
        "JAVA_TOOL_OPTIONS",
        Arrays.stream(options.split("\\s+")).anyMatch(option -> option.startsWith("-javaagent:")));
  }

  private static boolean isSupported(String region) {
    return SUPPORTED_REGION.matcher(region).matches()
        && !region.startsWith("fips-")
        && !region.endsWith("-fips");
  }

  private boolean isAnonymous() {
    return "anonymous".equalsIgnoreCase(quarkus.apply("quarkus.dynamodb.aws.credentials.type"));
  }
}
