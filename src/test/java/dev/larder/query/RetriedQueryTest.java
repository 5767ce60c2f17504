package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A read that DynamoDB has refused for the moment is made again as it was. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class RetriedQueryTest {
  FaultyDynamoDb faulty;

  @BeforeEach
  @AfterEach
  void noFaults() {
    faulty.reset();
  }

  @ParameterizedTest
  @CsvSource({
    "Query, /readings?sensor=retried&at[gte]=1&kind=none",
    "Query, /readings?sensor=retried&at[between]=1;9&fields=at;kind",
    "Scan, /readings?limit=1&fields=at"
  })
  void withItsNamesAndValues(String operation, String path) {
    faulty.fail(1, operation, 500, "InternalServerError");
    given().urlEncodingEnabled(false).get(path.replace(';', ',')).then().statusCode(200);
    assertEquals(2, faulty.calls(operation));
  }
}
