package dev.larder.openapi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import dev.larder.problem.ProblemType;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class OpenApiDocumentTest {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

  private JsonNode document;

  @BeforeEach
  void read() throws JsonProcessingException {
    document = new ObjectMapper().readTree(given().get("/openapi").asString());
  }

  @Test
  void pathsOfCollectionsHaveTheNamesAndTypesOfKeys() {
    assertEquals(
        List.of(
            "/",
            "/blobs",
            "/blobs/{hash}",
            "/films",
            "/films/{year}/{title}",
            "/items",
            "/items/{id}",
            "/movies",
            "/movies/{year}/{title}",
            "/orders",
            "/orders/{shop}/{number}",
            "/pages",
            "/pages/{book}/{page}",
            "/products",
            "/products/{sku}",
            "/readings",
            "/readings/{sensor}/{at}",
            "/sessions",
            "/sessions/{id}"),
        document
            .path("paths")
            .propertyStream()
            .map(Map.Entry::getKey)
            .filter(path -> !path.matches("/(_.*|openapi)"))
            .sorted()
            .toList());
    assertEquals("number", type("/films/{year}/{title}", 0).path("type").asText());
    assertEquals(1024, type("/films/{year}/{title}", 1).path("maxLength").asInt());
    assertEquals(2048, type("/items/{id}", 0).path("maxLength").asInt());
    assertEquals("base64url", type("/blobs/{hash}", 0).path("contentEncoding").asText());
  }

  @Test
  void aSchemaIsEmbeddedAndTypesTheAttributes() {
    JsonNode schema = document.at("/components/schemas/products.Schema");
    assertEquals(
        "#/components/schemas/products.Schema/$defs/size",
        schema.at("/properties/sizes/items/$ref").asText());
    JsonNode item = document.at("/components/schemas/products.Item/properties");
    assertEquals("number", item.at("/price/type").asText());
    assertEquals(2048, item.at("/sku/maxLength").asInt());
    assertEquals("string", item.at("/sizes/items/properties/name/type").asText());
    assertTrue(document.at("/components/schemas/items.Schema").isMissingNode());
    for (String operation :
        List.of("/~1products/post", "/~1products~1{sku}/put", "/~1products~1{sku}/patch")) {
      assertTrue(
          document
              .at("/paths" + operation + "/responses/422/description")
              .asText()
              .contains("schema-violation"),
          operation);
    }
  }

  @Test
  void conditionsAreParametersOfAListByTheTypesOfAttributes() {
    List<String> names = document.at("/paths/~1products/get/parameters").findValuesAsText("name");
    assertTrue(
        names.containsAll(
            List.of("sku", "sku[prefix]", "price[gte]", "price[in]", "sold", "tags[contains]")),
        names::toString);
    assertFalse(names.contains("price[prefix]") || names.contains("sold[gte]"), names::toString);
    assertTrue(
        document
            .at("/paths/~1movies/get/parameters")
            .findValuesAsText("name")
            .containsAll(List.of("year", "title[prefix]", "genre")));
  }

  @Test
  void successesComeBeforeFailures() {
    for (JsonNode operation : operations()) {
      List<String> statuses = new ArrayList<>();
      operation.path("responses").fieldNames().forEachRemaining(statuses::add);
      assertEquals(statuses.stream().sorted().toList(), statuses);
      assertEquals("default", statuses.get(statuses.size() - 1));
    }
  }

  @Test
  void anExampleOfAnItemHasTheKeyOfTheExampleOfItsPath() {
    JsonNode item = document.at("/components/schemas/films.Item/examples/0");
    assertEquals(
        List.of(item.path("year").asText(), item.path("title").asText()),
        document.at("/paths/~1films~1{year}~1{title}/parameters").findValuesAsText("example"));
  }

  private JsonNode type(String path, int parameter) {
    return document.path("paths").path(path).path("parameters").path(parameter).path("schema");
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryComponentIsReferredTo() {
    JsonNode ours = document.deepCopy();
    // An owner's schema refers within itself, and is referred to by name.
    ((ObjectNode) ours.at("/components/schemas")).remove("products.Schema");
    Set<String> references = new TreeSet<>(ours.findValuesAsText("$ref"));
    Set<String> components = new TreeSet<>();
    ours.path("components")
        .propertyStream()
        .forEach(
            kind ->
                kind.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name -> components.add("#/components/" + kind.getKey() + "/" + name)));
    assertEquals(components, references);
  }

  @Test
  void everyOperationHasAnIdOfItsOwnASummaryAndDescribedAnswers() {
    Set<String> ids = new HashSet<>();
    for (JsonNode operation : operations()) {
      String id = operation.path("operationId").asText();
      assertTrue(ids.add(id), id);
      assertFalse(operation.path("summary").asText().isEmpty(), id);
      assertTrue(operation.path("responses").has("default"), id);
      for (JsonNode response : operation.path("responses")) {
        assertFalse(response.path("description").asText().isEmpty(), id);
      }
    }
  }

  private List<JsonNode> operations() {
    List<JsonNode> operations = new ArrayList<>();
    for (JsonNode path : document.path("paths")) {
      for (JsonNode member : path) {
        if (member.isObject()) {
          operations.add(member);
        }
      }
    }
    return operations;
  }

  @Test
  void theParametersOfAPathAreThoseOfItsTemplate() {
    document
        .path("paths")
        .propertyStream()
        .forEach(
            path ->
                assertEquals(
                    VARIABLE.matcher(path.getKey()).results().map(part -> part.group(1)).toList(),
                    path.getValue().path("parameters").findValuesAsText("name")));
  }

  @Test
  void theTypesOfProblemsAreAllThatThereAre() {
    assertEquals(
        Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList(),
        document
            .at("/components/schemas/Problem/properties/type/enum")
            .valueStream()
            .map(JsonNode::asText)
            .toList());
  }

  @Test
  void itIsAnsweredAsTheMediaTypeThatIsAskedFor() {
    given()
        .accept("application/vnd.oai.openapi+json;version=3.1")
        .get("/openapi")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/vnd.oai.openapi+json;"))
        .body("openapi", equalTo("3.1.1"));
    given().head("/openapi").then().statusCode(200).body(emptyOrNullString());
    given().accept("text/html").get("/openapi").then().statusCode(406);
    given().delete("/openapi").then().statusCode(405);
    given().get("/openapi/a").then().statusCode(404).contentType("application/problem+json");
  }
}
