package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdkOnlySettingsTest {
  private static final String ENDPOINT = "https://dynamodb.eu-central-1.amazonaws.com";
  private static final String REGION = "eu-central-1";

  private final Map<String, String> set = new HashMap<>(Map.of("HOME", "/home/somebody"));

  /** The names of the three kinds of settings differ. */
  private Optional<String> first(String endpoint, String region, String file) {
    return new SdkOnlySettings(set::get, set::get, set::get, Path.of(file)::equals)
        .first(endpoint, region);
  }

  private Optional<String> first() {
    return first(ENDPOINT, REGION, "/nowhere");
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.dynamodb.interceptors, com.example.Recorder, quarkus.dynamodb.interceptors",
    "quarkus.dynamodb.telemetry, true, quarkus.dynamodb.telemetry",
    "quarkus.dynamodb.telemetry, false,",
    "quarkus.dynamodb.api-call-timeout, 2S, quarkus.dynamodb.api-call-timeout",
    "quarkus.dynamodb.api-call-attempt-timeout, 1S, quarkus.dynamodb.api-call-attempt-timeout",
    "quarkus.dynamodb.enable-endpoint-discovery, true, quarkus.dynamodb.enable-endpoint-discovery",
    "quarkus.dynamodb.enable-endpoint-discovery, false,",
    "quarkus.dynamodb.aws.credentials.type, anonymous, quarkus.dynamodb.aws.credentials.type",
    "quarkus.dynamodb.aws.credentials.type, static,",
    "quarkus.dynamodb.sync-client.type, apache,",
    "AWS_USE_FIPS_ENDPOINT, true, AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT, false,",
    "AWS_USE_FIPS_ENDPOINT, FALSE,",
    "AWS_USE_FIPS_ENDPOINT, '',",
    "aws.useFipsEndpoint, true, AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT, True, AWS_USE_DUALSTACK_ENDPOINT",
    "aws.useDualstackEndpoint, true, AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE, required, AWS_ACCOUNT_ID_ENDPOINT_MODE",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE, preferred, AWS_ACCOUNT_ID_ENDPOINT_MODE",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE, disabled,",
    "aws.accountIdEndpointMode, required, AWS_ACCOUNT_ID_ENDPOINT_MODE",
    "AWS_ENDPOINT_DISCOVERY_ENABLED, true, AWS_ENDPOINT_DISCOVERY_ENABLED",
    "aws.endpointDiscoveryEnabled, true, AWS_ENDPOINT_DISCOVERY_ENABLED",
    "AWS_PARTITIONS_FILE, /opt/partitions.json, AWS_PARTITIONS_FILE",
    "aws.partitionsFile, /opt/partitions.json, AWS_PARTITIONS_FILE",
    "AWS_SDK_UA_APP_ID, shop, AWS_SDK_UA_APP_ID",
    "sdk.ua.appId, shop, AWS_SDK_UA_APP_ID",
    "AWS_PROFILE, shop, AWS_PROFILE",
    "aws.profile, shop, AWS_PROFILE",
    "JAVA_TOOL_OPTIONS, -Xmx1g -javaagent:/opt/agent.jar, JAVA_TOOL_OPTIONS",
    "JAVA_TOOL_OPTIONS, -XX:TieredStopAtLevel=1,",
    "AWS_RETRY_MODE, adaptive,",
    "AWS_MAX_ATTEMPTS, 9,",
    "AWS_DEFAULTS_MODE, in-region,",
    "AWS_CONFIG_FILE, /not/there,"
  })
  void whatNeedsTheSdk(String name, String value, String needed) {
    set.put(name, value);
    assertEquals(Optional.ofNullable(needed), first());
  }

  @Test
  void withoutSettingsNothingNeedsIt() {
    assertEquals(Optional.empty(), first());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "software/amazon/awssdk/global/handlers/execution.interceptors",
        "software/amazon/awssdk/services/dynamodb/execution.interceptors"
      })
  void interceptorsOfALibraryNeedIt(String file, @TempDir Path library) throws IOException {
    Files.createDirectories(library.resolve(file).getParent());
    Files.writeString(library.resolve(file), "com.example.Interceptor");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {library.toUri().toURL()})) {
      assertEquals(Optional.of(file), SdkOnlySettings.interceptors(loader));
    }
    assertEquals(
        Optional.empty(), SdkOnlySettings.interceptors(SdkOnlySettings.class.getClassLoader()));
  }

  @Test
  void aSystemPropertyComesBeforeTheVariable() {
    set.put("AWS_USE_FIPS_ENDPOINT", "true");
    set.put("aws.useFipsEndpoint", "false");
    assertEquals(Optional.empty(), first());
  }

  @ParameterizedTest
  @CsvSource({
    "HOME, /home/somebody, /home/somebody/.aws/config",
    "HOME, /home/somebody, /home/somebody/.aws/credentials",
    "AWS_CONFIG_FILE, /opt/config, /opt/config",
    "aws.configFile, /opt/config, /opt/config",
    "AWS_SHARED_CREDENTIALS_FILE, /opt/credentials, /opt/credentials",
    "aws.sharedCredentialsFile, /opt/credentials, /opt/credentials"
  })
  void aFileOfProfilesNeedsIt(String name, String value, String file) {
    set.put(name, value);
    assertEquals(Optional.of(file), first(ENDPOINT, REGION, file));
  }

  @Test
  void withoutHomeTheFileIsThatOfTheUser() {
    set.remove("HOME");
    set.put("user.home", "/root");
    assertEquals(Optional.of("/root/.aws/config"), first(ENDPOINT, REGION, "/root/.aws/config"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://dynamodb.eu-central-1.amazonaws.com,",
    "http://localhost:8000,",
    "http://localhost:8000/,",
    "HTTP://127.0.0.1:1,",
    "http://[::1]:8000,",
    "http://localhost:8000/base, quarkus.dynamodb.endpoint-override",
    "http://localhost:8000?a=b, quarkus.dynamodb.endpoint-override",
    "http://me@localhost:8000, quarkus.dynamodb.endpoint-override",
    "localhost:8000, quarkus.dynamodb.endpoint-override",
    "unix:/tmp/socket, quarkus.dynamodb.endpoint-override"
  })
  void anUnusualEndpointNeedsIt(String endpoint, String needed) {
    assertEquals(Optional.ofNullable(needed), first(endpoint, REGION, "/nowhere"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"eu-central-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1"})
  void aRegionDoesNotNeedIt(String region) {
    assertEquals(Optional.empty(), first(ENDPOINT, region, "/nowhere"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"local", "aws-global", "fips-us-east-1", "us-east-1-fips", "EU-CENTRAL-1", "a b"})
  void anotherRegionNeedsIt(String region) {
    assertEquals(Optional.of("AWS_REGION"), first(ENDPOINT, region, "/nowhere"));
  }
}
