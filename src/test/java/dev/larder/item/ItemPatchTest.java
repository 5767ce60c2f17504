package dev.larder.item;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.Damaged;
import dev.larder.TestConfig;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemPatchTest {
  private static final String DIGITS = "12345678901234567890123456789012345678";

  /** Reads numbers exactly, and those of one value as equal. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @Provide
  Arbitrary<Item> items() {
    return ItemArbitraries.typed();
  }

  @Property(tries = 200)
  void aPatchOfNothingChangesNothing(@ForAll("items") Item item) throws IOException {
    assertEquals(item, patch(ItemPatch.MERGE_PATCH, "{}").apply(item));
    assertEquals(item, patch(ItemPatch.JSON_PATCH, "[]").apply(item));
  }

  @Property(tries = 200)
  void anItemReplacedByWhatIsReadOfItKeepsItsTypes(@ForAll("items") Item item) throws IOException {
    String plain = new String(ItemWriter.toBytes(item, ItemFormat.PLAIN), StandardCharsets.UTF_8);
    String replace = "[{\"op\":\"replace\",\"path\":\"\",\"value\":" + plain + "}]";
    assertEquals(item, patch(ItemPatch.JSON_PATCH, replace).apply(item));
  }

  /** RFC 7396, section 2, word for word. */
  private static JsonNode mergePatch(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged =
        target != null && target.isObject() ? target.deepCopy() : JSON.createObjectNode();
    patch
        .properties()
        .forEach(
            member -> {
              if (member.getValue().isNull()) {
                merged.remove(member.getKey());
              } else {
                merged.set(
                    member.getKey(), mergePatch(merged.get(member.getKey()), member.getValue()));
              }
            });
    return merged;
  }

  @Property(tries = 300)
  void aMergePatchDoesWhatTheRfcHasItDoOnceAndTwice(
      @ForAll("items") Item item, @ForAll("patches") Item patch) throws IOException {
    // Of the item itself, so that the patch meets what is there
    String json = plain(Item.of(crossed(item, patch)));
    // DynamoDB has no empty set, so an empty array in the place of one takes the attribute away.
    Assume.that(!json.contains("[]"));
    ItemPatch merge = patch(ItemPatch.MERGE_PATCH, json);
    Item once = merge.apply(item);
    JsonNode expected = mergePatch(JSON.readTree(plain(item)), JSON.readTree(json));
    assertEquals(expected, JSON.readTree(plain(once)), json);
    assertEquals(once, merge.apply(once), json);
  }

  /** The values of one under the names of the other. */
  private static Map<String, AttributeValue> crossed(Item names, Item values) {
    Map<String, AttributeValue> crossed = new TreeMap<>(values.attributes());
    Iterator<AttributeValue> all = values.attributes().values().iterator();
    for (String name : names.attributes().keySet()) {
      crossed.put(name, all.hasNext() ? all.next() : AttributeValue.fromNul(true));
    }
    return crossed;
  }

  @Property(tries = 300)
  void whatAJsonPatchAddsIsThereAndGoneAgain(
      @ForAll("items") Item item, @ForAll("patches") Item added) throws IOException {
    StringJoiner operations = new StringJoiner(",", "[", "]");
    StringJoiner undone = new StringJoiner(",", "[", "]");
    for (Map.Entry<String, AttributeValue> member : added.attributes().entrySet()) {
      if (!item.attributes().containsKey(member.getKey())) {
        String pointer = member.getKey().replace("~", "~0").replace("/", "~1");
        String path = JSON.writeValueAsString("/" + pointer);
        String value =
            JSON.readTree(plain(Item.of(Map.of("v", member.getValue())))).get("v").toString();
        for (String op : List.of("add", "test")) {
          operations.add("{\"op\":\"" + op + "\",\"path\":" + path + ",\"value\":" + value + "}");
        }
        undone.add("{\"op\":\"remove\",\"path\":" + path + "}");
      }
    }
    Item after = patch(ItemPatch.JSON_PATCH, operations.toString()).apply(item);
    assertEquals(item, patch(ItemPatch.JSON_PATCH, undone.toString()).apply(after));
  }

  @Property(tries = 500)
  void whateverThePatchItIsAppliedOrRefused(
      @ForAll("items") Item item, @ForAll("damaged") String json) throws IOException {
    for (String type : List.of(ItemPatch.MERGE_PATCH, ItemPatch.JSON_PATCH)) {
      try {
        patch(type, json).apply(item);
      } catch (ProblemException e) {
        assertTrue(e.type().status() < 500 && !e.getMessage().isBlank(), e::toString);
      }
    }
  }

  @Provide
  Arbitrary<Item> patches() {
    return ItemArbitraries.plain();
  }

  @Provide
  Arbitrary<String> damaged() {
    return Damaged.texts(
        Arbitraries.oneOf(
            ItemArbitraries.plain().map(ItemPatchTest::plain),
            Arbitraries.of(
                "[{\"op\":\"add\",\"path\":\"/a/b/0\",\"value\":{\"c\":[1]}}]",
                "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b~1c\"}]",
                "[{\"op\":\"test\",\"path\":\"\",\"value\":{}},{\"op\":\"remove\",\"path\":\"/a\"}]")));
  }

  private static String plain(Item item) {
    return new String(ItemWriter.toBytes(item, ItemFormat.PLAIN), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'a':'b'}|{'a':'c'}|{'a':'c'}",
        "{'a':'b'}|{'b':'c'}|{'a':'b','b':'c'}",
        "{'a':'b'}|{'a':null}|{}",
        "{'a':'b','b':'c'}|{'a':null}|{'b':'c'}",
        "{'a':['b']}|{'a':'c'}|{'a':'c'}",
        "{'a':'c'}|{'a':['b']}|{'a':['b']}",
        "{'a':{'b':'c'}}|{'a':{'b':'d','c':null}}|{'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]}|{'a':[1]}|{'a':[1]}",
        "{'e':null}|{'a':1}|{'e':null,'a':1}",
        "{}|{'a':{'bb':{'ccc':null}}}|{'a':{'bb':{}}}",
        "{'doc':['a','b']}|{'doc':['c','d']}|{'doc':['c','d']}",
        "{'doc':{'a':'b'}}|{'doc':['c']}|{'doc':['c']}",
        "{'doc':{'a':'foo'}}|{'doc':null}|{}",
        "{'doc':{'a':'foo'}}|{'doc':'bar'}|{'doc':'bar'}",
        "{'doc':[1,2]}|{'doc':{'a':'b','c':null}}|{'doc':{'a':'b'}}",
        "{'a':1}|{'a':[null]}|{'a':[null]}"
      })
  void theExamplesOfTheMergePatchStandardHold(String before, String patch, String after)
      throws IOException {
    ItemPatch merge = patch(ItemPatch.MERGE_PATCH, quoted(patch));
    Item item = item(ItemFormat.PLAIN, quoted(before));
    assertEquals(item(ItemFormat.PLAIN, quoted(after)), merge.apply(item));
    assertEquals(item(ItemFormat.PLAIN, quoted(after)), merge.apply(item), "applied again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'s':{'SS':['a']}}|{'s':['b','a']}|{'s':{'SS':['b','a']}}",
        "{'s':{'SS':['b']}}|{'s':['a','b','a']}|{'s':{'SS':['a','b']}}",
        "{'s':{'SS':['a','b']}}|{'s':['b','a','b']}|{'s':{'SS':['a','b']}}",
        "{'s':{'SS':['a']}}|{'s':[]}|{}",
        "{'s':{'NS':['1']},'t':{'BS':['AQ==']}}|{'s':[],'t':[]}|{}",
        "{'m':{'M':{'s':{'SS':['a']}}}}|{'m':{'s':[]}}|{'m':{'M':{}}}",
        "{'l':{'L':[{'S':'a'},{'NS':['1']},{'S':'b'}]}}|{'l':['a',[],'b']}"
            + "|{'l':{'L':[{'S':'a'},{'S':'b'}]}}",
        "{'l':{'L':[{'S':'a'}]}}|{'l':[],'e':[]}|{'l':{'L':[]},'e':{'L':[]}}",
        "{'s':{'SS':['a']}}|{'s':'a'}|{'s':{'S':'a'}}",
        "{'s':{'SS':['a']}}|{'s':['a',1]}|{'s':{'L':[{'S':'a'},{'N':'1'}]}}",
        "{'s':{'NS':['1.50']}}|{'s':[1.5,2]}|{'s':{'NS':['1.5','2']}}",
        "{'s':{'NS':['1']}}|{'s':[2,1,1.0,2e0]}|{'s':{'NS':['2','1']}}",
        "{'s':{'BS':['AQ==']}}|{'s':['Ag==','Ag==']}|{'s':{'BS':['Ag==']}}",
        "{'s':{'BS':['AQ==']}}|{'s':['AQ==',7]}|{'s':{'L':[{'B':'AQ=='},{'N':'7'}]}}",
        "{'b':{'B':'AQ=='}}|{'b':'Ag=='}|{'b':{'B':'Ag=='}}",
        "{'b':{'B':'AQ=='}}|{'b':'?'}|{'b':{'S':'?'}}",
        "{'b':{'B':'AQ=='}}|{'b':''}|{'b':{'B':''}}",
        "{'b':{'S':'AQ=='}}|{'b':'Ag=='}|{'b':{'S':'Ag=='}}",
        "{'n':{'N':'1.0'}}|{'n':1}|{'n':{'N':'1'}}",
        "{'n':{'N':'1.0'}}|{'n':true}|{'n':{'BOOL':true}}",
        "{'m':{'M':{'b':{'B':'AQ=='},'x':{'N':'1'}}}}|{'m':{'x':2,'c':'AQ=='}}"
            + "|{'m':{'M':{'b':{'B':'AQ=='},'x':{'N':'2'},'c':{'S':'AQ=='}}}}",
        "{'l':{'L':[{'B':'AQ=='},{'S':'AQ=='}]}}|{'l':['Ag==','Ag==','Ag==']}"
            + "|{'l':{'L':[{'B':'Ag=='},{'S':'Ag=='},{'S':'Ag=='}]}}"
      })
  void aMergedValueHasTheTypeThatWasThereWhereItFits(String before, String patch, String after)
      throws IOException {
    assertTyped(after, patch(ItemPatch.MERGE_PATCH, quoted(patch)), before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "add|/s/-|'b'|{'s':{'SS':['a']}}|{'s':{'SS':['a','b']}}",
        "add|/s/0|'a'|{'s':{'SS':['a']}}|{'s':{'SS':['a']}}",
        "add|/s/0|'b'|{'s':{'SS':['a','b']}}|{'s':{'SS':['a','b']}}",
        "add|/s/-|1.0|{'s':{'NS':['1','2']}}|{'s':{'NS':['1','2']}}",
        "add|/s/-|'AQ=='|{'s':{'BS':['AQ==']}}|{'s':{'BS':['AQ==']}}",
        "remove|/s/0|0|{'s':{'SS':['a']},'a':{'S':'b'}}|{'a':{'S':'b'}}",
        "remove|/s/0|0|{'s':{'NS':['1']}}|{}",
        "remove|/s/0|0|{'s':{'BS':['AQ==']}}|{}",
        "remove|/m/s/0|0|{'m':{'M':{'s':{'SS':['a']}}}}|{'m':{'M':{}}}",
        "remove|/l/0/0|0|{'l':{'L':[{'SS':['a']},{'S':'b'}]}}|{'l':{'L':[{'S':'b'}]}}",
        "replace|/s|[]|{'s':{'SS':['a']}}|{}",
        "remove|/s/0|0|{'s':{'BS':['AQ==','Ag==']}}|{'s':{'BS':['Ag==']}}",
        "replace|/s/0|3|{'s':{'NS':['1','2.0']}}|{'s':{'NS':['3','2']}}",
        "add|/s|['AQ==']|{'s':{'BS':['AA==']}}|{'s':{'BS':['AQ==']}}",
        "replace|/b|'Ag=='|{'b':{'B':'AQ=='}}|{'b':{'B':'Ag=='}}",
        "remove|/l/0|0|{'l':{'L':[{'S':'AQ=='},{'B':'AQ=='}]}}|{'l':{'L':[{'B':'AQ=='}]}}",
        "add|/l/0|'AQ=='|{'l':{'L':[{'B':'AQ=='}]}}|{'l':{'L':[{'S':'AQ=='},{'B':'AQ=='}]}}",
        "replace|/l/0|'Ag=='|{'l':{'L':[{'B':'AQ=='}]}}|{'l':{'L':[{'B':'Ag=='}]}}",
        "replace|/m|{'b':'Ag=='}|{'m':{'M':{'b':{'B':'AQ=='}}}}|{'m':{'M':{'b':{'B':'Ag=='}}}}",
        "replace||{'b':'Ag=='}|{'b':{'B':'AQ=='},'c':{'N':'1'}}|{'b':{'B':'Ag=='}}"
      })
  void aPatchedValueHasTheTypeThatWasThereWhereItFits(
      String op, String path, String value, String before, String after) throws IOException {
    String pointer = path == null ? "" : path;
    String patch = "[{'op':'" + op + "','path':'" + pointer + "','value':" + value + "}]";
    assertTyped(after, patch(ItemPatch.JSON_PATCH, quoted(patch)), before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "move|/a|/c|{'a':{'NS':['1.0']}}|{'c':{'NS':['1']}}",
        "copy|/a|/c|{'a':{'SS':['x']}}|{'a':{'SS':['x']},'c':{'SS':['x']}}",
        "copy||/c|{'a':{'B':'AQ=='}}|{'a':{'B':'AQ=='},'c':{'M':{'a':{'B':'AQ=='}}}}",
        "move|/a|/b|{'a':{'S':'AQ=='},'b':{'B':'Ag=='}}|{'b':{'S':'AQ=='}}",
        "move|/s/0|/c|{'s':{'BS':['AQ==','Ag==']}}|{'s':{'BS':['Ag==']},'c':{'B':'AQ=='}}"
      })
  void aMovedOrCopiedValueKeepsItsType(
      String op, String from, String path, String before, String after) throws IOException {
    String source = from == null ? "" : from;
    String patch = "[{'op':'" + op + "','from':'" + source + "','path':'" + path + "'}]";
    assertTyped(after, patch(ItemPatch.JSON_PATCH, quoted(patch)), before);
  }

  @Test
  void allThatAPatchDoesNotTouchIsExactlyAsItWas() throws IOException {
    String rest = "'b':{'B':'AP8='},'n':{'N':'1.5'},'s':{'NS':['2','100']},'e':{'N':'0'}";
    assertTyped(
        "{" + rest + ",'x':{'N':'" + DIGITS + "'}}",
        patch(ItemPatch.MERGE_PATCH, "{\"x\":" + DIGITS + "}"),
        "{" + rest + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0",
    "1.0, 1e0",
    "100, 1E+2",
    "0, -0.0",
    "0, 0e99999999999",
    "0.1, 1e-1",
    "-5, -50e-1"
  })
  void equalNumbersAreEqualHoweverTheyAreWritten(String one, String other) throws IOException {
    Item item = item(ItemFormat.PLAIN, "{\"n\":[{\"x\":" + one + "}]}");
    String test = "[{\"op\":\"test\",\"path\":\"/n\",\"value\":[{\"x\":" + other + "}]}]";
    assertEquals(item, patch(ItemPatch.JSON_PATCH, test).apply(item));
  }

  @Test
  void numbersThatDifferInTheLastOf38DigitsDiffer() throws IOException {
    Item item = item(ItemFormat.PLAIN, "{\"n\":" + DIGITS + "}");
    String test =
        "[{\"op\":\"test\",\"path\":\"/n\",\"value\":" + DIGITS.replace("78", "79") + "}]";
    ItemPatch patch = patch(ItemPatch.JSON_PATCH, test);
    assertRefused(ProblemType.PATCH_CONFLICT, "a different value at /n", () -> patch.apply(item));
  }

  @ParameterizedTest
  @CsvSource({
    "/~01, {'/':0;'~1':9;'~':0}",
    "/~1, {'/':9;'~1':0;'~':0}",
    "/~0, {'/':0;'~1':0;'~':9}"
  })
  void pointersAreUnescapedInTheOrderOfTheStandard(String path, String after) throws IOException {
    Item item = item(ItemFormat.PLAIN, "{\"/\":0,\"~1\":0,\"~\":0}");
    String replace = "[{'op':'replace','path':'" + path + "','value':9}]";
    assertEquals(
        item(ItemFormat.PLAIN, quoted(after.replace(';', ','))),
        patch(ItemPatch.JSON_PATCH, quoted(replace)).apply(item));
  }

  @Test
  void laterOperationsSeeWhatEarlierOnesDid() throws IOException {
    Item item = item(ItemFormat.PLAIN, quoted("{'a':{'x':1}}"));
    ItemPatch patch =
        patch(
            ItemPatch.JSON_PATCH,
            quoted(
                "[{'op':'add','path':'/l','value':[]},{'op':'add','path':'/l/-','value':1},"
                    + "{'op':'copy','from':'/a','path':'/b'},"
                    + "{'op':'replace','path':'/b/x','value':2},"
                    + "{'op':'test','path':'/a/x','value':1},"
                    + "{'op':'add','path':'/99999999999','value':true},"
                    + "{'op':'move','from':'/b','path':'/l/0'}]"));
    Item expected =
        item(ItemFormat.PLAIN, quoted("{'a':{'x':1},'l':[{'x':2},1],'99999999999':true}"));
    assertEquals(expected, patch.apply(item));
    assertEquals(expected, patch.apply(item), "applied again");
    assertEquals(item(ItemFormat.PLAIN, quoted("{'a':{'x':1}}")), item, "the item itself");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|array",
        "1|array",
        "[1]|Operation 0 is not an object",
        "[null]|Operation 0 is not an object",
        "[[]]|Operation 0 is not an object",
        "[{}]|Operation 0 is not an object whose \"op\"",
        "[{'op':'ADD','path':'/a','value':1}]|Operation 0",
        "[{'op':1,'path':'/a','value':1}]|Operation 0",
        "[{'op':'add','value':1}]|\"path\"",
        "[{'op':'add','path':null,'value':1}]|\"path\"",
        "[{'op':'add','path':1,'value':1}]|\"path\"",
        "[{'op':'add','path':'a','value':1}]|\"path\"",
        "[{'op':'add','path':'#/a','value':1}]|\"path\"",
        "[{'op':'add','path':'/a~','value':1}]|\"path\"",
        "[{'op':'add','path':'/a~2b','value':1}]|\"path\"",
        "[{'op':'add','path':'/~~01','value':1}]|\"path\"",
        "[{'op':'add','path':'/a'}]|\"value\"",
        "[{'op':'remove','path':'/a'},{'op':'test','path':'/a'}]|Operation 1",
        "[{'op':'copy','path':'/a'}]|\"from\"",
        "[{'op':'move','path':'/a','from':'b'}]|\"from\"",
        "[{'op':'move','path':'/a/b','from':'/a'}]|into itself",
        "[{'op':'move','path':'/a','from':''}]|into itself"
      })
  void aMalformedPatchIsRefusedBeforeAnItemIsRead(String patch, String says) {
    assertRefused(
        ProblemType.INVALID_PATCH, says, () -> patch(ItemPatch.JSON_PATCH, quoted(patch)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'op':'remove','path':'/x'}|no value at /x",
        "{'op':'remove','path':'/l/2'}|no value at /l/2",
        "{'op':'remove','path':'/l/-'}|no value at /l/-",
        "{'op':'remove','path':'/l/01'}|no value at /l/01",
        "{'op':'remove','path':'/l/99999999999'}|no value at",
        "{'op':'replace','path':'/x','value':1}|no value at /x",
        "{'op':'replace','path':'/l/-','value':1}|no value at /l/-",
        "{'op':'add','path':'/x/y','value':1}|no value at /x.",
        "{'op':'add','path':'/l/3','value':1}|without the index /l/3",
        "{'op':'add','path':'/l/-1','value':1}|without the index",
        "{'op':'add','path':'/l/+1','value':1}|without the index",
        "{'op':'add','path':'/l/1e0','value':1}|without the index",
        "{'op':'add','path':'/l/99999999999','value':1}|without the index",
        "{'op':'add','path':'/a/b','value':1}|can contain /a/b",
        "{'op':'move','from':'/x','path':'/y'}|no value at /x",
        "{'op':'copy','from':'/x','path':'/y'}|no value at /x",
        "{'op':'move','from':'/x','path':'/x'}|no value at /x",
        "{'op':'test','path':'/x','value':null}|no value at /x",
        "{'op':'test','path':'/a','value':'1'}|a different value at /a",
        "{'op':'test','path':'/l','value':[2,1]}|a different value at /l",
        "{'op':'test','path':'/A','value':1}|no value at /A",
        "{'op':'test','path':'','value':{}}|a different value at the root"
      })
  void aPatchThatDoesNotFitTheItemIsAConflict(String operation, String says) throws IOException {
    Item item = item(ItemFormat.PLAIN, quoted("{'a':1,'l':[1,2]}"));
    ItemPatch patch =
        patch(
            ItemPatch.JSON_PATCH,
            quoted("[{'op':'test','path':'/a','value':1}," + operation + "]"));
    assertRefused(ProblemType.PATCH_CONFLICT, says, () -> patch.apply(item));
    assertRefused(ProblemType.PATCH_CONFLICT, "Operation 1", () -> patch.apply(item));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"a\"", "true"})
  void aMergePatchThatIsNoObjectIsRefused(String patch) {
    assertRefused(
        ProblemType.INVALID_ITEM,
        "must be a JSON object",
        () -> patch(ItemPatch.MERGE_PATCH, patch));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "merge-patch|{'a':1,'a':2}|malformed-json|twice",
        "merge-patch|{'a':1}{}|malformed-json|more text follows",
        "merge-patch||malformed-json|body is empty",
        "merge-patch|{'a':[1e200]}|invalid-item|/a/0",
        "merge-patch|{'a':'\\ud800'}|invalid-item|surrogate",
        "json-patch|[{'op':'add','path':'/baz','value':'qux','op':'remove'}]|malformed-json|twice",
        "json-patch|[|malformed-json|line 1",
        "json-patch||malformed-json|body is empty",
        "json-patch|[] 1|malformed-json|more text follows",
        "json-patch|[{'op':'add','path':'/a','value':1e200}]|invalid-item|/0/value",
        "json-patch|[{'op':'add','path':'/a\\udc00','value':1}]|invalid-item|/0/path",
        "json-patch|[{'op':'test','path':'/a','value':{'a':1,'a':1}}]|malformed-json|twice"
      })
  void whatAnItemMayNotHoldAPatchMayNotEither(String form, String patch, String type, String says) {
    ProblemException e =
        assertThrows(
            ProblemException.class,
            () -> patch("application/" + form + "+json", quoted(patch == null ? "" : patch)));
    assertTrue(e.type().uri().endsWith(":" + type), e.type() + e.getMessage());
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'op':'replace','path':'','value':[]}|must be a JSON object",
        "{'op':'remove','path':''}|must be a JSON object",
        "{'op':'move','from':'/a','path':''}|must be a JSON object"
      })
  void aPatchMustLeaveAnItem(String operation, String says) throws IOException {
    Item item = item(ItemFormat.PLAIN, quoted("{'a':1}"));
    ItemPatch patch = patch(ItemPatch.JSON_PATCH, quoted("[" + operation + "]"));
    assertRefused(ProblemType.INVALID_ITEM, says, () -> patch.apply(item));
  }

  @Test
  void aPatchMayReplaceAllLevelsOfAnItemAndNoMore() throws IOException {
    String lists = "[".repeat(31) + "1" + "]".repeat(31);
    Item deepest = item(ItemFormat.PLAIN, "{\"a\":" + lists + "}");
    Item flat = item(ItemFormat.PLAIN, "{\"x\":{}}");
    assertEquals(
        deepest,
        patch(
                ItemPatch.JSON_PATCH,
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":{\"a\":" + lists + "}}]")
            .apply(flat));
    assertRefused(
        ProblemType.LIMIT_EXCEEDED,
        "32 levels",
        () ->
            patch(
                ItemPatch.JSON_PATCH,
                "[{\"op\":\"add\",\"path\":\"\",\"value\":[[" + lists + "]]}]"));
    ItemPatch below =
        patch(ItemPatch.JSON_PATCH, "[{\"op\":\"add\",\"path\":\"/x/l\",\"value\":" + lists + "}]");
    assertRefused(ProblemType.INVALID_ITEM, "/x/l/0/0", () -> below.apply(flat));
    ItemPatch copy =
        patch(ItemPatch.JSON_PATCH, "[{\"op\":\"copy\",\"from\":\"\",\"path\":\"/c\"}]");
    assertRefused(ProblemType.INVALID_ITEM, "32 levels", () -> copy.apply(deepest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"['x']", "[]", "['']", "[[{}]]", "[1e-130]"})
  void copiesOfCopiesDoNotFillTheMemory(String value) throws IOException {
    StringBuilder bomb = new StringBuilder("[{'op':'add','path':'/0','value':" + value + "}");
    for (int i = 1; i <= 27; i++) {
      bomb.append(",{'op':'add','path':'/" + i + "','value':[]}");
      bomb.append((",{'op':'copy','from':'/" + (i - 1) + "','path':'/" + i + "/-'}").repeat(4));
    }
    ItemPatch patch = patch(ItemPatch.JSON_PATCH, quoted(bomb.append(']').toString()));
    Item item = item(ItemFormat.PLAIN, "{}");
    assertRefused(ProblemType.ITEM_TOO_LARGE, "400 KB", () -> patch.apply(item));
  }

  @Test
  void nestingByMovesEndsAtTheLimit() throws IOException {
    StringBuilder moves = new StringBuilder("[{'op':'add','path':'/m','value':{}}");
    for (int i = 0; i < 300; i++) {
      moves.append(",{'op':'add','path':'/n','value':{}},{'op':'move','from':'/m','path':'/n/m'}");
      moves.append(",{'op':'move','from':'/n','path':'/m'}");
    }
    moves.append(",{'op':'test','path':'/m/m','value':{'m':1}}]");
    Item item = item(ItemFormat.PLAIN, "{}");
    ItemPatch tested = patch(ItemPatch.JSON_PATCH, quoted(moves.toString()));
    assertRefused(ProblemType.PATCH_CONFLICT, "a different value", () -> tested.apply(item));
    ItemPatch kept =
        patch(
            ItemPatch.JSON_PATCH,
            quoted(moves.substring(0, moves.lastIndexOf(",{'op':'test'")) + "]"));
    assertRefused(ProblemType.INVALID_ITEM, "32 levels", () -> kept.apply(item));
  }

  @Test
  void sixtyDoublingsAreRefusedBeforeTheyFillTheMemory() throws IOException {
    Item item = item(ItemFormat.PLAIN, quoted("{'a':['x']}"));
    String doubling = ",{'op':'copy','from':'/a','path':'/a/-'}";
    ItemPatch patch =
        patch(ItemPatch.JSON_PATCH, quoted("[" + doubling.repeat(60).substring(1) + "]"));
    long before = allocated();
    assertRefused(ProblemType.ITEM_TOO_LARGE, "400 KB", () -> patch.apply(item));
    long bytes = allocated() - before;
    assertTrue(bytes < 200_000_000, bytes + " bytes");
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void aListThatNoItemCanHoldIsRefusedBeforeMoreIsPutIntoIt() throws IOException {
    Item item = item(ItemFormat.PLAIN, "{}");
    String list = "[" + "0,".repeat(199_999) + "0]";
    String add = "[{'op':'add','path':'/a','value':" + list + "}";
    String none = ",{'op':'remove','path':'/none'}]";
    for (String more :
        new String[] {
          ",{'op':'add','path':'/b','value':'" + "x".repeat(950_000) + "'}",
          ",{'op':'add','path':'/b','value':''},{'op':'replace','path':'/b','value':'"
              + "x".repeat(950_000)
              + "'}"
        }) {
      ItemPatch grown = patch(ItemPatch.JSON_PATCH, quoted(add + more + none));
      assertRefused(ProblemType.ITEM_TOO_LARGE, "400 KB", () -> grown.apply(item));
    }
    ItemPatch kept = patch(ItemPatch.JSON_PATCH, quoted(add + none));
    assertRefused(ProblemType.PATCH_CONFLICT, "/none", () -> kept.apply(item));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'add','path':'/a','value':%s}",
        "{'op':'replace','path':'/a','value':%s}",
        "{'op':'remove','path':'/a'},{'op':'add','path':'/a','value':%s}",
        "{'op':'replace','path':'','value':{'a':%s}}",
        "{'op':'add','path':'/b','value':%s},{'op':'move','from':'/b','path':'/a'}"
      })
  void whatIsReplacedMakesRoom(String operation) throws IOException {
    Item item = item(ItemFormat.PLAIN, quoted("{'a':'" + "y".repeat(350_000) + "'}"));
    String value = "'" + "x".repeat(350_000) + "'";
    String replaced = operation.formatted(value);
    ItemPatch patch =
        patch(ItemPatch.JSON_PATCH, quoted("[" + (replaced + ",").repeat(9) + replaced + "]"));
    assertEquals(item(ItemFormat.PLAIN, quoted("{'a':" + value + "}")), patch.apply(item));
  }

  /** The item stays as large as it is, so only what is copied can tell. */
  @ParameterizedTest
  @ValueSource(strings = {"'%1$s%1$s'", "{'%1$s1':0,'%1$s2':0}", "['%1$s','%1$s']"})
  void copiesThatTakeTheirOwnPlaceEndToo(String value) throws IOException {
    String text = value.formatted("x".repeat(49_999));
    Item item = item(ItemFormat.PLAIN, quoted("{'a':" + text + "}"));
    String copy = "{'op':'copy','from':'/a','path':'/b'}";
    ItemPatch most =
        patch(ItemPatch.JSON_PATCH, quoted("[" + (copy + ",").repeat(12) + copy + "]"));
    assertEquals(
        item(ItemFormat.PLAIN, quoted("{'a':" + text + ",'b':" + text + "}")), most.apply(item));
    ItemPatch more =
        patch(ItemPatch.JSON_PATCH, quoted("[" + (copy + ",").repeat(13) + copy + "]"));
    assertRefused(ProblemType.ITEM_TOO_LARGE, "copies more", () -> more.apply(item));
  }

  @Test
  void copiesOfManyValuesEndToo() throws IOException {
    Item item = item(ItemFormat.PLAIN, quoted("{'a':[" + "0,".repeat(99_999) + "0]}"));
    String copy = "{'op':'copy','from':'/a','path':'/b'}";
    ItemPatch patch =
        patch(ItemPatch.JSON_PATCH, quoted("[" + (copy + ",").repeat(6) + copy + "]"));
    assertRefused(ProblemType.ITEM_TOO_LARGE, "copies more", () -> patch.apply(item));
  }

  @Test
  void longNamesMakeAnItemLargeToo() throws IOException {
    Item item = item(ItemFormat.PLAIN, "{}");
    String names =
        IntStream.range(10, 40)
            .mapToObj(i -> "'" + i + "x".repeat(49_000) + "':0")
            .collect(Collectors.joining(",", "{", "}"));
    ItemPatch patch =
        patch(
            ItemPatch.JSON_PATCH,
            quoted(
                "[{'op':'add','path':'/a','value':" + names + "},{'op':'remove','path':'/none'}]"));
    assertRefused(ProblemType.ITEM_TOO_LARGE, "makes the item larger", () -> patch.apply(item));
  }

  @Test
  void anItemOfTheMostValuesIsPatchedWhateverTheyAre() throws IOException {
    for (String value : new String[] {"{'B':'AA=='}", "{'S':'x'}", "{'NULL':true}"}) {
      String list = (value + ",").repeat(200_000) + value;
      String whole = quoted("{'a':{'L':[" + list + "]},'b':%s}");
      Item item = item(ItemFormat.TYPED, whole.formatted("{\"BOOL\":false}"));
      ItemPatch patch =
          patch(ItemPatch.JSON_PATCH, quoted("[{'op':'replace','path':'/b','value':true}]"));
      Item patched = patch.apply(item);
      assertEquals(item(ItemFormat.TYPED, whole.formatted("{\"BOOL\":true}")), patched, value);
    }
  }

  @Test
  void patchesOfAbsurdSizeAreRefused() {
    String operation = "{\"op\":\"remove\",\"path\":\"/a\"}";
    String most = (operation + ",").repeat(999) + operation;
    assertDoesNotThrow(() -> patch(ItemPatch.JSON_PATCH, "[" + most + "]"));
    String many = "[" + operation + "," + most + "]";
    assertRefused(
        ProblemType.LIMIT_EXCEEDED, "1001 operations", () -> patch(ItemPatch.JSON_PATCH, many));
    String deep = "[{\"op\":\"remove\",\"path\":\"" + "/a".repeat(1_000_000) + "\"}]";
    assertRefused(ProblemType.INVALID_PATCH, "at most 32", () -> patch(ItemPatch.JSON_PATCH, deep));
  }

  @Test
  void theMediaTypeNamesTheForm() throws IOException {
    Item item = item(ItemFormat.PLAIN, "{}");
    assertEquals(item, patch("Application/Merge-Patch+JSON ; charset=utf-8", "{}").apply(item));
    assertEquals(item, patch("application/json-patch+json;x=y", "[]").apply(item));
    assertRefused(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        ItemPatch.MERGE_PATCH,
        () -> patch("application/vnd.larder.dynamodb+json", "{}"));
  }

  /** A merge patch of an item is always an object, and a JSON Patch always an array. */
  @ParameterizedTest
  @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "null"})
  void ofJsonTheBodyTellsTheForm(String mediaType) throws IOException {
    Item item = item(ItemFormat.PLAIN, "{\"a\":1}");
    Item expected = item(ItemFormat.PLAIN, "{\"a\":2}");
    assertEquals(expected, patch(mediaType, "{\"a\":2}").apply(item));
    String jsonPatch = "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]";
    assertEquals(expected, patch(mediaType, jsonPatch).apply(item));
    assertEquals(expected, patch(mediaType, " \n\t" + jsonPatch).apply(item));
    assertRefused(ProblemType.MALFORMED_JSON, "empty", () -> patch(mediaType, ""));
    assertRefused(ProblemType.INVALID_ITEM, "merge patch", () -> patch(mediaType, "1"));
  }

  private interface Refused {
    void run() throws IOException;
  }

  private static void assertRefused(ProblemType type, String says, Refused refused) {
    ProblemException e = assertThrows(ProblemException.class, refused::run);
    assertEquals(type, e.type(), e.getMessage());
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }

  private static void assertTyped(String after, ItemPatch patch, String before) throws IOException {
    Item patched = patch.apply(item(ItemFormat.TYPED, quoted(before)));
    assertEquals(
        quoted(after),
        new String(ItemWriter.toBytes(patched, ItemFormat.TYPED), StandardCharsets.UTF_8));
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  private static Item item(ItemFormat form, String json) throws IOException {
    return ItemReader.read(stream(json), form);
  }

  private static ItemPatch patch(String mediaType, String json) throws IOException {
    return ItemPatches.read(json.getBytes(StandardCharsets.UTF_8), mediaType, TestConfig.LIMITS);
  }

  private static ByteArrayInputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }
}
