package dev.larder.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Damaged;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.EntityTag;
import dev.larder.http.EntityTagList;
import dev.larder.http.Preconditions;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.transaction.TransactionOperation.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TransactionReaderTest {
  private static final Preconditions NONE =
      new Preconditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static List<TransactionOperation> read(String json) throws IOException {
    return read(json, ItemFormat.PLAIN);
  }

  private static List<TransactionOperation> read(String json, ItemFormat form) throws IOException {
    return read(json, form, 32);
  }

  private static List<TransactionOperation> read(String json, ItemFormat form, int depth)
      throws IOException {
    return TransactionReader.read(
        json.getBytes(StandardCharsets.UTF_8),
        form,
        new Limit("batch-size", 3),
        new Limit("depth", depth));
  }

  private static ProblemException refused(String json) {
    return assertThrows(ProblemException.class, () -> read(json));
  }

  private static ProblemException refusedOperation(String operation) {
    return refused(
        "{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/items/a\"}, " + operation + "]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\0{\0", "\0\0\0{\u00FF\u00FF\u00FF\u00FF"})
  void whatHasNoEncodingOfJsonIsRefused(String octets) {
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () ->
                TransactionReader.read(
                    octets.getBytes(StandardCharsets.ISO_8859_1),
                    ItemFormat.PLAIN,
                    new Limit("batch-size", 3),
                    new Limit("depth", 32)));
    assertEquals(ProblemType.MALFORMED_JSON, problem.type());
    assertTrue(problem.getMessage().contains("UTF-8"), problem.getMessage());
  }

  @Test
  void operationsAreReadInTheirOrder() throws IOException {
    Preconditions tagged =
        new Preconditions(
            Optional.of(new EntityTagList(false, List.of(EntityTag.strong("t")))),
            Optional.of(new EntityTagList(true, List.of())),
            Optional.empty(),
            Optional.empty());
    assertEquals(
        List.of(
            new TransactionOperation(
                0,
                Method.PUT,
                "/items/a",
                Optional.of(Item.of(Map.of("n", AttributeValue.fromN("1")))),
                tagged,
                Optional.empty()),
            new TransactionOperation(
                1, Method.DELETE, "/items/b", Optional.empty(), NONE, Optional.of("a[lt]=1&b=2")),
            new TransactionOperation(
                2, Method.POST, "/items", Optional.of(Item.of(Map.of())), NONE, Optional.empty())),
        read(
            """
            {"operations": [
              {"method": "PUT", "path": "/items/a", "body": {"n": 1.0}, "ifMatch": "\\"t\\"",
               "ifNoneMatch": "*"},
              {"method": "DELETE", "path": "/items/b", "if": "a[lt]=1&b=2"},
              {"method": "POST", "path": "/items", "body": {}}
            ]}
            """));
  }

  @Provide
  Arbitrary<List<String>> shuffled() {
    return Arbitraries.shuffle(
        "\"method\": \"PUT\"",
        "\"path\": \"/items/a\"",
        "\"body\": {\"body\": {\"path\": [{}]}}",
        "\"ifMatch\": \"*\"",
        "\"ifNoneMatch\": \"\\\"x\\\"\"");
  }

  @Property(tries = 120)
  void membersComeInAnyOrder(@ForAll("shuffled") List<String> members) throws IOException {
    assertEquals(
        read(
            "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/items/a\","
                + " \"body\": {\"body\": {\"path\": [{}]}},"
                + " \"ifMatch\": \"*\", \"ifNoneMatch\": \"\\\"x\\\"\"}]}"),
        read("{\"operations\": [{" + String.join(",", members) + "}]}"));
  }

  @Test
  void onlyItemsAreInTheTypedForm() throws IOException {
    assertEquals(
        Optional.of(Item.of(Map.of("s", AttributeValue.fromSs(List.of("x"))))),
        read(
                "{\"operations\": [{\"method\": \"PUT\", \"body\": {\"s\": {\"SS\": [\"x\"]}},"
                    + " \"path\": \"/items/a\"}]}",
                ItemFormat.TYPED)
            .get(0)
            .body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|as in {\"operations\": [...]}",
        "1|as in {\"operations\": [...]}",
        "{}|has no member \"operations\"",
        "{\"operations\": []}|must have 1 to 3",
        "{\"operations\": {}}|must be an array",
        "{\"operations\": null}|must be an array",
        "{\"operation\": []}|\"operation\", which is not supported",
        "{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/a/b\"}], \"operations\": []}|twice"
      })
  void aBodyThatIsNoTransactionIsRefused(String json, String complaint) {
    ProblemException e = refused(json);
    assertEquals(ProblemType.INVALID_TRANSACTION, e.type());
    assertTrue(e.getMessage().contains(complaint), e.getMessage());
    assertEquals(Map.of(), e.members());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|is not an object",
        "[]|is not an object",
        "{}|has no member \"method\"; it must be one of PUT, POST, PATCH, DELETE, CHECK",
        "{\"path\": \"/items/a\"}|has no member \"method\"",
        "{\"method\": \"put\"}|has the \"method\" \"put\"; it must be one of PUT",
        "{\"method\": 1}|has a member \"method\" that is not a string",
        "{\"method\": \"PUT\", \"body\": {}}|has no member \"path\", which PUT requires",
        "{\"method\": \"PUT\", \"path\": \"/a/b\"}|has no member \"body\", which PUT requires",
        "{\"method\": \"POST\", \"path\": \"/a\"}|has no member \"body\", which POST requires",
        "{\"method\": \"PUT\", \"path\": null, \"body\": {}}|\"path\" that is not a string",
        "{\"path\": \"/a/b\", \"path\": \"/a/b\"}|has the member \"path\" twice",
        "{\"body\": {}, \"body\": {}}|has the member \"body\" twice",
        "{\"colour\": {\"deep\": []}}|has the member \"colour\", which is not supported",
        "{\"method\": \"DELETE\", \"path\": \"/a/b\", \"body\": {}}|\"body\", which DELETE does not",
        "{\"method\": \"CHECK\", \"path\": \"/a/b\", \"ifMatch\": \"*\", \"body\": {}}|\"body\", which",
        "{\"method\": \"POST\", \"path\": \"/a\", \"body\": {}, \"ifMatch\": \"*\"}|\"ifMatch\", which",
        "{\"method\": \"POST\", \"path\": \"/a\", \"body\": {}, \"ifNoneMatch\": \"*\"}|requires path,"
            + " body.",
        "{\"method\": \"CHECK\", \"path\": \"/a/b\"}|CHECK requires one of ifMatch, ifNoneMatch"
      })
  void anOperationThatIsNoneIsRefusedByItsIndexAndMember(String operation, String complaint) {
    ProblemException e = refusedOperation(operation);
    assertEquals(ProblemType.INVALID_TRANSACTION, e.type());
    assertTrue(e.getMessage().startsWith("The operation 1 "), e.getMessage());
    assertTrue(e.getMessage().contains(complaint), e.getMessage());
    assertEquals(Map.of("operation", 1), e.members());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": [1, 1e999]}", "{\"a\": [1, \"\\ud800\"]}"})
  void aPointerStartsAtTheItem(String body) {
    ProblemException e = refusedOperation("{\"body\": " + body + "}");
    assertEquals(ProblemType.INVALID_ITEM, e.type());
    assertTrue(e.getMessage().startsWith("The value at /a/1 "), e.getMessage());
    assertEquals(Map.of("operation", 1, "pointer", "/a/1"), e.members());
  }

  @Test
  void anItemThatIsNoneIsRefused() {
    ProblemException e = refusedOperation("{\"body\": []}");
    assertEquals(ProblemType.INVALID_ITEM, e.type());
    assertEquals(Map.of("operation", 1), e.members());
  }

  @Test
  void anItemIsAsDeepAsOneByItself() throws IOException {
    String deepest = "{\"a\":".repeat(32) + "1" + "}".repeat(32);
    String operation = "{\"method\": \"PUT\", \"path\": \"/a/b\", \"body\": %s}";
    read("{\"operations\": [" + operation.formatted(deepest) + "]}");
    ProblemException e = refusedOperation(operation.formatted("{\"a\":" + deepest + "}"));
    assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ifMatch", "ifNoneMatch"})
  void aConditionIsWhatItsHeaderFieldIs(String member) {
    ProblemException e =
        refusedOperation(
            "{\"method\": \"CHECK\", \"path\": \"/a/b\", \"" + member + "\": \"no tag\"}");
    assertEquals(ProblemType.INVALID_HEADER, e.type());
    assertTrue(e.getMessage().startsWith(member + " must be"), e.getMessage());
    assertEquals(Map.of("operation", 1), e.members());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"operations\"",
        "{\"operations\": [",
        "{\"operations\": [{",
        "{\"operations\": [{\"body\": {",
        "{\"operations\": [{\"body\": {\"a\": 01}}]}",
        "{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/a/b\"},]}",
        "{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/a/b\"}]} {}",
        "{\"operations\": [{\"body\": {\"a\": 1, \"a\": 2}}]}",
        "operations"
      })
  void whatIsNoJsonIsRefused(String json) {
    assertEquals(ProblemType.MALFORMED_JSON, refused(json).type());
  }

  @Property(tries = 60)
  void cutShortItIsNeverRead(
      @ForAll @net.jqwik.api.constraints.IntRange(min = 0, max = 96) int at) {
    String json =
        "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/a/b\", \"body\": {\"a\": [true, {}]},"
            + " \"ifMatch\": \"*\"}]}";
    ProblemType type = refused(json.substring(0, Math.min(at, json.length() - 1))).type();
    assertTrue(
        Set.of(ProblemType.MALFORMED_JSON, ProblemType.INVALID_TRANSACTION).contains(type),
        type.name());
  }

  @Property(tries = 500)
  void whateverTheTextItIsReadOrRefused(@ForAll("damaged") String json) throws IOException {
    try {
      assertFalse(read(json).isEmpty());
    } catch (ProblemException e) {
      assertTrue(e.type().status() < 500 && !e.getMessage().isBlank(), e::toString);
    }
  }

  @Provide
  Arbitrary<String> damaged() {
    return Damaged.texts(
        Arbitraries.of(
            "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/a/b\", \"body\": {\"a\": 1}}]}",
            "{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/a/b\", \"ifMatch\": \"*\"},"
                + " {\"method\": \"CHECK\", \"path\": \"/a/c\", \"if\": \"a[gte]=1&b=2\"}]}"));
  }

  @Test
  void moreOperationsThanThereMayBeAreRefused() throws IOException {
    String operation = "{\"method\": \"DELETE\", \"path\": \"/a/b\"}";
    String most = String.join(",", Collections.nCopies(3, operation));
    assertEquals(3, read("{\"operations\": [" + most + "]}").size());
    ProblemException e = refused("{\"operations\": [" + most + ", {}]}");
    assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
    assertTrue(e.getMessage().startsWith("The transaction has more than 3 operations"));
    assertEquals(Map.of("limit", 3, "setting", "larder.limits.batch-size"), e.members());
  }

  @Test
  void anItemMayHaveSoManyLevelsAndNoMore() throws IOException {
    String put = "{\"method\": \"PUT\", \"path\": \"/a/b\", \"body\": {\"a\": %s}}";
    read("{\"operations\": [" + put.formatted("[[[[]]]]") + "]}", ItemFormat.PLAIN, 5);
    String deep = "{\"operations\": [" + put.formatted("[[[[[]]]]]") + "]}";
    ProblemException e =
        assertThrows(ProblemException.class, () -> read(deep, ItemFormat.PLAIN, 5));
    assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
    assertEquals(
        Map.of(
            "limit", 5, "setting", "larder.limits.depth", "pointer", "/a/0/0/0/0", "operation", 0),
        e.members());
  }
}
