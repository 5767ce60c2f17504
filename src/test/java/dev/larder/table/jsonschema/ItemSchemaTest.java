package dev.larder.table.jsonschema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemSchemaTest {
  private static final String SETTING = "larder.collections.films.schema";

  private static List<String> violations(String schema, String item) throws IOException {
    return read(schema).violations(item(item)).stream()
        .map(violation -> violation.pointer() + " " + violation.detail())
        .toList();
  }

  private static ItemSchema read(String value) {
    return ItemSchema.read(SETTING, value, () -> {});
  }

  private static Item item(String json) throws IOException {
    return ItemReader.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), ItemFormat.PLAIN);
  }

  private static String refusal(String value) {
    return assertThrows(IllegalArgumentException.class, () -> read(value)).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'string'}|1|/a must be a string",
        "{'type':['integer','null']}|1.5|/a must be an integer or null",
        "{'required':['b']}|{}|/a/b is required",
        "{'dependentRequired':{'b':['c']}}|{'b':1}|/a/c is required together with b",
        "{'properties':{'b':{}},'additionalProperties':false}|{'b':1,'c':2}|/a/c is not allowed",
        "{'properties':{'b':false}}|{'b':1}|/a/b is not allowed",
        "{'allOf':[{'properties':{'b':{}}}],'unevaluatedProperties':false}|{'b':1,'c':2}|/a/c is"
            + " not allowed",
        "{'prefixItems':[true],'items':false}|[1,2]|/a/1 is not allowed",
        "{'allOf':[{'prefixItems':[true]}],'unevaluatedItems':false}|[1,2]|/a/1 is not allowed",
        "{'propertyNames':{'pattern':'^[a-z]+$'}}|{'B':1}|/a/B has a name that is not allowed: does"
            + " not match the regex pattern ^[a-z]+$",
        "{'minimum':1}|0|/a must be at least 1",
        "{'maximum':100}|101|/a must be at most 100",
        "{'exclusiveMinimum':0}|0|/a must be more than 0",
        "{'exclusiveMaximum':1.50}|1.5|/a must be less than 1.5",
        "{'multipleOf':0.01}|0.001|/a must be a multiple of 0.01",
        "{'minLength':1}|''|/a must have at least 1 character",
        "{'maxLength':2}|'abc'|/a must have at most 2 characters",
        "{'minItems':1}|[]|/a must have at least 1 element",
        "{'maxItems':1}|[1,2]|/a must have at most 1 element",
        "{'minProperties':2}|{'b':1}|/a must have at least 2 members",
        "{'maxProperties':0}|{'b':1}|/a must have at most 0 members",
        "{'uniqueItems':true}|[1,2,1.0,1]|/a must not have duplicate elements",
        "{'pattern':'^[a-z]$'}|'A'|/a must match the pattern ^[a-z]$",
        "{'const':{'b':1}}|{'b':2}|/a must be {\"b\":1}",
        "{'enum':['b',1]}|2|/a must be one of \"b\", 1",
        "{'contains':{'const':1}}|[2]|/a must have at least 1 matching the schema of contains",
        "{'contains':{'const':1},'maxContains':1}|[1,1]|/a must have at most 1 matching the"
            + " schema of contains",
        "{'not':{'type':'null'}}|null|/a must not match the schema of not",
        "{'if':{'type':'string'},'then':{'minLength':2}}|'x'|/a must have at least 2 characters",
        "{'anyOf':[{'type':'string'},{'type':'null'}]}|1|/a must be a string, or must be null",
        "{'oneOf':[{'type':'string'},{'type':'null'}]}|1|/a must be a string, or must be null",
        "{'oneOf':[{'type':'number'},{'minimum':0},{'type':'null'}]}|1|/a must match only one of the"
            + " alternatives of oneOf",
        "{'anyOf':[{'required':['b','c']},{'properties':{'b':{'type':'null'}},'required':['d']}]}"
            + "|{'b':1}|/a /c is required, or /b must be null and /d is required",
        "{'items':{'anyOf':[{'type':'null'},{'anyOf':[{'minimum':5},{'const':1}]}]}}|[2]|/a/0 must"
            + " be null, or must match one of the alternatives of anyOf",
        "{'format':'date-time'}|'x'|",
        "{'contentEncoding':'base64'}|'?'|"
      })
  void eachKeywordSaysWhatItDemandsAndWhere(String schema, String value, String violation)
      throws IOException {
    assertEquals(
        violation == null ? List.of() : List.of(violation),
        violations(
            "{\"properties\":{\"a\":" + schema.replace('\'', '"') + "}}",
            "{\"a\":" + value.replace('\'', '"') + "}"));
  }

  @Test
  void everyViolationIsListedWithItsPlace() throws IOException {
    String schema =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "required": ["title"],
          "properties": {
            "cast": {"type": "array", "items": {"properties": {"name": {"type": "string"}}}},
            "a/b": {"properties": {"m~n": {"type": "null"}, " ": {"type": "null"}}}
          }
        }
        """;
    assertEquals(
        List.of(
            "/title is required",
            "/cast/1/name must be a string",
            "/cast/3/name must be a string",
            "/a~1b/m~0n must be null",
            "/a~1b/  must be null"),
        violations(
                schema,
                """
                {"cast": [{"name": "a"}, {"name": 1}, {}, {"name": null}],
                 "a/b": {"m~n": 1, " ": 2}}
                """)
            .stream()
            .sorted(java.util.Comparator.comparing(each -> !each.startsWith("/title")))
            .toList());
    assertEquals(List.of(), violations(schema, "{\"title\": \"Jaws\", \"cast\": []}"));
  }

  @Test
  void theSameChoiceOfSeveralElementsIsAViolationOfEach() throws IOException {
    assertEquals(
        List.of("/a/0 must be a string, or must be null", "/a/2 must be a string, or must be null"),
        violations(
            "{\"properties\":{\"a\":{\"items\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}}}}",
            "{\"a\":[1,\"b\",2]}"));
  }

  @Test
  void aSchemaMayReferToItself() throws IOException {
    for (String tree :
        List.of(
            """
            {"$ref": "#/$defs/node", "$defs": {"node": {
              "required": ["name"], "properties": {"children": {"items": {"$ref": "#/$defs/node"}}}}}}
            """,
            """
            {"$dynamicAnchor": "node",
              "required": ["name"], "properties": {"children": {"items": {"$dynamicRef": "#node"}}}}
            """,
            """
            {"$id": "https://example.com/node",
              "required": ["name"], "properties": {"children": {"items": {"$ref": "node"}}}}
            """,
            """
            {"$ref": "#node", "$defs": {"node": {"$anchor": "node",
              "required": ["name"], "properties": {"children": {"items": {"$ref": "#node"}}}}}}
            """)) {
      assertEquals(
          List.of("/children/1/children/0/name is required"),
          violations(
              tree,
              """
              {"name": 1, "children": [{"name": 2}, {"name": 3, "children": [{"children": []}]}]}
              """));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'integer'}|1.0|true",
        "{'type':'integer'}|1e125|true",
        "{'type':'integer'}|1.1|false",
        "{'type':'integer'}|0.00000000000000000000000000000000000001|false",
        "{'maximum':99999999999999999999999999999999999998}|99999999999999999999999999999999999998"
            + "|true",
        "{'maximum':99999999999999999999999999999999999998}|99999999999999999999999999999999999999"
            + "|false",
        "{'type':'integer','maximum':100}|18446744073709551617|false",
        "{'type':'integer','minimum':100}|-18446744073709551416|false",
        "{'exclusiveMinimum':0.1}|0.1000000000000000000000000000000000001|true",
        "{'exclusiveMinimum':0.1}|0.10|false",
        "{'multipleOf':2}|99999999999999999999999999999999999998|true",
        "{'multipleOf':2}|99999999999999999999999999999999999999|false",
        "{'multipleOf':10000000000000000000001}|20000000000000000000002|true",
        "{'multipleOf':10000000000000000000001}|20000000000000000000001|false",
        "{'const':1.0}|1|true",
        "{'const':9007199254740993}|9007199254740992|false",
        "{'enum':[1.50]}|1.5|true",
        "{'enum':[[1.0]]}|[1]|true",
        "{'enum':[{'b':100}]}|{'b':1.0e2}|true"
      })
  void numbersAreComparedExactly(String schema, String value, boolean valid) throws IOException {
    assertEquals(
        valid,
        violations(
                "{\"properties\":{\"a\":" + schema.replace('\'', '"') + "}}",
                "{\"a\":" + value.replace('\'', '"') + "}")
            .isEmpty());
  }

  @Test
  void noTextHasAValueOfTheItem() throws IOException {
    String schema =
        """
        {"properties": {
          "a": {"type": "integer", "const": 1, "enum": [1], "pattern": "^x", "maxLength": 3,
            "not": {"type": "string"}, "anyOf": [{"minLength": 40}, {"type": "null"}],
            "oneOf": [{"pattern": "y"}, {"const": 2}]},
          "b": {"contains": {"type": "null"}, "uniqueItems": true, "maxItems": 1}}}
        """;
    String text = violations(schema, "{\"a\":\"secret\",\"b\":[\"secret\",\"secret\"]}").toString();
    assertFalse(text.contains("secret"), text);
    assertTrue(text.contains("/b must have at most 1 element"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'pattern':'^(a+)+$'}|the match takes more than 10000000 steps",
        "{'not':{'pattern':'^(a+)+$'}}|the match takes more than 10000000 steps",
        "{'pattern':'^(.a?)*$'}|the match needs too much stack"
      })
  void aPatternThatGoesBackWithoutEndRefusesTheItem(String property, String reason)
      throws IOException {
    ItemSchema schema = read("{'properties':{'a':%s}}".formatted(property).replace('\'', '"'));
    Item item = item("{\"a\":\"" + "a".repeat(100_000) + "!\"}");
    ProblemException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> assertThrows(ProblemException.class, () -> schema.validate(item)));
    assertEquals(ProblemType.SCHEMA_VIOLATION, e.type());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void allPatternsThatAnItemMeetsHaveTheStepsTogether() throws IOException {
    ItemSchema schema = read("{\"additionalProperties\":{\"pattern\":\"x.*x$\"}}");
    String member = "\":\"" + "x".repeat(2_000) + "!\"";
    Item one = item("{\"a" + member + "}");
    for (int i = 0; i < 5; i++) {
      assertEquals(1, schema.violations(one).size());
    }
    Item five =
        item(
            IntStream.range(0, 5)
                .mapToObj(i -> "\"a" + i + member)
                .collect(Collectors.joining(",", "{", "}")));
    ProblemException e = assertThrows(ProblemException.class, () -> schema.violations(five));
    assertTrue(e.getMessage().contains("more than 10000000 steps"), e.getMessage());
  }

  /** Alternatives that each refer to the schema that they are alternatives of. */
  private static final String RECURSIVE =
      """
      {"$ref": "#/$defs/node", "$defs": {"node": {"KEYWORD": [
        {"properties": {"c": {"$ref": "#/$defs/node"}, "d": {"const": 1}}},
        {"properties": {"c": {"$ref": "#/$defs/node"}, "d": {"const": 2}}},
        {"properties": {"c": {"$ref": "#/$defs/node"}, "d": {"const": 3}}}]}}}
      """;

  private static Item nested(int levels) throws IOException {
    return item("{\"c\":".repeat(levels) + "{\"d\":0}" + "}".repeat(levels));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oneOf", "anyOf", "allOf"})
  void aSchemaThatRefersToItselfFromAlternativesRefusesWhatTakesTooLong(String keyword)
      throws IOException {
    ItemSchema schema = read(RECURSIVE.replace("KEYWORD", keyword));
    Item item = nested(24);
    ProblemException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () -> assertThrows(ProblemException.class, () -> schema.validate(item)));
    assertEquals(ProblemType.SCHEMA_VIOLATION, e.type());
    assertTrue(e.getMessage().contains("more than 2000000 steps"), e.getMessage());
  }

  @Test
  void anEvaluationIsEndedFromOutside() throws IOException {
    AtomicInteger checks = new AtomicInteger();
    ItemSchema schema =
        ItemSchema.read(
            SETTING,
            RECURSIVE.replace("KEYWORD", "oneOf"),
            () -> {
              if (checks.incrementAndGet() == 3) {
                throw new ProblemException(ProblemType.DEADLINE, "Over");
              }
            });
    Item item = nested(24);
    ProblemException e = assertThrows(ProblemException.class, () -> schema.validate(item));
    assertEquals(ProblemType.DEADLINE, e.type());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'$dynamicAnchor':'node','anyOf':[{'required':['gone']},"
            + "{'properties':{'c':{'$dynamicRef':'#node'}},'required':['missing']},"
            + "{'properties':{'c':{'$dynamicRef':'#node'}}}]}",
        "{'$defs':{'t':{'anyOf':[{'properties':{'c':{'$ref':'#/$defs/t'}}},"
            + "{'additionalProperties':{'$ref':'#/$defs/t'}}],'unevaluatedProperties':true}},"
            + "'$ref':'#/$defs/t'}",
        "{'if':{'properties':{'c':{'$ref':'#'}},'required':['a']},"
            + "'else':{'dependentSchemas':{'c':{'properties':{'c':{'$ref':'#'}}}}}}"
      })
  void anEvaluationIsEndedFromOutsideInTime(String schema) throws IOException {
    AtomicInteger checks = new AtomicInteger();
    ItemSchema read =
        ItemSchema.read(
            SETTING,
            schema.replace('\'', '"'),
            () -> {
              if (checks.incrementAndGet() == 500) {
                throw new ProblemException(ProblemType.DEADLINE, "Over");
              }
            });
    Item item = nested(24);
    ProblemException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () -> assertThrows(ProblemException.class, () -> read.validate(item)));
    assertEquals(ProblemType.DEADLINE, e.type());
  }

  @Test
  void theLargestItemHasStepsEnough() throws IOException {
    ItemSchema schema =
        read(
            """
            {"additionalProperties": {"$ref": "#/$defs/tree"}, "$defs": {"tree": {
              "type": ["array", "number"], "minimum": 0, "items": {"$ref": "#/$defs/tree"}}}}
            """);
    Item item = item("{\"a\":[" + "[1],".repeat(95_000) + "1]}");
    assertEquals(List.of(), schema.violations(item));
  }

  @ParameterizedTest
  @CsvSource({"9999, in 9999 places, 9949", "10000, in 10000 places, 9950"})
  void eachViolationIsCounted(int wrong, String places, int more) throws IOException {
    assertCounted(wrong, places, more);
  }

  /** To explain all that nested alternatives can give would take seconds. */
  @Test
  void ofMoreThanTenThousandErrorsTheFirstAreExplained() throws IOException {
    assertCounted(10_001, "in at least 10000 places", 9950);
  }

  private static void assertCounted(int wrong, String places, int more) throws IOException {
    ItemSchema schema = read("{\"additionalProperties\":{\"type\":\"string\"}}");
    Item item =
        item(
            IntStream.range(0, wrong)
                .mapToObj(i -> "\"a" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}")));
    ProblemException e = assertThrows(ProblemException.class, () -> schema.validate(item));
    assertEquals(
        "The item violates the collection's schema " + places + "; see violations.",
        e.getMessage());
    assertEquals(more, e.members().get("more"));
    assertEquals(ItemSchema.MAX_VIOLATIONS, ((List<?>) e.members().get("violations")).size());
  }

  @Test
  void aViolationIsA422() throws IOException {
    ItemSchema schema = read("{\"required\":[\"title\",\"year\"]}");
    ProblemException e =
        assertThrows(ProblemException.class, () -> schema.validate(item("{\"a\":1}")));
    assertEquals(ProblemType.SCHEMA_VIOLATION, e.type());
    assertEquals(
        "The item violates the collection's schema in 2 places; see violations.", e.getMessage());
    schema.validate(item("{\"title\":\"Jaws\",\"year\":1975}"));
  }

  @Test
  void itIsAFileOrAResourceOrTheJsonItself(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("film.json"), "\uFEFF{\"required\":[\"title\"]}");
    assertEquals(List.of("/title is required"), violations(file.toString(), "{}"));
    assertEquals(
        List.of("/price is required"), violations("product.schema.json", "{\"sku\":\"a\"}"));
    assertEquals(List.of("/title is required"), violations(" {\"required\":[\"title\"]}", "{}"));
  }

  @Test
  void aSchemaThatCannotBeReadIsRefusedByName(@TempDir Path folder) {
    assertEquals(
        SETTING
            + ": nowhere.json: no file and no resource on the class path has this name; a schema"
            + " in the setting itself must start with {",
        refusal("nowhere.json"));
    assertTrue(
        refusal(folder.toString()).startsWith(SETTING + ": " + folder + ": it cannot be read"),
        refusal(folder.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\\n  'type': object\\n}|line 2, column 11|it is not valid JSON: The token 'object' is"
            + " not a JSON value",
        "{'type': 'object',\\n'type': 'object'}|line 2, column 7|it is not valid JSON: The"
            + " name \"type\" appears twice",
        "{'type': 'object'|line 1, column 18|it is not valid JSON: The JSON ends",
        "{} {}|line 1, column 4|it is not valid JSON: The value is complete",
        "{'properties':{'year':{'type':'strin'}}}|/properties/year/type|must be one of \"array\","
            + " \"boolean\", \"integer\", \"null\", \"number\", \"object\", \"string\", or must be an"
            + " array",
        "{'properties':{'a/b':{'minLength':-1}}}|/properties/a~1b/minLength|must be at least 0",
        "{'properties':[]}|/properties|must be an object",
        "{'items':{'pattern':'['}}|/items/pattern|must have the format regex",
        "{'patternProperties':{'(':{}}}|/patternProperties/(|has a name that is not allowed",
        "{'required':'a'}|/required|must be an array",
        "{'$ref':'#/$defs/film'}|/$ref|it does not refer to a schema in this document, and other"
            + " documents are not fetched",
        "{'items':{'$ref':'#film'}}|/items/$ref|it does not refer to a schema",
        "{'items':{'$dynamicRef':'#film'}}|/items/$dynamicRef|it does not refer to a schema",
        "{'items':{'$ref':'film.json'}}|/items/$ref|it does not refer to a schema",
        "{'items':{'$ref':'file:///etc/hostname'}}|/items/$ref|it does not refer to a schema",
        "{'items':{'$ref':'classpath:product.schema.json'}}|/items/$ref|it does not refer",
        "{'x':{'type':'strin'},'items':{'$ref':'#/x'}}|/items/$ref|it does not refer to a schema",
        "{'$ref':'#'}||its references form an endless loop",
        "{'items':{'$ref':'#/$defs/a'},'$defs':{'a':{'allOf':[{'$ref':'#/$defs/a'}]}}}|/items|its"
            + " references form an endless loop",
        "{'$schema':'http://json-schema.org/draft-07/schema#'}|/$schema"
            + "|\"http://json-schema.org/draft-07/schema#\" is not a supported dialect; use"
            + " https://json-schema.org/draft/2020-12/schema",
        "{'items':{'$schema':'https://example.com/own'}}|/items/$schema|\"https://example.com/own\"",
        "{'$schema':1}|/$schema|1 is not a supported dialect"
      })
  void aSchemaThatIsWrongIsRefusedWithTheFileAndThePlace(
      String json, String place, String complaint, @TempDir Path folder) throws IOException {
    String schema = json.replace('\'', '"').replace("\\n", "\n");
    String where = place == null ? "" : place + ": ";
    String inline = refusal(schema);
    assertTrue(inline.startsWith(SETTING + ": " + where + complaint), inline);

    Path file = Files.writeString(folder.resolve("films.json"), schema);
    String inFile = refusal(file.toString());
    assertTrue(
        inFile.startsWith(
            SETTING + ": " + file + (place == null ? ": " : ", ") + where + complaint),
        inFile);
  }

  @Test
  void noOtherSchemaIsEverFetched() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger requests = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://localhost:" + server.getAddress().getPort() + "/film.json";
      for (String keyword : List.of("$ref", "$dynamicRef", "$schema")) {
        String message = refusal("{\"items\":{\"" + keyword + "\":\"" + url + "\"}}");
        assertTrue(message.startsWith(SETTING + ": /items/" + keyword + ": "), message);
      }
      read("{\"$id\":\"" + url + "\",\"items\":{\"$ref\":\"#\"}}");
      assertEquals(0, requests.get());
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "\"object\""})
  void aFileThatHoldsNoSchemaIsRefused(String json, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("films.json"), json);
    assertEquals(
        SETTING + ": " + file + ": must be an object or a boolean", refusal(file.toString()));
  }

  @Test
  void anEmptyFileIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("films.json"), " ");
    assertEquals(SETTING + ": " + file + ": it is empty", refusal(file.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema#\"}",
        "{\"properties\":{\"schema\":{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}}}",
        "{\"properties\":{\"enum\":{\"type\":\"string\"},\"$ref\":{\"type\":\"string\"}}}",
        "{\"const\":{\"$ref\":\"nowhere\"},\"default\":{\"$ref\":\"#/nowhere\"}}",
        "{\"$defs\":{\"a\":{\"$id\":\"https://example.com/a\"}},\"items\":{\"$ref\":\"https://example.com/a\"}}",
        "{\"title\":\"Film\",\"x-owner\":\"us\",\"format\":\"own\"}"
      })
  void whatIsRightIsNotRefused(String schema) {
    read(schema);
  }
}
