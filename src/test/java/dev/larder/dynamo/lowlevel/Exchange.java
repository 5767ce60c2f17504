package dev.larder.dynamo.lowlevel;

import dev.larder.net.Connection;
import dev.larder.net.Connection.Origin;
import dev.larder.net.PostClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a client sends to a service whose response is fixed. */
public final class Exchange implements SdkHttpClient, PostClient {
  static final String REGION = "eu-central-1";
  static final URI ENDPOINT = URI.create("https://dynamodb.eu-central-1.amazonaws.com");

  private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final int status;
  private final byte[] response;
  private IOException failure;
  private byte[] request;

  public Exchange(int status, byte[] response) {
    this.status = status;
    this.response = response;
  }

  Exchange with(String field, String value) {
    fields.put(field, List.of(value));
    return this;
  }

  Exchange failing(IOException failure) {
    this.failure = failure;
    return this;
  }

  /** The SDK's client, whose calls are these. */
  DynamoDbClient sdk() {
    return DynamoDbClient.builder()
        .endpointOverride(ENDPOINT)
        .region(Region.of(REGION))
        .credentialsProvider(() -> AwsBasicCredentials.create("key", "secret"))
        .httpClient(this)
        .overrideConfiguration(client -> client.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  LowLevelClient lowLevel() {
    return lowLevel(AwsBasicCredentials.create("key", "secret"), InstantSource.system());
  }

  LowLevelClient lowLevel(AwsCredentials credentials, InstantSource clock) {
    return new LowLevelClient(ENDPOINT, REGION, () -> credentials, this, clock);
  }

  byte[] request() {
    return request;
  }

  /** The value of a header field that was sent; null if it was not. */
  public String sent(String field) {
    return sent.get(field);
  }

  @Override
  public Connection.Response post(Origin origin, CharSequence head, byte[] body)
      throws IOException {
    request = body;
    List<String> lines = head.toString().lines().toList();
    if (!lines.get(0).equals("POST / HTTP/1.1") || !head.toString().endsWith("\r\n")) {
      throw new AssertionError(head);
    }
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      sent.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    if (failure != null) {
      throw failure;
    }
    return new Connection.Response(status, "", fields, response, true);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {}
    };
  }

  private HttpExecuteResponse answer(HttpExecuteRequest called) throws IOException {
    called.httpRequest().headers().forEach((name, values) -> sent.put(name, values.get(0)));
    try (InputStream body = called.contentStreamProvider().orElseThrow().newStream()) {
      request = body.readAllBytes();
    }
    if (failure != null) {
      throw failure;
    }
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder().statusCode(status).statusText("").headers(fields).build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response)))
        .build();
  }

  @Override
  public void close() {}
}
