package dev.larder.documentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.FakeLambda;
import dev.larder.dev.DevTables;
import dev.larder.dev.EmbeddedDynamoDb;
import dev.larder.dev.LocalGateway;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.RuntimeApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What {@code ./mvnw quarkus:dev} serves with some environment variables, without the start of dev
 * mode: the built function, with the defaults of dev mode, behind its gateway.
 */
final class Service implements AutoCloseable {
  private static final Map<String, String> DEFAULTS =
      Map.of("TABLE_NAME", "items", "LARDER_SYSTEM_TABLE", "larder", "LARDER_ACCESS", "open");

  private static final String INVOKE = "/q/invoke";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
  private final FakeLambda lambda = new FakeLambda();
  private final Map<String, String> environment = new HashMap<>(DEFAULTS);
  private final DynamoDbClient client =
      DynamoDbClient.builder()
          .endpointOverride(engine.endpoint())
          .region(Region.of(RuntimeApi.REGION))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("dev", "dev")))
          .build();
  private final DeployedFunction function;
  private final LocalGateway.Started gateway;
  private volatile boolean closed;

  private Service(String name, Map<String, String> variables) {
    environment.putAll(variables);
    DevTables.recreate(client, environment);
    Map<String, String> all = new HashMap<>(environment);
    all.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", engine.endpoint().toString());
    all.put("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint());
    function = BuiltFunction.start(name, all);
    boolean callers = environment.get("LARDER_ACCESS").equals("authorizer");
    gateway = LocalGateway.start(0, this::respond, callers);
    Thread jobs = new Thread(this::deliver, "asynchronous-invocations");
    jobs.setDaemon(true);
    jobs.start();
  }

  /**
   * Starts it.
   *
   * @param name that of its log in the build's folder
   */
  static Service start(String name, Map<String, String> variables) {
    return new Service(name, variables);
  }

  int port() {
    return gateway.port();
  }

  /** Empties all tables, as a new start of dev mode does. */
  void reset() {
    DevTables.recreate(client, environment);
  }

  private byte[] respond(byte[] event) throws IOException {
    JsonNode request = MAPPER.readTree(event);
    if (!request.path("rawPath").asText().equals(INVOKE)) {
      RuntimeApi.Outcome outcome = function.invoke(event);
      if (outcome.failed()) {
        throw new IllegalStateException(outcome.text());
      }
      return outcome.payload();
    }
    RuntimeApi.Outcome outcome = function.invoke(body(request));
    Map<String, Object> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    JsonNode payload = MAPPER.readTree(outcome.payload());
    if (outcome.failed()) {
      headers.put("X-Amz-Function-Error", "Unhandled");
      ((ObjectNode) payload).remove("stackTrace");
    }
    return MAPPER.writeValueAsBytes(
        Map.of("statusCode", 200, "headers", headers, "body", payload.toString()));
  }

  private static byte[] body(JsonNode request) {
    String body = request.path("body").asText();
    return request.path("isBase64Encoded").asBoolean()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  private void deliver() {
    try {
      while (!closed) {
        if (lambda.isEmpty()) {
          Thread.sleep(20);
        } else {
          lambda.deliver(lambda.next(), function.api());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    gateway.close();
    function.close();
    lambda.close();
    client.close();
    engine.close();
  }
}
