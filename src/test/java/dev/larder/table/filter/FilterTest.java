package dev.larder.table.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.larder.Damaged;
import dev.larder.TestConfig;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.dynamo.item.Literal;
import dev.larder.http.QueryParameters;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.FieldPaths;
import dev.larder.text.QueryValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class FilterTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          new KeyAttribute("id", KeyType.S),
          Optional.of(new KeyAttribute("at", KeyType.N)),
          List.of(new KeyAttribute("digest", KeyType.B), new KeyAttribute("code", KeyType.S)),
          List.of());

  private static Filter parse(String name, String value) {
    return Filter.parse(SCHEMA, name, QueryValue.of(value), TestConfig.LIMITS.batchSize());
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(String number) {
    return AttributeValue.fromN(number);
  }

  @Test
  void aRepeatedInIsOneList() {
    assertEquals(
        List.of(
            new Filter(List.of("a"), Operator.IN, List.of(s("x"), s("y,z"), s("w"))),
            new Filter(List.of("b"), Operator.NE, List.of(n("1"))),
            new Filter(List.of("b"), Operator.NE, List.of(n("2"))),
            new Filter(List.of("a[in]"), Operator.EQ, List.of(s("x"))),
            new Filter(List.of("a[in]"), Operator.EQ, List.of(s("y")))),
        Filter.parse(
            SCHEMA,
            AttributeTypes.UNKNOWN,
            QueryParameters.parse("a[in]=x&b[ne]=1&a[in]=y%2Cz,w&b[ne]=2&a\\[in]=x&a\\[in]=y"),
            TestConfig.LIMITS));
  }

  @Property(tries = 500)
  void whateverTheParameterItIsReadOrRefused(
      @ForAll("names") String name, @ForAll("texts") String text) {
    try {
      Filter filter = parse(name, text);
      assertEquals(filter.canonical(), parse(name, text).canonical());
      assertTrue(!filter.condition().holdsFor(Item.of(Map.of())) || !filter.impliesPresence());
    } catch (ProblemException e) {
      assertTrue(
          List.of(ProblemType.INVALID_PARAMETER, ProblemType.LIMIT_EXCEEDED).contains(e.type()),
          e::toString);
    }
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> attributes = Arbitraries.of("a", "a.b", "at", "id", "digest", "a\\.b", "");
    Arbitrary<String> operators =
        Arbitraries.of(Operator.values()).map(operator -> "[" + operator.text() + "]");
    Arbitrary<String> names =
        Combinators.combine(attributes, Arbitraries.oneOf(operators, Arbitraries.just("")))
            .as(String::concat);
    return Arbitraries.oneOf(names, Damaged.texts(names));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> values =
        ItemArbitraries.plain()
            .map(
                item ->
                    item.attributes().values().stream()
                        .map(Literal::text)
                        .collect(Collectors.joining(",")));
    return Arbitraries.oneOf(values, Damaged.texts(values), Arbitraries.of("true", "1,2"));
  }

  @Property(tries = 300)
  void anItemsOwnValuesAreWhatAFilterForThemFinds(@ForAll("items") Item item) {
    item.attributes()
        .forEach(
            (name, value) -> {
              if (value.hasL() || value.hasM() || SCHEMA.definition(name).isPresent()) {
                return;
              }
              String attribute = FieldPaths.text(List.of(name));
              for (String operator : List.of("eq", "in")) {
                Filter filter = parse(attribute + "[" + operator + "]", text(value));
                assertTrue(filter.condition().holdsFor(item), filter::toString);
              }
              Filter other = parse(attribute + "[ne]", text(value));
              assertFalse(other.condition().holdsFor(item), other::toString);
            });
  }

  /** In quotes, since bare text can have a comma, which separates values. */
  private static String text(AttributeValue value) {
    return value.s() == null
        ? Literal.text(value)
        : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value.s())) + '"';
  }

  @Provide
  Arbitrary<Item> items() {
    return ItemArbitraries.plain();
  }

  @Test
  void withoutAnOperatorItIsAnEq() {
    assertEquals(new Filter(List.of("a"), Operator.EQ, List.of(s("x"))), parse("a", "x"));
    assertEquals(parse("a", "x"), parse("a[eq]", "x"));
  }

  @Test
  void everyOperatorIsKnownByItsName() {
    for (Operator operator : Operator.values()) {
      String value =
          switch (operator) {
            case BETWEEN -> "1,2";
            case EXISTS -> "true";
            default -> "1";
          };
      assertEquals(operator, parse("a[" + operator.text() + "]", value).operator());
    }
  }

  @Test
  void aNameIsAPathWithDotsAndBackslashes() {
    assertEquals(List.of("a", "b"), parse("a.b", "1").path());
    assertEquals(List.of("a.b"), parse("a\\.b[lt]", "1").path());
    assertEquals(List.of("a[0]"), parse("a\\[0]", "1").path());
    assertEquals(List.of("a["), parse("a[[eq]", "1").path());
    assertEquals(List.of("[a]"), parse("\\[a]", "1").path());
  }

  @Test
  void aValueIsWhatTheSchemaDefinesOrWhatItLooksLike() {
    assertEquals(List.of(s("1")), parse("id", "1").values());
    assertEquals(List.of(s("true")), parse("code", "true").values());
    assertEquals(List.of(n("1")), parse("at", "1").values());
    assertEquals(List.of(n("1")), parse("other", "1").values());
    assertEquals(List.of(s("1")), parse("other", "\"1\"").values());
    assertEquals(List.of(AttributeValue.fromBool(true)), parse("other", "true").values());
    assertEquals(
        List.of(AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {-1, -2}))),
        parse("digest", "__4").values());
    // What is inside of a key's attribute would be in a map, which no key is.
    assertEquals(List.of(n("1")), parse("id.x", "1").values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "a,b|a;b",
        "a|a",
        "a,,b|a;;b",
        "\"a,b\",c|a,b;c",
        "\"a\"\"b\",c|\"a\"\"b\";c",
        "\"a,b|\"a;b",
        "\"x\\\",y\",z|x\",y;z",
        ",|;",
        "\"\",a|;a",
        ",\"a|;\"a"
      })
  void aListIsSplitAtCommasOutsideOfQuotes(String text, String elements) {
    assertEquals(
        List.of(elements.split(";", -1)),
        parse("a[in]", text).values().stream().map(AttributeValue::s).toList());
  }

  @Test
  void containsLooksForANumberAsTextToo() {
    Filter filter = parse("a[contains]", "2001");
    assertTrue(filter.condition().holdsFor(item(s("2001: A Space Odyssey"))));
    assertTrue(filter.condition().holdsFor(item(AttributeValue.fromNs(List.of("2001")))));
    assertTrue(filter.condition().holdsFor(item(AttributeValue.fromL(List.of(s("2001"))))));
    assertFalse(filter.condition().holdsFor(item(n("2001"))));
    assertFalse(
        parse("a[contains]", "\"2001\"")
            .condition()
            .holdsFor(item(AttributeValue.fromNs(List.of("2001")))));
  }

  @Test
  void neHoldsWhereThereIsNoSuchAttribute() {
    Filter filter = parse("a[ne]", "x");
    assertTrue(filter.condition().holdsFor(Item.of(Map.of())));
    assertTrue(filter.condition().holdsFor(item(n("1"))));
    assertFalse(filter.condition().holdsFor(item(s("x"))));
    assertFalse(filter.impliesPresence());
    assertTrue(parse("a[lt]", "x").impliesPresence());
    assertTrue(parse("a[exists]", "true").impliesPresence());
    assertFalse(parse("a[exists]", "false").impliesPresence());
  }

  private static Item item(AttributeValue value) {
    return Item.of(Map.of("a", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a[like] | x     | has an unknown operator; the operators are eq, ne, lt",
        "a[EQ]   | x     | has an unknown operator",
        "a[exists] | 1   | must be true or false",
        "a[between] | 1  | must have two values",
        "a[between] | 2,1 | must have the lower bound first",
        "a[between] | 1,x | must have two values of the same type",
        "a[lt]   | true  | is neither",
        "a[between] | null,null | is neither",
        "at      | x     | The key at is not a valid number",
        "at[in]  | 1,x   | The key at is not a valid number",
        "at[prefix] | 1  | at is a number",
        "at[contains] | 1 | at is a number",
        "digest  | ?     | Write it as base64url",
        "a.      | x     | does not name an attribute",
        "[eq]    | x     | does not name an attribute",
        "[like]  | x     | has an unknown operator",
        "a,b     | x     | does not name an attribute",
      })
  void whatIsNoFilterIsRefusedByName(String name, String value, String saying) {
    ProblemException e = assertThrows(ProblemException.class, () -> parse(name, value));
    assertEquals(ProblemType.INVALID_PARAMETER, e.type());
    assertTrue(e.getMessage().startsWith("The query parameter " + name + " "), e.getMessage());
    assertTrue(e.getMessage().contains(saying), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101})
  void anInTakesAHundredValues(int count) {
    String values = "x,".repeat(count - 1) + "x";
    if (count == 100) {
      assertEquals(100, parse("a[in]", values).values().size());
    } else {
      assertThrows(ProblemException.class, () -> parse("a[in]", values));
    }
  }

  @Test
  void filtersThatDemandTheSameHaveOneText() {
    assertEquals(parse("a", "x").canonical(), parse("a[eq]", "\"x\"").canonical());
    assertNotEquals(parse("a", "1").canonical(), parse("a", "\"1\"").canonical());
    assertNotEquals(parse("a", "1").canonical(), parse("b", "1").canonical());
    assertNotEquals(parse("a.b", "1").canonical(), parse("a\\.b", "1").canonical());
    assertNotEquals(parse("a[in]", "a,b").canonical(), parse("a[in]", "\"a,b\"").canonical());
  }

  @Test
  void aBackslashBeforeTheOperatorCanBeOfTheName() {
    assertEquals(List.of("a\\"), parse("a\\\\[lt]", "1").path());
    assertEquals(Operator.LT, parse("a\\\\[lt]", "1").operator());
    assertEquals(List.of("a\\[lt]"), parse("a\\\\\\[lt]", "1").path());
    assertEquals("a", Filter.attributeOf("a.b[lt]"));
  }

  @Test
  void namesOfPathsAreToldApart() {
    assertNotEquals(parse("a\\, b", "1").canonical(), parse("a. b", "1").canonical());
    assertNotEquals(parse("a\\,b", "1").canonical(), parse("a.b", "1").canonical());
  }

  @Test
  void aZeroIsSentWithoutItsExponent() {
    assertEquals(List.of(n("0")), parse("a", "-0e9999999999").values());
    assertEquals(List.of(n("0")), parse("at", "0.0E-9999999999").values());
    assertEquals(List.of(n("0.10")), parse("a", "0.10").values());
  }

  @Test
  void anInHasSoManyValuesAndNoMore() {
    assertEquals(100, parse("x[in]", "1,".repeat(99) + "1").values().size());
    ProblemException e =
        assertThrows(ProblemException.class, () -> parse("x[in]", "1,".repeat(100) + "1"));
    assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
    assertEquals(
        Map.of("limit", 100, "setting", "larder.limits.batch-size", "parameter", "x[in]"),
        e.members());
  }

  @Test
  void aTextOfAKeyMayBeInQuotes() {
    assertEquals(List.of(s("x")), parse("id", "\"x\"").values());
    assertEquals(List.of(s("x")), parse("id[prefix]", "\"x\"").values());
    assertEquals(List.of(s("1")), parse("code[contains]", "1").values());
  }

  @Test
  void bothEndsMayBeOneValue() {
    assertEquals(List.of(n("1"), n("1.0")), parse("a[between]", "1,1.0").values());
  }

  @Test
  void existsHoldsWithOrWithoutTheAttribute() {
    assertTrue(parse("a[exists]", "true").condition().holdsFor(item(s("x"))));
    assertFalse(parse("a[exists]", "true").condition().holdsFor(Item.of(Map.of())));
    assertTrue(parse("a[exists]", "false").condition().holdsFor(Item.of(Map.of())));
    assertFalse(parse("a[exists]", "false").condition().holdsFor(item(s("x"))));
  }

  @Test
  void itsValuesAreSaidInAPlan() {
    assertEquals(List.of("1", "x", "true"), parse("a[in]", "1,x,true").texts());
  }

  @Test
  void anOwnerIsComparedAsText() {
    assertEquals(parse("a", "\"1\""), Filter.equal("a", "1"));
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 51})
  void aQueryHasFiftyConditions(int count) {
    List<Map.Entry<String, QueryValue>> conditions =
        Collections.nCopies(count, Map.entry("a", QueryValue.of("1")));
    if (count == 50) {
      assertEquals(
          50, Filter.parse(SCHEMA, AttributeTypes.UNKNOWN, conditions, TestConfig.LIMITS).size());
    } else {
      ProblemException e =
          assertThrows(
              ProblemException.class,
              () -> Filter.parse(SCHEMA, AttributeTypes.UNKNOWN, conditions, TestConfig.LIMITS));
      assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
      assertTrue(e.getMessage().startsWith("The query has 51 conditions, but the limit is 50"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c%2Cd|c,d",
        "c%2cd,e|c,d;e",
        "a,b%2C|a;b,",
        "%2C,%2C|,;,",
        "%22a%2Cb%22,c|a,b;c",
        "%22a,b%22,c|a,b;c",
        "1%2C5,2|1,5;2",
        "%252C,a|%2C;a"
      })
  void aCommaThatIsEncodedSeparatesNothing(String encoded, String values) {
    Filter filter =
        Filter.parse(SCHEMA, "b[in]", QueryValue.decode(encoded), TestConfig.LIMITS.batchSize());
    assertEquals(
        values,
        filter.values().stream()
            .map(v -> v.s() == null ? v.n() : v.s())
            .collect(Collectors.joining(";")));
  }
}
