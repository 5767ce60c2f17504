package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class SchemaOnItemsTest {
  private static final String VIOLATION = "urn:problem-type:larder:schema-violation";

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  @Test
  void whatSatisfiesTheSchemaIsWritten() {
    json("{\"price\":9.90,\"tags\":[\"a\"]}").put("/products/good").then().statusCode(201);
    String version =
        json("{\"price\":10}")
            .put("/products/good")
            .then()
            .statusCode(200)
            .extract()
            .path("_version");
    json("{\"price\":11,\"_version\":\"" + version + "\"}")
        .put("/products/good")
        .then()
        .statusCode(200);
    json("{\"price\":1}").post("/products").then().statusCode(201);
  }

  @Test
  void aSetSatisfiesWhatAnArrayDoes() {
    given()
        .contentType("application/vnd.larder.dynamodb+json")
        .body("{\"price\":{\"N\":\"1\"},\"tags\":{\"SS\":[\"a\",\"b\"]}}")
        .put("/products/set")
        .then()
        .statusCode(201);
  }

  @Test
  void everyViolationIsToldAndNothingIsWritten() {
    json("{\"price\":\"free\",\"sizes\":[{\"name\":\"S\",\"fits\":[{\"name\":\"XS\"}]}],\"a/b\":1}")
        .put("/products/bad")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body(
            "type",
            equalTo(VIOLATION),
            "title",
            equalTo("The item violates its schema"),
            "detail",
            equalTo("The item violates the collection's schema in 3 places; see violations."),
            "violations.pointer",
            containsInAnyOrder("/price", "/sizes/0/fits/0/name", "/a~1b"),
            "violations.detail",
            containsInAnyOrder(
                "must be a number", "must be one of \"S\", \"M\", \"L\"", "is not allowed"),
            "more",
            nullValue());
    given().get("/products/bad").then().statusCode(404);

    json("{\"sku\":\"bad\"}")
        .post("/products")
        .then()
        .statusCode(422)
        .body(
            "type", equalTo(VIOLATION), "violations.pointer", equalTo(java.util.List.of("/price")));
    given().get("/products/bad").then().statusCode(404);
  }

  @Test
  void theKeyOfThePathIsPartOfWhatIsChecked() {
    json("{\"price\":1}")
        .put("/products/b_d")
        .then()
        .statusCode(422)
        .body("violations[0].pointer", equalTo("/sku"));
  }

  @Test
  void manyViolationsAreListedInPart() {
    json("{\"price\":1,\"tags\":[" + "1,".repeat(59) + "1]}")
        .put("/products/many")
        .then()
        .statusCode(422)
        .body("violations", hasSize(50), "more", equalTo(11));
  }

  @Test
  void aCollectionWithoutASchemaTakesAnything() {
    json("{\"price\":\"free\"}").put("/items/no-schema").then().statusCode(201);
  }
}
