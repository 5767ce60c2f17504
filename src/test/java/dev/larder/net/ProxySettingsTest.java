package dev.larder.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
  private static final String HOST = "dynamodb.eu-central-1.amazonaws.com";

  private static ProxySettings of(Map<String, String> properties, Map<String, String> environment) {
    return new ProxySettings(properties::get, environment::get);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"})
  void aVariableNamesAProxyUnlessItIsEmpty(String name) {
    assertEquals(Optional.of(name), of(Map.of(), Map.of(name, "http://proxy:3128")).proxy());
    assertEquals(Optional.of(name), of(Map.of(), Map.of(name, "proxy:3128")).proxy());
    assertEquals(Optional.empty(), of(Map.of(), Map.of(name, " ")).proxy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https.proxyHost", "http.proxyHost"})
  void aSystemPropertyNamesAProxyBeforeAVariable(String name) {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "http://other:3128");
    assertEquals(Optional.of(name), of(Map.of(name, "proxy"), environment).proxy());
  }

  @Test
  void otherSettingsNameNoProxy() {
    assertEquals(
        Optional.empty(),
        of(
                Map.of("http.proxyPort", "3128", "http.nonProxyHosts", "a"),
                Map.of("NO_PROXY", "b", "ALL_PROXY", "c"))
            .proxy());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "dynamodb.eu-central-1.amazonaws.com true",
        "localhost,DynamoDB.eu-central-1.amazonaws.com true",
        "*.amazonaws.com true",
        "dynamodb.*.amazonaws.com true",
        "localhost|*.com true",
        "* true",
        ".amazonaws.com true",
        "amazonaws.com true",
        "com,localhost true",
        "zonaws.com false",
        "localhost,,127.0.0.1 false",
        "dynamodb.eu-central-1.amazonaws.com.example false",
        "dynamodb-eu-central-1-amazonaws-com false",
        "dynamodb.eu*amazonaws.org false",
        "dynamodb.eu.central.1.amazonaws.com false",
      })
  void aHostIsExceptedByItsNameADomainOrAPattern(String value, boolean excepted) {
    assertEquals(excepted, of(Map.of(), Map.of("NO_PROXY", value)).excepts(HOST));
    assertEquals(excepted, of(Map.of(), Map.of("no_proxy", value)).excepts(HOST));
    assertEquals(excepted, of(Map.of("http.nonProxyHosts", value), Map.of()).excepts(HOST));
  }

  @Test
  void withoutExceptionsNoHostIsExcepted() {
    assertEquals(false, of(Map.of(), Map.of()).excepts("localhost"));
  }
}
