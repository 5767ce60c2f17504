package dev.larder.dynamo.lowlevel;

import dev.larder.net.Connection;
import dev.larder.net.Connection.Origin;
import dev.larder.net.PostClient;
import dev.larder.runtime.Trace;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.ClockSkew;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Makes the calls of DynamoDB that Larder needs; other operations throw {@link
 * UnsupportedOperationException}. Each call is one attempt. Exceptions are those of the SDK's
 * client: a {@code DynamoDbException} if DynamoDB refuses the call, and an {@link
 * SdkClientException} if it does not respond, or not with what the checksum of the response is of.
 */
public final class LowLevelClient implements DynamoDbClient {
  private static final String TARGET = "DynamoDB_20120810.";

  private final URI endpoint;
  private final String region;
  private final Origin origin;
  private final AwsCredentialsProvider credentials;
  private final PostClient http;
  private final InstantSource clock;
  private final Signature signature;

  /** The seconds by which the clock is fast, as far as a failed call has shown it. */
  private volatile int offset;

  /**
   * @param endpoint with {@code http} or {@code https}, without a path
   */
  public LowLevelClient(
      URI endpoint, String region, AwsCredentialsProvider credentials, PostClient http) {
    this(endpoint, region, credentials, http, InstantSource.system());
  }

  LowLevelClient(
      URI endpoint,
      String region,
      AwsCredentialsProvider credentials,
      PostClient http,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
    this.http = http;
    this.clock = clock;
    int usual = endpoint.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    int port = endpoint.getPort() < 0 ? usual : endpoint.getPort();
    this.origin = new Origin(usual == 443 ? "https" : "http", endpoint.getHost(), port);
    this.signature =
        new Signature(port == usual ? origin.host() : origin.host() + ':' + port, region);
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return call("GetItem", request, GetItemResponse.builder());
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return call("PutItem", request, PutItemResponse.builder());
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return call("UpdateItem", request, UpdateItemResponse.builder());
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return call("DeleteItem", request, DeleteItemResponse.builder());
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return call("Query", request, QueryResponse.builder());
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return call("Scan", request, ScanResponse.builder());
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    return call("BatchGetItem", request, BatchGetItemResponse.builder());
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    return call("BatchWriteItem", request, BatchWriteItemResponse.builder());
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return call("TransactWriteItems", request, TransactWriteItemsResponse.builder());
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    return call("DescribeTable", request, DescribeTableResponse.builder());
  }

  @Override
  public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
    return call("DescribeTimeToLive", request, DescribeTimeToLiveResponse.builder());
  }

  private <B extends SdkPojo & SdkBuilder<B, T>, T> T call(
      String operation, SdkPojo request, B response) {
    byte[] body = json(request);
    StringBuilder head = head(operation, body);
    Connection.Response answer;
    try {
      answer = http.post(origin, head, body);
    } catch (IOException | RuntimeException e) {
      throw failed("Unable to execute HTTP request: ", e);
    }
    requireChecksum(answer);
    if (answer.status() / 100 != 2) {
      throw refused(answer);
    }
    ResponseJson.read(answer.body(), response);
    return response.build();
  }

  private static byte[] json(SdkPojo request) {
    try {
      return RequestJson.of(request);
    } catch (RuntimeException e) {
      throw failed("Unable to marshall request to JSON: ", e);
    }
  }

  private static SdkClientException failed(String what, Exception cause) {
    return SdkClientException.create(what + cause.getMessage(), cause);
  }

  private StringBuilder head(String operation, byte[] body) {
    AwsCredentials identity = credentials.resolveCredentials();
    StringBuilder head = new StringBuilder(2048);
    head.append("POST / HTTP/1.1\r\n");
    signature.sign(
        new Signature.Request(
            identity.accessKeyId(),
            identity.secretAccessKey(),
            identity instanceof AwsSessionCredentials session ? session.sessionToken() : null,
            TARGET + operation,
            body,
            clock.instant().minusSeconds(offset)),
        head);
    Trace.header()
        .ifPresent(trace -> head.append(Trace.HEADER).append(": ").append(trace).append("\r\n"));
    return head.append("User-Agent: larder\r\nContent-Length: ").append(body.length).append("\r\n");
  }

  private static void requireChecksum(Connection.Response response) {
    String expected = response.field("x-amz-crc32");
    if (expected != null) {
      CRC32 checksum = new CRC32();
      checksum.update(response.body());
      if (!expected.equals(Long.toString(checksum.getValue()))) {
        throw Crc32MismatchException.builder()
            .message(
                "Expected "
                    + expected
                    + " as the Crc32 checksum but the actual calculated checksum was "
                    + checksum.getValue())
            .build();
      }
    }
  }

  private AwsServiceException refused(Connection.Response response) {
    AwsServiceException exception = ErrorResponse.exception(response, offset);
    if (exception.isClockSkewException()) {
      ClockSkew.getServerTime(exception.awsErrorDetails().sdkHttpResponse())
          .ifPresent(time -> offset = (int) Duration.between(time, clock.instant()).toSeconds());
    }
    return exception;
  }

  /** Forgets what it derived from credentials. */
  public void renew() {
    signature.forgetKey();
  }

  @Override
  public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
    return DynamoDbServiceClientConfiguration.builder()
        .region(Region.of(region))
        .endpointOverride(endpoint)
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Does nothing: who made the HTTP client closes it. */
  @Override
  public void close() {}
}
