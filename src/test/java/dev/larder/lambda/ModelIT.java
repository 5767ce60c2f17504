package dev.larder.lambda;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The built function with a model. */
class ModelIT {
  private static final String MODEL =
      """
      {"$schema": "model.schema.json",
       "tables": {"library": {"key": {"book": "S", "page": "S"}}},
       "collections": {
         "authors": {"table": "library", "path": "/authors/{authorId}",
           "keys": {"book": "AUTHOR#{authorId}", "page": "PROFILE"}},
         "novels": {"table": "library", "path": "/authors/{authorId}/novels/{novelId}",
           "keys": {"book": "AUTHOR#{authorId}", "page": "NOVEL#{novelId}"},
           "access": {"read": "public", "write": ["a$b", "ünïcode"]},
           "schema": {"type": "object", "properties": {"title": {"pattern": "^[$]"}}}}}}
      """;

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  private static DeployedFunction deployed(String name, String model) {
    return BuiltFunction.start(
        name,
        Map.of(
            "QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE",
            dynamoDb.endpoint().toString(),
            "LARDER_ACCESS",
            "open",
            "LARDER_MODEL",
            model,
            "LARDER_TABLES_LIBRARY_NAME",
            "pages"));
  }

  @Test
  void theEnvironmentCanHaveTheModelAndTheNamesOfItsTables() {
    try (DeployedFunction function = deployed("model", MODEL)) {
      function.json("{\"name\": \"Ada\"}").put("/authors/ada").then().statusCode(201);
      function.json("{\"title\": \"$1\"}").put("/authors/ada/novels/n-1").then().statusCode(201);
      function.json("{\"title\": \"1\"}").put("/authors/ada/novels/n-1").then().statusCode(422);
      function
          .given()
          .get("/authors/ada/novels/n-1")
          .then()
          .statusCode(200)
          .body("title", equalTo("$1"))
          .body("authorId", equalTo("ada"));
      function.given().get("/authors/ada").then().body("name", equalTo("Ada"));
    }
  }

  @Test
  void aModelWithMistakesEndsTheStartWithEachInOneLine() {
    try (DeployedFunction function =
        deployed("broken-model", "{\"tables\": {\"library\": {}}, \"collection\": {}}")) {
      assertThrows(FunctionFailedException.class, () -> function.invoke("{}"));
      String error =
          new String(function.api().initError().orElseThrow().payload(), StandardCharsets.UTF_8);
      assertTrue(
          error.contains(
              "LARDER_MODEL:1:24: tables.library has no key; add it, as in key: {PK: S, SK: S}"
                  + " LARDER_MODEL:1:29: a model has no member collection; write collections"),
          error);
      assertEquals(-1, function.log().indexOf("\tat "), function::log);
    }
  }
}
