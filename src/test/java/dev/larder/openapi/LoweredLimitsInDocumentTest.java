package dev.larder.openapi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.larder.DynamoDbResource;
import dev.larder.lambda.LoweredLimitsTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(LoweredLimitsTest.Lowered.class)
class LoweredLimitsInDocumentTest {

  @Test
  void theDescriptionHasTheLimitsOfThisFunction() {
    given()
        .get("/openapi")
        .then()
        .body("components.parameters.limit.schema.maximum", equalTo(5))
        .body("components.parameters.limit.schema.default", equalTo(5))
        .body("components.schemas.Transaction.properties.operations.maxItems", equalTo(4))
        .body("components.schemas.TypedTransaction.properties.operations.maxItems", equalTo(4))
        .body("components.schemas.JsonPatch.maxItems", equalTo(2))
        .body(
            "paths.'/items'.get.parameters.find { it.name == 'id[in]' }.schema.maxItems",
            equalTo(4));
  }
}
