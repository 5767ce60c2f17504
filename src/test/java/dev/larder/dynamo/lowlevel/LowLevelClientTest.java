package dev.larder.dynamo.lowlevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
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

/** Compares the client with that of the SDK. */
class LowLevelClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = Long.getLong("seed", 20260101L);
  private static final int TRIES = 40 * Integer.getInteger("fuzz.tries", 1);
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String TRACE = "com.amazonaws.xray.traceHeader";
  private static final GetItemRequest GET =
      GetItemRequest.builder().tableName("t").key(Map.of()).build();

  static List<Operation<?, ?>> operations() {
    return List.of(
        of("GetItem", GetItemRequest::builder, GetItemResponse::builder, DynamoDbClient::getItem),
        of("PutItem", PutItemRequest::builder, PutItemResponse::builder, DynamoDbClient::putItem),
        of(
            "UpdateItem",
            UpdateItemRequest::builder,
            UpdateItemResponse::builder,
            DynamoDbClient::updateItem),
        of(
            "DeleteItem",
            DeleteItemRequest::builder,
            DeleteItemResponse::builder,
            DynamoDbClient::deleteItem),
        of("Query", QueryRequest::builder, QueryResponse::builder, DynamoDbClient::query),
        of("Scan", ScanRequest::builder, ScanResponse::builder, DynamoDbClient::scan),
        of(
            "BatchGetItem",
            BatchGetItemRequest::builder,
            BatchGetItemResponse::builder,
            DynamoDbClient::batchGetItem),
        of(
            "BatchWriteItem",
            BatchWriteItemRequest::builder,
            BatchWriteItemResponse::builder,
            DynamoDbClient::batchWriteItem),
        of(
            "TransactWriteItems",
            TransactWriteItemsRequest::builder,
            TransactWriteItemsResponse::builder,
            DynamoDbClient::transactWriteItems),
        of(
            "DescribeTable",
            DescribeTableRequest::builder,
            DescribeTableResponse::builder,
            DynamoDbClient::describeTable),
        of(
            "DescribeTimeToLive",
            DescribeTimeToLiveRequest::builder,
            DescribeTimeToLiveResponse::builder,
            DynamoDbClient::describeTimeToLive));
  }

  private record Operation<Q, A>(
      String name,
      Supplier<? extends SdkBuilder<?, Q>> request,
      Supplier<? extends SdkBuilder<?, A>> response,
      BiFunction<DynamoDbClient, Q, A> call) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static <Q, A> Operation<Q, A> of(
      String name,
      Supplier<? extends SdkBuilder<?, Q>> request,
      Supplier<? extends SdkBuilder<?, A>> response,
      BiFunction<DynamoDbClient, Q, A> call) {
    return new Operation<>(name, request, response, call);
  }

  private static Stream<Method> implemented() {
    return Arrays.stream(LowLevelClient.class.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && method.getParameterCount() == 1)
        .filter(method -> method.getParameterTypes()[0].getSimpleName().endsWith("Request"));
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(byte[] body) {
    CRC32 checksum = new CRC32();
    checksum.update(body);
    return Long.toString(checksum.getValue());
  }

  @Test
  void everyOperationIsCompared() {
    Set<String> compared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    operations().forEach(operation -> compared.add(operation.name()));
    Set<String> implemented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    implemented().forEach(method -> implemented.add(method.getName()));
    assertEquals(operations().size(), implemented.size());
    assertTrue(compared.containsAll(implemented), implemented::toString);
  }

  @ParameterizedTest
  @MethodSource("operations")
  <Q, A> void theSameIsSent(Operation<Q, A> operation) throws IOException {
    RandomModel random = new RandomModel(SEED);
    Exchange ofSdk = new Exchange(200, NOTHING);
    Exchange own = new Exchange(200, NOTHING);
    try (DynamoDbClient sdk = ofSdk.sdk();
        DynamoDbClient client = own.lowLevel()) {
      for (int left = TRIES; left > 0; left--) {
        Q request = random.object(operation.request().get());
        operation.call().apply(sdk, request);
        operation.call().apply(client, request);
        assertEquals(JSON.readTree(ofSdk.request()), JSON.readTree(own.request()));
      }
    }
    for (String field : List.of("X-Amz-Target", "Content-Type", "Host")) {
      assertEquals(
          ofSdk.sent(field) == null ? Exchange.ENDPOINT.getHost() : ofSdk.sent(field),
          own.sent(field));
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  <Q, A> void theSameIsRead(Operation<Q, A> operation) {
    RandomModel random = new RandomModel(SEED);
    Q request = random.object(operation.request().get());
    for (int left = TRIES; left > 0; left--) {
      SdkPojo expected = (SdkPojo) random.object(operation.response().get());
      byte[] body = bytes(random.json(expected));
      Exchange exchange = new Exchange(200, body).with("x-amz-crc32", checksum(body));
      try (DynamoDbClient sdk = exchange.sdk();
          DynamoDbClient client = exchange.lowLevel()) {
        SdkPojo ofSdk = (SdkPojo) operation.call().apply(sdk, request);
        SdkPojo own = (SdkPojo) operation.call().apply(client, request);
        assertTrue(own.equalsBySdkFields(ofSdk), () -> ofSdk + "\n" + own);
        assertTrue(own.equalsBySdkFields(expected), () -> expected + "\n" + own);
        assertEquals(ofSdk.toString(), own.toString());
      }
    }
  }

  /** Of all exceptions that the SDK declares for the operations, and of codes without one. */
  static Stream<String> codes() {
    Set<String> names = new TreeSet<>();
    implemented()
        .map(LowLevelClientTest::declared)
        .flatMap(method -> Arrays.stream(method.getExceptionTypes()))
        .filter(type -> AwsServiceException.class.isAssignableFrom(type))
        .map(Class::getSimpleName)
        .forEach(names::add);
    names.remove("DynamoDbException");
    names.remove("InternalServerErrorException");
    names.remove("RequestLimitExceededException");
    assertTrue(names.size() > 10, names::toString);
    return Stream.concat(
        names.stream(),
        Stream.of(
            "InternalServerError",
            "RequestLimitExceeded",
            "AccessDeniedException",
            "ValidationException",
            "UnrecognizedClientException"));
  }

  private static Method declared(Method method) {
    try {
      return DynamoDbClient.class.getMethod(method.getName(), method.getParameterTypes());
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static SdkException thrown(DynamoDbClient client) {
    try (client) {
      return assertThrows(SdkException.class, () -> client.getItem(GET));
    }
  }

  /** Asserts that both clients throw the same for a response, and returns it. */
  private static AwsServiceException compared(Exchange exchange) {
    AwsServiceException expected = (AwsServiceException) thrown(exchange.sdk());
    AwsServiceException own = (AwsServiceException) thrown(exchange.lowLevel());
    assertEquals(expected.getClass(), own.getClass());
    assertEquals(expected.getMessage(), own.getMessage());
    assertEquals(expected.statusCode(), own.statusCode());
    assertEquals(expected.requestId(), own.requestId());
    assertEquals(expected.isThrottlingException(), own.isThrottlingException());
    assertEquals(expected.isClockSkewException(), own.isClockSkewException());
    assertEquals(expected.awsErrorDetails().errorCode(), own.awsErrorDetails().errorCode());
    assertEquals(expected.awsErrorDetails().errorMessage(), own.awsErrorDetails().errorMessage());
    assertEquals(expected.awsErrorDetails().serviceName(), own.awsErrorDetails().serviceName());
    assertEquals(expected.awsErrorDetails().rawResponse(), own.awsErrorDetails().rawResponse());
    for (SdkField<?> field : expected.sdkFields()) {
      assertEquals(field.getValueOrDefault(expected), field.getValueOrDefault(own));
    }
    return own;
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theSameIsThrown(String code) {
    RandomModel random = new RandomModel(SEED);
    AwsServiceException empty =
        compared(
            new Exchange(400, bytes(JSON.createObjectNode().put("__type", "com.amazon#" + code))));
    for (int left = TRIES; left > 0; left--) {
      ObjectNode json =
          empty.toBuilder() instanceof SdkBuilder<?, ?> builder
              ? random.json((SdkPojo) random.object(builder))
              : JSON.createObjectNode();
      json.put("__type", "com.amazonaws.dynamodb.v20120810#" + code);
      json.put(left % 2 == 0 ? "message" : "Message", "What is wrong: ä");
      byte[] body = bytes(json);
      compared(
          new Exchange(left % 5 == 0 ? 500 : 400, body)
              .with("x-amzn-RequestId", "id-" + left)
              .with("x-amz-crc32", checksum(body)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"__type\":\"ValidationException\"}",
        "{\"message\":\"Alone\"}",
        "<html>Bad Gateway</html>",
        "{\"__type\":\"x#ThrottlingException\",\"message\":null}"
      })
  void soOfResponsesThatSayLess(String body) {
    for (int status : List.of(400, 403, 429, 502, 503)) {
      compared(new Exchange(status, body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 500})
  void aResponseWithAnotherChecksumIsNotUsed(int status) {
    Exchange exchange = new Exchange(status, NOTHING).with("x-amz-crc32", "1");
    assertEquals(Crc32MismatchException.class, thrown(exchange.lowLevel()).getClass());
  }

  @Test
  void theSdkDoesNotUseItEither() {
    Exchange exchange = new Exchange(200, NOTHING).with("x-amz-crc32", "1");
    SdkException expected = thrown(exchange.sdk());
    assertEquals(Crc32MismatchException.class, expected.getClass());
    assertTrue(expected.getMessage().startsWith(thrown(exchange.lowLevel()).getMessage()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"Item\":", "{\"Item\":{\"a\":\"b\"}}", "{\"Item\":[]}", "no"})
  void aResponseThatIsNoneCannotBeRead(String body) {
    SdkException thrown =
        thrown(new Exchange(200, body.getBytes(StandardCharsets.UTF_8)).lowLevel());
    assertEquals(SdkClientException.class, thrown.getClass());
    assertTrue(thrown.getCause() instanceof RuntimeException);
  }

  @Test
  void whatDoesNotArriveIsTheCause() {
    for (IOException failure :
        List.of(new ConnectException("Refused"), new SocketTimeoutException("Late"))) {
      Exchange exchange = new Exchange(200, NOTHING).failing(failure);
      SdkException own = thrown(exchange.lowLevel());
      assertEquals(SdkClientException.class, own.getClass());
      assertEquals(failure, own.getCause());
      assertEquals(failure, thrown(exchange.sdk()).getCause());
    }
  }

  @Test
  void credentialsOfASessionSendItsToken() {
    Exchange exchange = new Exchange(200, NOTHING);
    exchange
        .lowLevel(AwsSessionCredentials.create("key", "secret", "token"), InstantSource.system())
        .getItem(GET);
    assertEquals("token", exchange.sent("X-Amz-Security-Token"));
    assertTrue(exchange.sent("Authorization").contains("x-amz-security-token"));
  }

  private static String traced(String property) {
    String before = System.getProperty(TRACE);
    try {
      System.setProperty(TRACE, property);
      Exchange exchange = new Exchange(200, NOTHING);
      exchange.lowLevel().getItem(GET);
      return exchange.sent("X-Amzn-Trace-Id");
    } finally {
      if (before == null) {
        System.clearProperty(TRACE);
      } else {
        System.setProperty(TRACE, before);
      }
    }
  }

  @Test
  void aTraceIsPropagated() {
    assertEquals("Root=1-2-3;Sampled=0", traced("Root=1-2-3;Sampled=0"));
    assertNull(traced("982322c9-e189-473f-a267-3ee789cd96c4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RequestTimeTooSkewed", "InvalidSignatureException"})
  void aClockThatIsWrongIsSetRightForTheNextCall(String code) {
    Instant now = Instant.now();
    Duration fast = Duration.ofHours(2);
    Exchange exchange =
        new Exchange(400, bytes(JSON.createObjectNode().put("__type", "x#" + code)))
            .with("Date", rfc822(now.minus(fast)));
    LowLevelClient client =
        exchange.lowLevel(AwsBasicCredentials.create("key", "secret"), InstantSource.fixed(now));
    assertThrows(AwsServiceException.class, () -> client.getItem(GET));
    assertEquals(basic(now), exchange.sent("X-Amz-Date"));
    assertThrows(AwsServiceException.class, () -> client.getItem(GET));
    assertEquals(basic(now.minus(fast)), exchange.sent("X-Amz-Date"));
  }

  @Test
  void anotherErrorDoesNotChangeTheClock() {
    Instant now = Instant.now();
    Exchange exchange =
        new Exchange(400, bytes(JSON.createObjectNode().put("__type", "x#ValidationException")))
            .with("Date", rfc822(now.minus(Duration.ofHours(2))));
    LowLevelClient client =
        exchange.lowLevel(AwsBasicCredentials.create("key", "secret"), InstantSource.fixed(now));
    assertThrows(AwsServiceException.class, () -> client.getItem(GET));
    assertThrows(AwsServiceException.class, () -> client.getItem(GET));
    assertEquals(basic(now), exchange.sent("X-Amz-Date"));
  }

  private static String rfc822(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private static String basic(Instant time) {
    return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
        .format(time.atOffset(ZoneOffset.UTC));
  }

  @Test
  void otherOperationsAreNotSupported() {
    LowLevelClient client = new Exchange(200, NOTHING).lowLevel();
    assertThrows(UnsupportedOperationException.class, client::listTables);
  }

  @Test
  void itTellsWhereItCalls() {
    var configuration = new Exchange(200, NOTHING).lowLevel().serviceClientConfiguration();
    assertEquals(Exchange.ENDPOINT, configuration.endpointOverride().orElseThrow());
    assertEquals(Exchange.REGION, configuration.region().id());
  }
}
