package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.event.RequestRefusedException;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Two collections of one table, whose items have the same keys and differ by their type alone. Who
 * may use one of them reaches no item of the other, in no way.
 */
@QuarkusTest
@TestProfile(SharedTableAccessTest.Shared.class)
class SharedTableAccessTest {
  public static class Shared implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      String keys =
          """
          "keys": {"PK": "P#{person}", "SK": "E#{entry}", "GSI1PK": "DAY#{day}", "GSI1SK": "{entry}",
                   "GSI2PK": "DAY#{day}", "GSI2SK": "{entry}"}
          """;
      return Map.of(
          "larder.access",
          "authorizer",
          "larder.model",
          """
          {"tables": {"people": {
             "key": {"PK": "S", "SK": "S"},
             "indexes": {
               "GSI1": {"key": {"GSI1PK": "S", "GSI1SK": "S"}},
               "GSI2": {"key": {"GSI2PK": "S", "GSI2SK": "S"}, "projection": "KEYS_ONLY"}}}},
           "collections": {
             "notes": {"table": "people", "path": "/people/{person}/notes/{entry}", %s,
               "type": {"kind": "note"},
               "access": {"read": ["notes"], "write": ["notes"], "admin": ["boss"],
                          "owner": "person"}},
             "files": {"table": "people", "path": "/people/{person}/files/{entry}", %s,
               "type": {"kind": "file"}, "scan": true,
               "access": {"read": ["files"], "write": ["files"]}}}}
          """
              .formatted(keys, keys));
    }
  }

  @Inject DynamoDbClient client;
  @Inject RequestStreamHandler function;

  private Map<String, AttributeValue> file;

  @BeforeEach
  void aNoteAndAFileOfEach() {
    for (String person : new String[] {"ada", "bob"}) {
      store(person, "n", "note");
      file = store(person, "f", "file");
    }
  }

  private Map<String, AttributeValue> store(String person, String entry, String kind) {
    Map<String, AttributeValue> item =
        Map.of(
            "PK", AttributeValue.fromS("P#" + person),
            "SK", AttributeValue.fromS("E#" + entry),
            "GSI1PK", AttributeValue.fromS("DAY#1"),
            "GSI1SK", AttributeValue.fromS(entry),
            "GSI2PK", AttributeValue.fromS("DAY#1"),
            "GSI2SK", AttributeValue.fromS(entry),
            "person", AttributeValue.fromS(person),
            "entry", AttributeValue.fromS(entry),
            "day", AttributeValue.fromS("1"),
            "kind", AttributeValue.fromS(kind));
    client.putItem(put -> put.tableName("people").item(item));
    return item;
  }

  private void assertFileUnchanged() {
    assertEquals(
        file,
        client
            .getItem(
                get ->
                    get.tableName("people").key(Map.of("PK", file.get("PK"), "SK", file.get("SK"))))
            .item());
  }

  private HttpEvent.Answer send(HttpEvent event) throws IOException {
    return event.sendTo(function);
  }

  private HttpEvent.Answer get(String path, String caller, String roles) throws IOException {
    return send(HttpEvent.of("GET", path).jwt(caller, roles));
  }

  /** The keys of the items on a page, as {@code ada/n}. */
  private static String entries(HttpEvent.Answer page) throws IOException {
    assertEquals(200, page.status(), page.body());
    return String.join(
        " ",
        StreamSupport.stream(page.json().path("items").spliterator(), false)
            .map(item -> item.path("person").asText() + '/' + item.path("entry").asText())
            .sorted()
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "/people/bob/notes, bob/n",
    "/people/bob/files, bob/f",
    "/files?day=1, ada/f bob/f",
    "/files?day=1&fields=person%2Centry, ada/f bob/f",
    "/files, ada/f bob/f",
    "'/notes?person=bob&entry[in]=n,f', bob/n",
    "'/files?person=bob&entry[in]=n,f', bob/f",
    "/notes?person=bob&sort=-entry, bob/n"
  })
  void aPageHasItemsOfItsCollectionAlone(String path, String entries) throws IOException {
    assertEquals(entries, entries(get(path, "bob", "notes files")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/csv", "application/x-ndjson"})
  void anExportHasItemsOfItsCollectionAlone(String type) throws IOException {
    HttpEvent.Answer export =
        send(HttpEvent.of("GET", "/people/bob/notes").header("Accept", type).jwt("bob", "notes"));
    assertEquals(200, export.status(), export.body());
    assertTrue(export.body().contains("bob"), export.body());
    assertFalse(export.body().contains("file") || export.body().contains("E#f"), export.body());
    assertEquals(1, export.body().lines().filter(line -> line.contains("bob")).count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/people/bob/notes/f|404",
        "HEAD|/people/bob/notes/f|404",
        "PUT|/people/bob/notes/f|409",
        "PATCH|/people/bob/notes/f|404",
        "DELETE|/people/bob/notes/f|204",
        "GET|/people/bob/files/f|403",
        "PUT|/people/bob/files/f|403",
        "PATCH|/people/bob/files/f|403",
        "DELETE|/people/bob/files/f|403",
        "GET|/people/bob/files|403",
        "GET|/files?day=1|403",
        "GET|/people/bob/notes/n?include=files|403"
      })
  void aFileIsNotThereForWhoMayUseNotes(String method, String path, int status) throws IOException {
    HttpEvent event = HttpEvent.of(method, path).jwt("bob", "notes");
    if (method.equals("PUT") || method.equals("PATCH")) {
      event.json("{\"day\": \"2\"}");
    }
    if (method.equals("PATCH")) {
      event.header("Content-Type", "application/merge-patch+json");
    }
    HttpEvent.Answer answer = send(event);
    assertEquals(status, answer.status(), answer.body());
    assertFileUnchanged();
  }

  @Test
  void noPreconditionReachesAFile() throws IOException {
    String tag = get("/people/bob/files/f", "bob", "files").headers().get("ETag");
    for (String method : new String[] {"PUT", "DELETE"}) {
      for (String match : new String[] {"*", tag}) {
        HttpEvent event =
            HttpEvent.of(method, "/people/bob/notes/f")
                .header("If-Match", match)
                .jwt("bob", "notes");
        HttpEvent.Answer answer = send(method.equals("PUT") ? event.json("{}") : event);
        assertEquals(412, answer.status(), answer.body());
        assertFileUnchanged();
      }
    }
  }

  @Test
  void anIncludedCollectionHasItsOwnItems() throws IOException {
    HttpEvent.Answer answer = get("/people/bob/notes/n?include=files", "bob", "notes files");
    assertEquals(200, answer.status(), answer.body());
    assertEquals("n", answer.json().path("entry").asText());
    assertEquals("f", answer.json().at("/_included/files/items/0/entry").asText());
    assertEquals(1, answer.json().at("/_included/files/items").size());
    assertEquals(404, get("/people/bob/notes/f?include=files", "bob", "notes files").status());
    HttpEvent.Answer others = get("/people/ada/files/f?include=notes", "bob", "notes files");
    assertEquals(0, others.json().at("/_included/notes/items").size(), others.body());
  }

  @Test
  void bulkWritesDoNotReachAFile() throws IOException {
    HttpEvent.Answer answer =
        send(
            HttpEvent.of("POST", "/people/bob/notes")
                .json("{\"entry\": \"f\", \"day\": \"2\"}\n{\"entry\": \"new\", \"day\": \"2\"}\n")
                .header("Content-Type", "application/x-ndjson")
                .jwt("bob", "notes"));
    assertEquals(207, answer.status(), answer.body());
    assertEquals(409, answer.json().at("/results/0/status").asInt(), answer.body());
    assertFileUnchanged();
    assertEquals(
        204, send(HttpEvent.of("DELETE", "/people/bob/notes/new").jwt("bob", "notes")).status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"method\": \"PUT\", \"path\": \"/people/bob/notes/f\", \"body\": {\"day\": \"2\"}}|409",
        "{\"method\": \"CHECK\", \"path\": \"/people/bob/notes/f\", \"ifMatch\": \"*\"}|409",
        "{\"method\": \"DELETE\", \"path\": \"/people/bob/files/f\"}|403",
        "{\"method\": \"DELETE\", \"path\": \"/people/ada/notes/n\"}|404"
      })
  void transactionsDoNotReachAFile(String operation, int status) throws IOException {
    HttpEvent.Answer answer =
        send(
            HttpEvent.of("POST", "/_transactions")
                .json("{\"operations\": [" + operation + "]}")
                .jwt("bob", "notes"));
    assertTrue(answer.status() >= 400, answer.body());
    assertEquals(status, answer.status(), answer.body());
    assertFileUnchanged();
  }

  @Test
  void anOwnerSeesTheOwnNotesAlone() throws IOException {
    assertEquals(200, get("/people/bob/notes/n", "bob", "notes").status());
    assertEquals(404, get("/people/ada/notes/n", "bob", "notes").status());
    assertEquals("", entries(get("/people/ada/notes", "bob", "notes")));
    assertEquals("ada/n", entries(get("/people/ada/notes", "root", "boss")));
    assertEquals(404, get("/people/ada/notes/f", "root", "boss").status());
    assertEquals("ada/n bob/n", entries(get("/notes?day=1", "root", "boss")));
    HttpEvent put = HttpEvent.of("PUT", "/people/ada/notes/n").json("{}").jwt("bob", "notes");
    assertEquals(404, send(put).status());
  }

  @Test
  void aDirectInvocationReachesItemsOfTheCollectionThatItNames() throws IOException {
    assertEquals("null", direct("GET", "/people/bob/notes/f"));
    assertTrue(direct("GET", "/people/bob/files/f").contains("\"entry\":\"f\""));
    assertThrows(RequestRefusedException.class, () -> direct("PUT", "/people/bob/notes/f"));
    assertFileUnchanged();
  }

  private String direct(String method, String path) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(
            "{\"method\": \"%s\", \"path\": \"%s\"%s}"
                .formatted(method, path, method.equals("PUT") ? ", \"body\": {}" : "")
                .getBytes(StandardCharsets.UTF_8)),
        answer,
        new FixedContext("r", 1024, 20_000));
    return answer.toString(StandardCharsets.UTF_8);
  }
}
