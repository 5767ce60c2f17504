package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.TestDynamoDb;
import dev.larder.lambda.CountingProxy.Traffic;
import dev.larder.sample.HookedFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What makes a function slow, held without a clock: the classes of a cold start, what a request
 * allocates and how often it speaks to others, the size of the zip. None of it depends on what else
 * the machine does.
 */
class FootprintIT {
  private static final int WARM_UP = 50;
  private static final int REQUESTS = 500;
  private static final Duration READY = Duration.ofSeconds(60);

  private static final Pattern STATUS_200 = Pattern.compile("\"statusCode\":200\\b");

  private static final String NOTE = "Please ring twice and wait for the door. ".repeat(20);
  private static final Map<String, AttributeValue> ITEM =
      Map.of("id", AttributeValue.fromS("footprint"), "note", AttributeValue.fromS(NOTE));
  private static final String PATH = "/items/footprint";
  private static final byte[] GET = bytes(HttpEvent.of("GET", PATH));
  private static final byte[] PUT =
      bytes(HttpEvent.of("PUT", PATH).json("{\"note\":\"" + NOTE + "\"}"));

  /**
   * What was measured on JDK 17 and 25, and by how many percent more it may be. A change that has
   * good reason to need more enters its own figures, which the test prints.
   */
  private enum Bound {
    // On JDK 17, on JDK 25, percent
    CLASSES(6_985, 7_065, 2),
    GET_BYTES(80_800, 81_400, 10),
    PUT_BYTES(112_400, 112_600, 10),
    ZIP_BYTES(17_047_300, 17_047_300, 3),
    NATIVE_ZIP_BYTES(28_263_500, 28_263_500, 3);

    private final long most;

    Bound(long jdk17, long jdk25, int percent) {
      long measured =
          switch (Runtime.version().feature()) {
            case 17 -> jdk17;
            case 25 -> jdk25;
            default -> Math.max(jdk17, jdk25);
          };
      this.most = measured * (100 + percent) / 100;
    }

    void require(long figure) {
      String text = String.format(Locale.ROOT, "%s: %,d, at most %,d", this, figure, most);
      System.out.println(text);
      assertTrue(figure <= most, text);
    }
  }

  private static final TestDynamoDb dynamoDb = TestDynamoDb.start();
  private static final CountingProxy toDynamoDb = CountingProxy.start();
  private static final CountingProxy toLambda = CountingProxy.start();

  @TempDir private static Path folder;

  private static DeployedFunction function;
  private static LoadedClasses atFirstAnswer;

  @BeforeAll
  static void startAndAnswer() {
    assumeFalse(HookedFunction.CHOSEN, "the bounds are those of Larder alone");
    dynamoDb.client().putItem(put -> put.tableName("items").item(ITEM));
    toDynamoDb.server("127.0.0.1", dynamoDb.endpoint().getPort());
    Path log = folder.resolve("classes.log");
    Map<String, String> environment = new HashMap<>(LoadedClasses.logTo(log));
    environment.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", "http://" + toDynamoDb.address());
    environment.put("AWS_LAMBDA_RUNTIME_API", toLambda.address());
    function =
        BuiltFunction.startWithoutArchive(
            "footprint", BuiltFunction.environment(dynamoDb.endpoint(), environment));
    String[] lambda = function.api().address().split(":");
    toLambda.server(lambda[0], Integer.parseInt(lambda[1]));
    send(GET, 1);
    atFirstAnswer = LoadedClasses.read(log);
  }

  @AfterAll
  static void end() {
    if (function != null) {
      function.close();
    }
    toLambda.close();
    toDynamoDb.close();
    dynamoDb.close();
  }

  /**
   * Waits after each answer until the function asks for the next event, and so has nothing to do.
   */
  private static void send(byte[] event, int times) {
    for (int n = 0; n < times; n++) {
      RuntimeApi.Outcome outcome = function.invoke(event);
      assertTrue(STATUS_200.matcher(outcome.text()).find(), outcome::text);
      function.awaitNext(READY);
    }
  }

  private static byte[] bytes(HttpEvent event) {
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFirstAnswerLoadsNoMoreClasses() {
    assumeTrue(BuiltFunction.runsOnJvm(), "an executable loads no classes");
    Bound.CLASSES.require((long) atFirstAnswer.all());
  }

  @Test
  void aGetAllocatesNoMoreAndIsOneCall() throws Exception {
    requireAsBefore(GET, Bound.GET_BYTES);
  }

  @Test
  void aPutAllocatesNoMoreAndIsOneCall() throws Exception {
    requireAsBefore(PUT, Bound.PUT_BYTES);
  }

  private static void requireAsBefore(byte[] event, Bound allocations) throws Exception {
    send(event, WARM_UP);
    long pid = function.process().pid();
    Traffic dynamoDbBefore = toDynamoDb.traffic();
    Traffic lambdaBefore = toLambda.traffic();
    AllocatedBytes before = BuiltFunction.runsOnJvm() ? AllocatedBytes.of(pid) : null;
    send(event, REQUESTS);
    AllocatedBytes after = BuiltFunction.runsOnJvm() ? AllocatedBytes.of(pid) : null;
    // Each over the connection that is open, in one piece.
    assertEquals(new Traffic(0, REQUESTS, REQUESTS), toDynamoDb.traffic().since(dynamoDbBefore));
    Traffic lambda = toLambda.traffic().since(lambdaBefore);
    // Lambda's own client of Java sends head and body by themselves.
    int pieces = BuiltFunction.runsOnJvm() ? lambda.pieces() : 2 * REQUESTS;
    assertEquals(new Traffic(0, 2 * REQUESTS, pieces), lambda);
    if (BuiltFunction.runsOnJvm()) {
      allocations.require(after.since(before) / REQUESTS);
    }
  }

  @Test
  void theZipsAreNoLarger() throws IOException {
    Path jvm = BuiltFunction.zip().resolveSibling("function.zip");
    Path executable = BuiltFunction.zip().resolveSibling("function-native.zip");
    Bound.ZIP_BYTES.require(Files.size(jvm));
    if (Files.exists(executable)) {
      Bound.NATIVE_ZIP_BYTES.require(Files.size(executable));
    }
  }
}
