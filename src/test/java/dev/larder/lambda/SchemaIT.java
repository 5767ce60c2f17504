package dev.larder.lambda;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.TestDynamoDb;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a collection's schema adds to the function, and what it does not add to those without. */
class SchemaIT {
  private static final String SCHEMA = "LARDER_COLLECTIONS_PRODUCTS_SCHEMA";
  private static final String VALIDATOR = "com.networknt.schema";

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  private static ValidatableResponse put(DeployedFunction function, String path, String body) {
    return function.json(body).put(path).then();
  }

  @Test
  void withoutASchemaNothingOfTheValidatorIsLoaded() {
    assumeTrue(BuiltFunction.runsOnJvm(), "an executable loads no classes");
    try (DeployedFunction function =
        BuiltFunction.start(
            dynamoDb, "no-schema", Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load"))) {
      put(function, "/products/unchecked", "{\"price\":0}").statusCode(201);
      String log = function.log();
      assertTrue(log.contains("dev.larder.table.CollectionRegistry "), "classes are logged");
      assertFalse(log.contains(VALIDATOR), () -> firstLineWith(VALIDATOR, log));
    }
  }

  @Test
  void aSchemaIsCompiledBeforeTheFirstRequest() {
    Path file = Path.of("src/test/resources/product.schema.json").toAbsolutePath();
    try (DeployedFunction function =
        BuiltFunction.start(
            dynamoDb,
            "schema",
            Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load", SCHEMA, file.toString()))) {
      function.awaitNext(Duration.ofSeconds(30));
      assertEquals(
          BuiltFunction.runsOnJvm(),
          function.log().contains(VALIDATOR),
          "the validator is loaded, as a JVM says");
      put(function, "/products/checked", "{\"price\":0}")
          .statusCode(422)
          .body("violations[0].pointer", equalTo("/price"));
      put(function, "/products/checked", "{\"price\":1}").statusCode(201);
      String log = function.log();
      for (String unused : new String[] {"com.ethlo", "dataformat.yaml", "org.joni", "graalvm"}) {
        assertFalse(log.contains(unused + "."), () -> firstLineWith(unused, log));
      }
    }
  }

  @Test
  void aSchemaInTheSettingItselfIsTakenAsItIs() {
    String schema =
        "{\"properties\":{\"sku\":{\"$ref\":\"#/$defs/digits\"}},"
            + "\"$defs\":{\"digits\":{\"pattern\":\"^\\\\d+,\\\\u0031$\"}}}";
    try (DeployedFunction function =
        BuiltFunction.start(dynamoDb, "inline-schema", Map.of(SCHEMA, schema))) {
      put(function, "/products/123,1", "{}").statusCode(201);
      put(function, "/products/123", "{}")
          .statusCode(422)
          .body("violations[0].detail", equalTo("must match the pattern ^\\d+,\\u0031$"));
    }
  }

  /** In the locale POSIX, Java 17 decodes environment variables as ASCII. */
  @Test
  void aSchemaInTheSettingItselfIsUtf8InAnyLocale() {
    assumeTrue(
        Charset.defaultCharset().equals(StandardCharsets.UTF_8), "else it is not written so");
    String schema = "{\"properties\":{\"sku\":{\"enum\":[\"grün\",\"😀\"]}}}";
    try (DeployedFunction function =
        BuiltFunction.start(
            dynamoDb, "utf8-schema", Map.of(SCHEMA, schema, "LC_ALL", "POSIX", "LANG", "POSIX"))) {
      put(function, "/products/gr%C3%BCn", "{}").statusCode(201);
      put(function, "/products/%F0%9F%98%80", "{}").statusCode(201);
      put(function, "/products/gr%EF%BF%BDn", "{}").statusCode(422);
    }
  }

  private static String firstLineWith(String text, String log) {
    return log.lines().filter(line -> line.contains(text)).findFirst().orElseThrow();
  }
}
