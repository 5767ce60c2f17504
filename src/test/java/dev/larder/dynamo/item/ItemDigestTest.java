package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemDigestTest {

  /** No two of these are the same item. */
  private static final List<String> DIFFERENT =
      List.of(
          "{}",
          "{'a':{'S':''}}",
          "{'a':{'S':'1'}}",
          "{'b':{'S':'1'}}",
          "{'a':{'S':'1'},'b':{'S':'1'}}",
          "{'a':{'S':'1b'}}",
          "{'a1':{'S':'b'}}",
          "{'a':{'S':'A'}}",
          "{'A':{'S':'A'}}",
          "{'a':{'S':'é'}}",
          "{'a':{'S':'e\\u0301'}}",
          "{'a':{'S':'?'}}",
          "{'a':{'S':'MQ=='}}",
          "{'a':{'N':'1'}}",
          "{'a':{'N':'-1'}}",
          "{'a':{'N':'10'}}",
          "{'a':{'N':'0.1'}}",
          "{'a':{'N':'1.0000000000000000000000000000000000001'}}",
          "{'a':{'B':''}}",
          "{'a':{'B':'MQ=='}}",
          "{'a':{'BOOL':true}}",
          "{'a':{'BOOL':false}}",
          "{'a':{'NULL':true}}",
          "{'a':{'M':{}}}",
          "{'a':{'M':{'a':{'S':'1'}}}}",
          "{'a':{'M':{'a':{'M':{}}}}}",
          "{'a':{'M':{}},'b':{'S':'1'}}",
          "{'a':{'M':{'b':{'S':'1'}}}}",
          "{'a':{'L':[]}}",
          "{'a':{'L':[{'S':'1'}]}}",
          "{'a':{'L':[{'S':'1'},{'S':'2'}]}}",
          "{'a':{'L':[{'S':'2'},{'S':'1'}]}}",
          "{'a':{'L':[{'S':'1'},{'S':'1'}]}}",
          "{'a':{'L':[{'S':'12'}]}}",
          "{'a':{'L':[{'L':[]},{'L':[]}]}}",
          "{'a':{'L':[{'L':[{'L':[]}]}]}}",
          "{'a':{'SS':['1']}}",
          "{'a':{'SS':['1','2']}}",
          "{'a':{'SS':['12']}}",
          "{'a':{'SS':['','12']}}",
          "{'a':{'NS':['1']}}",
          "{'a':{'NS':['1','2']}}",
          "{'a':{'NS':['12']}}",
          "{'a':{'BS':['MQ==']}}",
          "{'a':{'BS':['MQ==','Mg==']}}",
          "{'a':{'BS':['MTI=']}}");

  @Test
  void itemsThatDifferHaveDifferentDigests() {
    Map<String, String> itemOfDigest = new HashMap<>();
    for (String json : DIFFERENT) {
      String same = itemOfDigest.put(digest(json), json);
      assertNull(same, () -> json + " has the digest of " + same);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'a':{'S':'1'},'b':{'S':'2'}}      | {'b':{'S':'2'},'a':{'S':'1'}}",
        "{'m':{'M':{'a':{'N':'1'},'b':{'N':'2'}}}} | {'m':{'M':{'b':{'N':'2'},'a':{'N':'1'}}}}",
        "{'a':{'N':'1'}}                    | {'a':{'N':'1.0'}}",
        "{'a':{'N':'100'}}                  | {'a':{'N':'1E+2'}}",
        "{'a':{'N':'0'}}                    | {'a':{'N':'-0.00'}}",
        "{'a':{'L':[{'N':'0.10'}]}}         | {'a':{'L':[{'N':'1e-1'}]}}",
        "{'a':{'SS':['x','y']}}             | {'a':{'SS':['y','x']}}",
        "{'a':{'NS':['1','2']}}             | {'a':{'NS':['2.0','1']}}",
        "{'a':{'BS':['AQ==','/w==']}}       | {'a':{'BS':['/w==','AQ==']}}"
      })
  void whatDynamoDbTakesForTheSameHasTheSameDigest(String one, String other) {
    assertEquals(digest(one), digest(other));
  }

  @Test
  void itIs128BitsAsBase64Url() {
    for (String json : DIFFERENT) {
      assertTrue(digest(json).matches("[A-Za-z0-9_-]{22}"), () -> digest(json));
    }
  }

  /** Entity tags are made of it, which clients keep while a function is deployed anew. */
  @Test
  void itIsTheSameInEveryVersionOfLarder() {
    String all =
        "{'s':{'S':'é'},'n':{'N':'-1.50'},'b':{'B':'AP8='},'t':{'BOOL':true},'f':{'BOOL':false},"
            + "'u':{'NULL':true},'m':{'M':{'x':{'S':''}}},'l':{'L':[{'N':'1'},{'N':'1'}]},"
            + "'ss':{'SS':['b','a']},'ns':{'NS':['10','9']},'bs':{'BS':['/w==','AA==']}}";
    assertEquals("Ow526KN9xjarrh61UplUmQ", digest(all));
    assertEquals("PHCxPOfURBj99zpUldgt0g", digest("{'s':{'S':'" + "x".repeat(300) + "'}}"));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfNamesAndSetElementsDoesNotMatter(
      @ForAll("items") Item item, @ForAll Random random) {
    Item shuffled = Item.of(shuffled(item.attributes(), random));
    assertEquals(ItemDigest.of(item), ItemDigest.of(shuffled));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void twoItemsHaveOneDigestOnlyIfTheyAreEqual(
      @ForAll("items") Item one, @ForAll("items") Item other) {
    assertEquals(one.equals(other), ItemDigest.of(one).equals(ItemDigest.of(other)));
  }

  @Provide
  Arbitrary<Item> items() {
    return ItemArbitraries.typed();
  }

  private static Map<String, AttributeValue> shuffled(
      Map<String, AttributeValue> members, Random random) {
    Map<String, AttributeValue> shuffled = new LinkedHashMap<>();
    for (String name : shuffled(members.keySet(), random)) {
      shuffled.put(name, shuffled(members.get(name), random));
    }
    return shuffled;
  }

  private static AttributeValue shuffled(AttributeValue value, Random random) {
    return switch (value.type()) {
      case M -> AttributeValue.fromM(shuffled(value.m(), random));
      case L -> AttributeValue.fromL(value.l().stream().map(e -> shuffled(e, random)).toList());
      case SS -> AttributeValue.fromSs(shuffled(value.ss(), random));
      case NS -> AttributeValue.fromNs(shuffled(value.ns(), random));
      case BS -> AttributeValue.fromBs(shuffled(value.bs(), random));
      default -> value;
    };
  }

  private static <T> List<T> shuffled(Collection<T> elements, Random random) {
    List<T> shuffled = new ArrayList<>(elements);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** Of an item in the typed form, with apostrophes for quotes. */
  private static String digest(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try {
      return ItemDigest.of(ItemReader.read(new ByteArrayInputStream(bytes), ItemFormat.TYPED));
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }
}
