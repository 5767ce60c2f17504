package dev.larder.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestFactory;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.manipulation.Filter;
import org.junit.runners.BlockJUnit4ClassRunner;
import org.junit.runners.model.InitializationError;
import software.amazon.awssdk.http.HttpClientUriNormalizationTestSuite;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpClientDefaultTestSuite;
import software.amazon.awssdk.http.SdkHttpClientTestSuite;

/**
 * The SDK's own tests of HTTP clients. These suites of blocking clients are left out:
 *
 * <ul>
 *   <li>{@code HttpProxyTestSuite} and {@code HttpClientDefaultProxyConfigTestSuite}, since the
 *       client supports no proxy
 *   <li>{@code SdkHttpClientLocalAddressFunctionalTestSuite}, since it does not choose its own
 *       address
 *   <li>{@code SdkHttpClientUriSanitizationTestSuite}, which wants {@code //} in a path to be sent
 *       as {@code /%2F}: the client sends the path that was signed, and neither DynamoDB's paths
 *       nor those of other calls have empty segments
 * </ul>
 */
class SdkConformanceTest {
  private static final String NO_TLS_OPTIONS =
      "the client trusts whom the Java runtime trusts, and has no option for that";

  /** Tests that fail, and why. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "validatesHttpsCertificateIssuer",
          "the SSLHandshakeException is the cause of a ConnectException, which tells that nothing"
              + " was sent; see TlsTest",
          "testCustomTlsTrustManager",
          NO_TLS_OPTIONS,
          "testTrustAllWorks",
          NO_TLS_OPTIONS,
          "testCustomTlsTrustManagerAndTrustAllFails",
          NO_TLS_OPTIONS);

  private static SdkHttpClient client() {
    return new SocketHttpClient(
        Duration.ofSeconds(5), Duration.ofSeconds(20), () -> SocketHttpClient.UNBOUNDED);
  }

  /** {@link #blockingClients} runs it. */
  public static final class Blocking extends SdkHttpClientTestSuite {
    @Override
    protected SdkHttpClient createSdkHttpClient(SdkHttpClientOptions options) {
      return client();
    }
  }

  /** {@link #clientsWithoutOptions} runs it. */
  public static final class WithoutOptions extends SdkHttpClientDefaultTestSuite {
    @Override
    protected SdkHttpClient createSdkHttpClient() {
      return client();
    }
  }

  @Nested
  class Paths extends HttpClientUriNormalizationTestSuite {
    @Override
    protected SdkHttpClient createSdkHttpClient() {
      return client();
    }
  }

  @TestFactory
  Stream<DynamicTest> blockingClients() throws InitializationError {
    return tests(Blocking.class);
  }

  @TestFactory
  Stream<DynamicTest> clientsWithoutOptions() throws InitializationError {
    return tests(WithoutOptions.class);
  }

  /** The suites are of JUnit 4, whose own runner this needs. */
  private static Stream<DynamicTest> tests(Class<?> suite) throws InitializationError {
    return new BlockJUnit4ClassRunner(suite)
        .getDescription().getChildren().stream()
            .map(
                test ->
                    dynamicTest(
                        test.getMethodName(),
                        () -> {
                          Result result =
                              new JUnitCore()
                                  .run(
                                      Request.runner(new BlockJUnit4ClassRunner(suite))
                                          .filterWith(Filter.matchMethodDescription(test)));
                          assertEquals(1, result.getRunCount());
                          if (EXCEPTIONS.containsKey(test.getMethodName())) {
                            assertFalse(result.wasSuccessful(), "It is no exception any more");
                          } else {
                            assertEquals(List.of(), result.getFailures());
                          }
                        }));
  }
}
