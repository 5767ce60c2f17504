package dev.larder.aws;

import dev.larder.dynamo.Backoff;
import dev.larder.dynamo.Deadline;
import dev.larder.runtime.Trace;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Calls AWS services other than DynamoDB. It signs calls with the function's credentials and adds
 * the trace header of the invocation. An SDK client for each service would make the function
 * megabytes larger, for one operation each.
 */
@Singleton
public class AwsClient {
  private static final int MAX_ATTEMPTS = 3;

  private final Backoff backoff;
  private final SdkHttpClient http;
  private final Map<AwsService, URI> endpoints = new ConcurrentHashMap<>();
  private Signing signing;

  AwsClient(Deadline deadline, SdkHttpClient http) {
    this.backoff = new Backoff(deadline);
    this.http = http;
  }

  /** What signs calls, and for which region; the first call creates it. */
  private record Signing(
      AwsV4HttpSigner signer, DefaultCredentialsProvider credentials, Region region) {}

  /**
   * Calls an operation by POST. If the service does not respond, fails or throttles, the call is
   * repeated, up to three attempts and until the deadline. The operation must be safe to repeat.
   *
   * @param path percent-encoded
   * @return the last response, whatever its status
   * @throws UncheckedIOException if the last attempt had no response
   */
  public AwsResponse post(
      AwsService service, String path, Map<String, String> headers, byte[] body) {
    for (int attempt = 0; ; attempt++) {
      try {
        AwsResponse response = call(service, path, headers, body);
        if (!response.isTransient() || !isWorthAnother(attempt)) {
          return response;
        }
      } catch (IOException e) {
        if (!isWorthAnother(attempt)) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Waits before the next attempt. Returns false if there is none. */
  private boolean isWorthAnother(int attempt) {
    return attempt < MAX_ATTEMPTS - 1 && backoff.pause(attempt);
  }

  private AwsResponse call(
      AwsService service, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    Signing signing = signing();
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint(service, signing.region()))
            .encodedPath(path)
            .contentStreamProvider(() -> new ByteArrayInputStream(body))
            .putHeader("Content-Length", String.valueOf(body.length));
    headers.forEach(request::putHeader);
    Trace.header().ifPresent(trace -> request.putHeader(Trace.HEADER, trace));
    SdkHttpRequest unsigned = request.build();
    SignedRequest signed =
        signing
            .signer()
            .sign(
                sign ->
                    sign.identity(signing.credentials().resolveCredentials())
                        .request(unsigned)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.signingName())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, signing.region().id()));
    HttpExecuteResponse response =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(signed.payload().orElse(null))
                    .build())
            .call();
    byte[] content = new byte[0];
    if (response.responseBody().isPresent()) {
      try (var stream = response.responseBody().get()) {
        content = stream.readAllBytes();
      }
    }
    return new AwsResponse(response.httpResponse().statusCode(), content);
  }

  private synchronized Signing signing() {
    if (signing == null) {
      signing =
          new Signing(
              AwsV4HttpSigner.create(),
              DefaultCredentialsProvider.builder().build(),
              DefaultAwsRegionProviderChain.builder().build().getRegion());
    }
    return signing;
  }

  private URI endpoint(AwsService service, Region region) {
    return endpoints.computeIfAbsent(service, called -> called.endpoint(region));
  }

  @PreDestroy
  synchronized void close() {
    if (signing != null) {
      signing.credentials().close();
    }
  }
}
