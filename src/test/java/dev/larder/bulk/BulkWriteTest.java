package dev.larder.bulk;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class BulkWriteTest {
  private static final String TYPED = "application/vnd.larder.dynamodb+json";

  DynamoDbClient dynamoDb;

  @Test
  void tenThousandEntriesOfOneRequestAreAllStored() {
    int entries = 10_000;
    String run = UUID.randomUUID().toString();
    String body =
        IntStream.range(0, entries)
            .mapToObj(i -> "{\"sensor\":\"" + run + "\",\"at\":" + i + ",\"value\":" + i * 2 + "}")
            .collect(Collectors.joining("\n"));
    Response response = Bulk.request(Bulk.NDJSON, body).post("/readings");
    JsonNode answer = Bulk.ok(response);
    assertEquals(entries, answer.path("succeeded").asInt());
    assertTrue(answer.path("omitted").isMissingNode());

    Map<Integer, Map<String, AttributeValue>> stored = new HashMap<>();
    dynamoDb
        .queryPaginator(
            query ->
                query
                    .tableName("readings")
                    .consistentRead(true)
                    .keyConditionExpression("sensor = :sensor")
                    .expressionAttributeValues(Map.of(":sensor", AttributeValue.fromS(run))))
        .items()
        .forEach(item -> stored.put(Integer.valueOf(item.get("at").n()), item));
    assertEquals(entries, stored.size());
    Set<String> versions = new HashSet<>();
    for (int i = 0; i < entries; i++) {
      JsonNode result = answer.path("results").path(i);
      assertEquals(i, result.path("entry").asInt());
      assertEquals(i + 1, result.path("line").asInt());
      assertEquals(200, result.path("status").asInt());
      assertEquals("/readings/" + run + "/" + i, result.path("location").asText());
      assertEquals(result.path("_version").asText(), stored.get(i).get("_version").s());
      assertEquals(String.valueOf(i * 2), stored.get(i).get("value").n());
      assertTrue(versions.add(result.path("_version").asText()));
    }
    assertEquals(9_999 * 2, Bulk.item("/readings/" + run + "/9999").path("value").asInt());
  }

  @Test
  void whatAllEntriesTakeIsAddedUp() {
    String body = IntStream.range(0, 60).mapToObj(i -> "{}").collect(Collectors.joining("\n"));
    Response response = Bulk.request(Bulk.NDJSON, body).post("/items?generate=key");
    Bulk.ok(response);
    assertEquals("write=60", response.header("Larder-Consumed-Capacity").replaceAll(".*, ", ""));
    assertTrue(response.header("Server-Timing").contains("3 calls"));
  }

  @Test
  void arrayTypedArrayNdjsonAndCsvMakeTheSameItems() {
    List<String> bodies =
        List.of(
            " [ {\"year\":1975, \"title\":\"Jaws, %s\", \"cast\":[\"Roy\"], \"seen\":true},\n"
                + "{\"year\":1e3,\"title\":\"%s\",\"note\":\"1\",\"nothing\":null}]\n",
            "[{\"year\":{\"N\":\"1975\"},\"title\":{\"S\":\"Jaws, %s\"},\"cast\":{\"L\":[{\"S\":\"Roy\"}]},"
                + "\"seen\":{\"BOOL\":true}},{\"year\":{\"N\":\"1000\"},\"title\":{\"S\":\"%s\"},"
                + "\"note\":{\"S\":\"1\"},\"nothing\":{\"NULL\":true}}]",
            "{\"year\":1975,\"title\":\"Jaws, %s\",\"cast\":[\"Roy\"],\"seen\":true}\r\n\r\n \n"
                + "{\"year\":1000,\"title\":\"%s\",\"note\":\"1\",\"nothing\":null}",
            "year,title,cast,seen,note,nothing\r\n"
                + "1975,\"Jaws, %s\",\"[\"\"Roy\"\"]\",true,,\r\n\r\n"
                + "1000,%s,,\"\",\"\"\"1\"\"\",null\r\n");
    List<String> types = List.of(Bulk.JSON, TYPED, Bulk.NDJSON, "text/csv; charset=utf-8");
    Set<String> stored = new HashSet<>();
    for (int i = 0; i < bodies.size(); i++) {
      String run = UUID.randomUUID().toString();
      JsonNode answer =
          Bulk.ok(Bulk.request(types.get(i), bodies.get(i).replace("%s", run)).post("/films"));
      assertEquals(2, answer.path("succeeded").asInt());
      String items = "";
      for (JsonNode result : answer.path("results")) {
        ObjectNode item = (ObjectNode) Bulk.item(result.path("location").asText());
        assertEquals(result.path("_version"), item.remove("_version"));
        items += new java.util.TreeMap<>(properties(item)).toString().replace(run, "");
      }
      stored.add(items);
      assertEquals(
          List.of(List.of("", ""), List.of("", ""), List.of("1", "4"), List.of("2", "4")).get(i),
          Bulk.each(answer, "/line"));
    }
    assertEquals(
        Set.of(
            "{cast=[\"Roy\"], seen=true, title=\"Jaws, \", year=1975}"
                + "{note=\"1\", nothing=null, title=\"\", year=1000}"),
        stored);
  }

  private static Map<String, JsonNode> properties(JsonNode item) {
    return item.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  void keysThatAreAbsentAreGeneratedOnDemandAndItemsReplaced() {
    JsonNode answer =
        Bulk.ok(Bulk.request(Bulk.JSON, "[{\"a\":1},{\"a\":2}]").post("/items?generate=key"));
    List<String> locations = Bulk.each(answer, "/location");
    assertEquals(2, Set.copyOf(locations).size());
    String id = locations.get(1).replace("/items/", "");
    assertEquals(2, Bulk.item("/items/" + id).path("a").asInt());

    Bulk.ok(Bulk.request(Bulk.JSON, "[{\"id\":\"" + id + "\",\"b\":3}]").post("/items"));
    JsonNode replaced = Bulk.item("/items/" + id);
    assertEquals(3, replaced.path("b").asInt());
    assertTrue(replaced.path("a").isMissingNode());
  }

  @Test
  void ofTwoEntriesWithOneKeyTheLastOneWinsAndEachHasItsResult() {
    for (String type : List.of("batched", "with versions between")) {
      String id = UUID.randomUUID().toString();
      StringBuilder body = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        body.append("{\"year\":").append(i % 2 == 0 ? "7" : "7.0");
        body.append(",\"title\":\"").append(id).append("\",\"i\":").append(i);
        if (type.startsWith("with") && i % 7 == 2) {
          body.append(",\"_version\":\"another\"");
        }
        body.append("}\n{\"year\":").append(i).append(",\"title\":\"x").append(id).append("\"}\n");
      }
      JsonNode answer =
          Bulk.json(Bulk.request(Bulk.NDJSON, body.toString()).post("/films").asString());
      assertEquals(120, answer.path("results").size());
      JsonNode stored = Bulk.item("/films/7/" + id);
      assertEquals(59, stored.path("i").asInt());
      assertEquals(answer.at("/results/118/_version"), stored.path("_version"));
      for (int i = 0; i < 60; i++) {
        assertEquals(
            type.startsWith("with") && i % 7 == 2 ? 412 : 200,
            answer.at("/results/" + i * 2 + "/status").asInt());
      }
    }
  }

  @Test
  void aVersionInAnEntryIsAPreconditionOfThatEntry() {
    String id = UUID.randomUUID().toString();
    String first =
        Bulk.ok(Bulk.request(Bulk.JSON, "[{\"id\":\"" + id + "\"}]").post("/items"))
            .at("/results/0/_version")
            .asText();
    String entry = "{\"id\":\"" + id + "\",\"_version\":\"" + first + "\",\"a\":%d}";
    JsonNode answer =
        Bulk.partial(
            Bulk.request(
                    Bulk.JSON,
                    "["
                        + entry.formatted(1)
                        + ","
                        + entry.formatted(2)
                        + ",{\"_version\":\"x\",\"id\":\"none"
                        + id
                        + "\"},{\"id\":\"x\",\"_version\":5},{\"id\":\"x\",\"a\":1}]")
                .post("/items"));
    assertEquals(List.of("200", "412", "412", "422", "200"), Bulk.each(answer, "/status"));
    assertEquals(
        '"' + answer.at("/results/0/_version").asText() + '"',
        answer.at("/results/1/problem/current").asText());
    assertEquals("/_version", answer.at("/results/3/problem/pointer").asText());
    assertEquals(1, Bulk.item("/items/" + id).path("a").asInt());
    given().get("/items/none" + id).then().statusCode(404);
  }

  @Test
  void aBrokenLineFailsAloneAndIsNamed() {
    String run = UUID.randomUUID().toString();
    JsonNode answer =
        Bulk.partial(
            Bulk.request(
                    Bulk.NDJSON,
                    "{\"id\":\"a%s\"}\n\n{\"id\":\n[]\n  {\"a\":01}\n{} {}\n{\"id\":\"b%s\"}\r\n"
                        .replace("%s", run))
                .post("/items"));
    assertEquals(2, answer.path("succeeded").asInt());
    assertEquals(4, answer.path("failed").asInt());
    assertEquals(List.of("0", "1", "2", "3", "4", "5"), Bulk.each(answer, "/entry"));
    assertEquals(List.of("1", "3", "4", "5", "6", "7"), Bulk.each(answer, "/line"));
    assertEquals(List.of("200", "400", "422", "400", "400", "200"), Bulk.each(answer, "/status"));
    List<String> details = Bulk.each(answer, "/problem/detail");
    assertTrue(details.get(1).endsWith(", at column 7."), details.get(1));
    assertEquals("An item must be a JSON object, not an array.", details.get(2));
    assertTrue(details.get(3).endsWith(", at column 9."), details.get(3));
    assertTrue(
        details.get(4).startsWith("The item is complete, but more text follows it, at column"));
    assertTrue(answer.at("/results/1/problem/instance").isMissingNode());
    Bulk.item("/items/a" + run);
    Bulk.item("/items/b" + run);
  }

  @Test
  void anElementThatIsNoItemFailsAlone() {
    JsonNode answer =
        Bulk.partial(
            Bulk.request(
                    Bulk.JSON,
                    "[1, \"a\\\"b\", null, {\"a\":1,\"a\":2}, [{}], {},\n {\"n\":1e200}, {\"id\":5},"
                        + "{\"id\":\"\"}]")
                .post("/items?generate=key"));
    assertEquals(
        List.of("422", "422", "422", "400", "422", "200", "422", "422", "422"),
        Bulk.each(answer, "/status"));
    List<String> details = Bulk.each(answer, "/problem/detail");
    assertEquals("An item must be a JSON object, not a number.", details.get(0));
    assertEquals("An item must be a JSON object, not a string.", details.get(1));
    assertEquals("An item must be a JSON object, not null.", details.get(2));
    assertTrue(details.get(3).contains("\"a\" appears twice"), details.get(3));
    assertTrue(details.get(3).contains("line 1, column 31"), details.get(3));
    assertEquals("/n", answer.at("/results/6/problem/pointer").asText());
    assertEquals("/id", answer.at("/results/7/problem/pointer").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"id\":\"cut-off\"}",
        "[{\"id\":\"cut-off\"},",
        "[{\"id\":\"cut-off\"},{\"id\":\"x",
        "[{\"id\":\"cut-off\"}] []",
        "[{\"id\":\"cut-off\"},{\"a\":01}]",
        "[{\"id\":\"cut-off\"}}"
      })
  void anArrayThatIsNotWellFormedIsRefusedWhole(String body) {
    Bulk.request(Bulk.JSON, body)
        .post("/items")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:problem-type:larder:malformed-json"))
        .body("detail", containsString("line 1"))
        .body("detail", not(containsString("Source")));
    given().get("/items/cut-off").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|[]",
        "application/json| [ ] ",
        "application/x-ndjson|''",
        "application/x-ndjson|' \n \r\n'",
        "text/csv|''",
        "text/csv|'\n\r\n'",
        "text/csv|'id,b'",
        "text/csv|'id,b\n\n'",
        "text/csv|'id,nameg1,Grace'"
      })
  void aBodyWithoutEntriesIsRefused(String type, String body) {
    for (String method : List.of("POST", "DELETE")) {
      Bulk.request(type, body)
          .request(method, "/items")
          .then()
          .statusCode(400)
          .body("type", equalTo("urn:problem-type:larder:malformed-json"))
          .body("detail", anyOf(containsString("no entries"), containsString("body is empty")));
    }
  }

  @Test
  void eachEntryIsCheckedAgainstTheSchemaOfTheCollection() {
    String run = UUID.randomUUID().toString();
    JsonNode answer =
        Bulk.partial(
            Bulk.request(
                    Bulk.CSV,
                    "sku,price,tags\na-%s,1.50,\"[\"\"x\"\"]\"\nb-%s,free,\nc-%s,2,\n,3,"
                        .replace("%s", run))
                .post("/products?generate=key"));
    assertEquals(List.of("200", "422", "200", "200"), Bulk.each(answer, "/status"));
    JsonNode problem = answer.at("/results/1/problem");
    assertEquals("urn:problem-type:larder:schema-violation", problem.path("type").asText());
    assertEquals("/price", problem.at("/violations/0/pointer").asText());
    assertEquals("must be a number", problem.at("/violations/0/detail").asText());
    given().get("/products/b-" + run).then().statusCode(404);
    Bulk.item("/products/c-" + run);
  }

  @Test
  void booleansOfOtherProgramsAreReadWhereTheSchemaOfTheCollectionHasThem() {
    String rows = "sku,price,sold\na-%s,1,True\nb-%s,1,FALSE\nc-%s,1,yes\n";
    String run = UUID.randomUUID().toString();
    JsonNode answer =
        Bulk.partial(Bulk.request(Bulk.CSV, rows.replace("%s", run)).post("/products"));
    assertEquals(List.of("200", "200", "422"), Bulk.each(answer, "/status"));
    assertEquals("true", Bulk.item("/products/a-" + run).path("sold").toString());
    assertEquals("false", Bulk.item("/products/b-" + run).path("sold").toString());
  }

  @Test
  void anExportHasTheAttributesInTheSchemaAsItsColumns() {
    String sku = "export-" + UUID.randomUUID();
    Bulk.ok(Bulk.request(Bulk.CSV, "sku,price\n" + sku + ",2\n").post("/products"));
    given()
        .accept(Bulk.CSV)
        .get("/products?fields=-_version&sku=" + sku)
        .then()
        .body(equalTo("sku,price,sizes,sold,tags,_rest\r\n" + sku + ",2,,,,\r\n"));
  }

  @Test
  void anItemThatDynamoDbRefusesFailsAloneAndItsBatchIsStored() {
    String run = UUID.randomUUID().toString();
    String body =
        IntStream.range(0, 25)
            .mapToObj(
                i ->
                    "{\"id\":\""
                        + run
                        + i
                        + "\""
                        + (i == 11 ? ",\"a\":\"" + "x".repeat(400 * 1024) + "\"" : "")
                        + "}")
            .collect(Collectors.joining("\n"));
    JsonNode answer = Bulk.partial(Bulk.request(Bulk.NDJSON, body).post("/items"));
    assertEquals(24, answer.path("succeeded").asInt());
    assertEquals(1, answer.path("failed").asInt());
    assertEquals(413, answer.at("/results/11/status").asInt());
    assertEquals(
        "urn:problem-type:larder:item-too-large", answer.at("/results/11/problem/type").asText());
    for (int i = 0; i < 25; i++) {
      given().get("/items/" + run + i).then().statusCode(i == 11 ? 404 : 200);
    }
  }

  @Test
  void resultsOfEntriesThatSucceedCanBeLeftOut() {
    Response response =
        Bulk.request(Bulk.JSON, "[{},{\"id\":1},{}]")
            .header("Prefer", "return=minimal")
            .post("/items?generate=key");
    assertEquals("return=minimal", response.header("Preference-Applied"));
    JsonNode answer = Bulk.partial(response);
    assertEquals(List.of("1"), Bulk.each(answer, "/entry"));
    assertEquals(2, answer.path("succeeded").asInt());
    assertTrue(answer.path("omitted").isMissingNode());

    Bulk.request(Bulk.JSON, "[{}]")
        .header("Prefer", "handling=strict, nope")
        .post("/items?generate=key")
        .then()
        .statusCode(400);
    Bulk.request(Bulk.JSON, "[{}]")
        .post("/items?generate=key")
        .then()
        .header("Preference-Applied", emptyOrNullString());
  }

  @Test
  void resultsThatWouldNotFitIntoAnAnswerAreLeftOutAndCounted() {
    // The problem of a line is longer than it, and not that of its neighbour.
    String body =
        IntStream.range(0, 9_900)
            .mapToObj(i -> "{\"" + i % 2 + "x".repeat(500) + "\":1e999}\n")
            .collect(Collectors.joining("", "{}\n".repeat(60), ""));
    JsonNode answer = Bulk.partial(Bulk.request(Bulk.NDJSON, body).post("/items?generate=key"));
    assertEquals(60, answer.path("succeeded").asInt());
    assertEquals(9_900, answer.path("failed").asInt());
    int given = answer.path("results").size();
    assertEquals(9_960 - given, answer.path("omitted").asInt());
    assertTrue(given > 5_000 && given < 9_900, () -> given + " results");
    assertEquals(60, answer.at("/results/0/entry").asInt());
    assertEquals(60 + given - 1, answer.at("/results/" + (given - 1) + "/entry").asInt());
  }

  @Test
  void entriesThatFailAlikeShareAResult() {
    String run = UUID.randomUUID().toString();
    String body = ("{'id':1}\n".repeat(3) + "\n{\"id\":\"%s\"}\n" + "{}\n".repeat(8000));
    JsonNode answer =
        Bulk.json(Bulk.request(Bulk.NDJSON, body.formatted(run)).post("/items").asString());
    assertEquals(8003, answer.path("failed").asInt());
    assertEquals(
        List.of("{\"from\":0,\"to\":2}", "", "{\"from\":4,\"to\":8003}"),
        answer.path("results").valueStream().map(each -> each.path("entries").toString()).toList());
    assertEquals("{\"from\":6,\"to\":8005}", answer.at("/results/2/lines").toString());
    assertEquals("3", answer.at("/results/1/entry").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'id,\n1,2'|an empty name",
        "'id,a,id\n1,2,3'|\"id\" twice",
        "'id,\"a\n1,2'|A quoted cell has no closing quote",
        "'id,\"a\"x\n1,2'|in the header row"
      })
  void aHeaderThatDoesNotNameEachColumnOnceIsRefused(String body, String detail) {
    Bulk.request(Bulk.CSV, body)
        .post("/items")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:malformed-json"))
        .body("detail", containsString(detail));
  }

  @Test
  void rowsAreCountedByTheirFirstLineAndFailAlone() {
    String run = UUID.randomUUID().toString();
    JsonNode answer =
        Bulk.partial(
            Bulk.request(
                    Bulk.CSV,
                    "\uFEFFid,text\na%s,\"two\nlines\"\n\nb%s,1,2\nc%s\nd%s,é\ne%s,\"x\"y\nf%s,1\n"
                        .replace("%s", run))
                .post("/items"));
    assertEquals(List.of("2", "5", "6", "7", ""), Bulk.each(answer, "/line"));
    assertEquals("{\"from\":8}", answer.at("/results/4/lines").toString());
    assertEquals(4, answer.path("notTriedFrom").asInt());
    assertEquals(1, answer.path("failed").asInt());
    assertEquals(List.of("200", "400", "200", "200", "400"), Bulk.each(answer, "/status"));
    assertEquals("two\nlines", Bulk.item("/items/a" + run).path("text").asText());
    assertEquals("é", Bulk.item("/items/d" + run).path("text").asText());
    assertTrue(Bulk.item("/items/c" + run).path("text").isMissingNode());
    assertTrue(answer.at("/results/1/problem/detail").asText().contains("3 cells"));
    String unreadable = answer.at("/results/4/problem/detail").asText();
    assertTrue(unreadable.contains("line 8"), unreadable);
    assertTrue(unreadable.contains("Neither this row nor any row after it"), unreadable);
    given().get("/items/f" + run).then().statusCode(404);
  }

  @Test
  void cellsOfKeysHaveTheTypesOfTheKey() {
    JsonNode answer =
        Bulk.partial(
            Bulk.request(Bulk.CSV, "year,title,n\n2001,1984,1984\nMMI,x,1\n").post("/films"));
    assertEquals(List.of("200", "422"), Bulk.each(answer, "/status"));
    assertTrue(
        answer
            .at("/results/1/problem/detail")
            .asText()
            .startsWith("The key year is not a valid number"));
    JsonNode item = Bulk.item("/films/2001/1984");
    assertTrue(item.path("title").isTextual());
    assertTrue(item.path("n").isNumber());

    JsonNode blobs = Bulk.partial(Bulk.request(Bulk.CSV, "hash,a\n/+8=,1\n*,2\n").post("/blobs"));
    assertEquals(List.of("200", "422"), Bulk.each(blobs, "/status"));
    assertEquals("/blobs/_-8", blobs.at("/results/0/location").asText());
  }

  @Test
  void anArrayInOneObjectIsOneItem() {
    Bulk.request(Bulk.JSON, "\uFEFF \n{\"a\":[{}]}").post("/items").then().statusCode(201);
    given().body("{\"a\":[{}]}".getBytes()).noContentType().post("/items").then().statusCode(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST|/items?nope=1|invalid-parameter|400",
        "DELETE|/items?nope=1|invalid-parameter|400",
        "POST|/nothing|unknown-collection|404",
        "DELETE|/nothing|unknown-collection|404"
      })
  void theRequestAsAWholeIsCheckedFirst(String method, String path, String type, int status) {
    Bulk.request(Bulk.NDJSON, "{}")
        .request(method, path)
        .then()
        .statusCode(status)
        .body("type", equalTo("urn:problem-type:larder:" + type));
  }

  @Test
  void otherMediaTypesAreRefused() {
    Bulk.request("application/xml", "<a/>")
        .post("/items")
        .then()
        .statusCode(415)
        .body("detail", containsString("text/csv"));
    Bulk.request("application/xml", "<a/>").delete("/items").then().statusCode(415);
    Bulk.request(Bulk.NDJSON, "{}").put("/items/ndjson").then().statusCode(415);
    Bulk.request(Bulk.NDJSON, "{}").accept("text/csv").post("/items").then().statusCode(406);
    Bulk.request(Bulk.NDJSON, "{}")
        .accept(TYPED)
        .post("/items?generate=key")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/json"));
  }

  @Test
  void whatIsLargerThanCanBeReadIsSaidWithoutTheTermsOfTheParser() {
    String name = "{\"" + "x".repeat(70_000) + "\":1}";
    Map<String, String> bodies =
        Map.of('[' + name + ']', "/items", name, "/items", name + ' ', "/_transactions");
    bodies.forEach(
        (body, path) ->
            given()
                .contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(anyOf(equalTo(400), equalTo(422)))
                .body("detail", containsString("but the limit is 65535"))
                .body("detail", not(containsString("Stream")))
                .body("detail", not(containsString("`"))));
  }
}
