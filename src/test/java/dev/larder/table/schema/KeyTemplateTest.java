package dev.larder.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class KeyTemplateTest {
  private static final KeyAttribute STORED = new KeyAttribute("SK", KeyType.S);
  private static final int MAX_BYTES = 1024;

  /** A few texts, so that values often contain what follows them. */
  private static final String[] PIECES = {
    "#", ":", "::", " ", "a", "A#", "0", "00", "1", "12", "-", ".", "é", "🙂", "\uD83D", "\u0000"
  };

  /** Numbers in several spellings, also such as no padding and no DynamoDB number has room for. */
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "0.0",
    "1",
    "1.0",
    "10e-1",
    "0.1e1",
    "-1",
    "12",
    "1.2e1",
    "120",
    "1.5",
    "0.5",
    "999",
    "1000",
    "1e3",
    "99999",
    "1e30",
    "1e125",
    "1e126",
    "1e-130",
    "123456789012345678901234567890",
    "12345678901234567890123456789012345678",
    "123456789012345678901234567890123456789"
  };

  private static KeyTemplate template(String text) {
    return KeyTemplate.parse(STORED, text, name -> name.startsWith("n")).withMaxBytes(MAX_BYTES);
  }

  @Provide
  Arbitrary<KeyTemplate> templates() {
    Arbitrary<String> literal = texts(0, 2);
    Arbitrary<String> kind = Arbitraries.of("s", "n", "n:01", "n:02", "n:05", "n:038", "");
    return Combinators.combine(literal.list().ofSize(4), kind.list().ofSize(3))
        .as(KeyTemplateTest::text)
        .filter(text -> !text.isEmpty())
        .map(KeyTemplateTest::template);
  }

  private static String text(List<String> literals, List<String> kinds) {
    StringBuilder text = new StringBuilder(literals.get(0));
    for (int i = 0; i < kinds.size(); i++) {
      if (!kinds.get(i).isEmpty()) {
        if (text.toString().endsWith("}")) {
          text.append('/');
        }
        text.append('{').append(kinds.get(i).replaceFirst("^(.)", "$1" + i)).append('}');
      }
      text.append(literals.get(i + 1));
    }
    return text.toString();
  }

  private static Arbitrary<String> texts(int least, int most) {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(least)
        .ofMaxSize(most)
        .map(KeyTemplateTest::join);
  }

  private static String join(List<String> pieces) {
    return String.join("", pieces);
  }

  @Provide
  Arbitrary<List<String>> strings() {
    Arbitrary<String> pieces = texts(0, 4);
    Arbitrary<String> any =
        Arbitraries.frequencyOf(
            Tuple.of(12, pieces),
            Tuple.of(1, pieces.map(text -> text.repeat(200))),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(5)));
    return any.list().ofSize(3);
  }

  @Provide
  Arbitrary<List<String>> numbers() {
    return Arbitraries.oneOf(
            Arbitraries.of(NUMBERS),
            Arbitraries.integers().between(-20, 120).map(String::valueOf),
            Arbitraries.bigDecimals().map(BigDecimal::toString))
        .list()
        .ofSize(3);
  }

  private static Item item(KeyTemplate template, List<String> strings, List<String> numbers) {
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    int i = 0;
    for (KeyTemplate.Variable variable : template.variables()) {
      values.put(
          variable.attribute().name(),
          variable.attribute().type() == KeyType.N
              ? AttributeValue.fromN(numbers.get(i))
              : AttributeValue.fromS(strings.get(i)));
      i++;
    }
    return Item.of(values);
  }

  /** The value of the key; empty if the item is refused, which takes a problem. */
  private static Optional<AttributeValue> compose(KeyTemplate template, Item item) {
    try {
      AttributeValue value = template.compose(item, ProblemType.INVALID_ITEM).orElseThrow();
      assertTrue(value.s().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES);
      assertTrue(!value.s().isEmpty());
      return Optional.of(value);
    } catch (ProblemException e) {
      assertEquals(ProblemType.INVALID_ITEM, e.type());
      return Optional.empty();
    }
  }

  /** Values by what they mean, so that 1 and 1.0 are the same. */
  private static Map<String, Object> meaning(Map<String, AttributeValue> values) {
    return values.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each ->
                    each.getValue().n() == null
                        ? each.getValue().s()
                        : new BigDecimal(each.getValue().n()).signum() == 0
                            ? BigDecimal.ZERO
                            : new BigDecimal(each.getValue().n()).stripTrailingZeros()));
  }

  @Property(tries = 3000)
  void aValueTellsWhatItWasComposedOf(
      @ForAll("templates") KeyTemplate template,
      @ForAll("strings") List<String> strings,
      @ForAll("numbers") List<String> numbers) {
    Item item = item(template, strings, numbers);
    compose(template, item)
        .ifPresent(
            value ->
                assertEquals(
                    Optional.of(meaning(item.attributes())),
                    template.parse(value).map(KeyTemplateTest::meaning),
                    value::s));
  }

  @Property(tries = 3000)
  void itemsThatDifferHaveDifferentValues(
      @ForAll("templates") KeyTemplate template,
      @ForAll("strings") List<String> strings,
      @ForAll("strings") List<String> otherStrings,
      @ForAll("numbers") List<String> numbers,
      @ForAll("numbers") List<String> otherNumbers) {
    Item one = item(template, strings, numbers);
    Item other = item(template, otherStrings, otherNumbers);
    Optional<AttributeValue> value = compose(template, one);
    if (value.isPresent()) {
      assertEquals(
          meaning(one.attributes()).equals(meaning(other.attributes())),
          value.equals(compose(template, other)));
    }
  }

  /** Values that other writers stored, or that other collections have. */
  @Property(tries = 3000)
  void onlyWhatTheTemplateWritesIsParsed(
      @ForAll("templates") KeyTemplate template,
      @ForAll("strings") List<String> strings,
      @ForAll("numbers") List<String> numbers,
      @ForAll boolean alike) {
    List<String> pieces = new ArrayList<>();
    int i = 0;
    for (KeyTemplate.Part part : template.parts()) {
      pieces.add(
          alike && part instanceof KeyTemplate.Literal literal
              ? literal.text()
              : part instanceof KeyTemplate.Variable variable
                      && variable.attribute().type() == KeyType.N
                  ? numbers.get(i++ % numbers.size())
                  : strings.get(i++ % strings.size()));
    }
    AttributeValue value = AttributeValue.fromS(join(pieces));
    template
        .parse(value)
        .filter(parsed -> value.s().length() < MAX_BYTES / 4)
        .ifPresent(
            parsed ->
                assertEquals(
                    Optional.of(value),
                    template.compose(Item.of(parsed), ProblemType.INVALID_ITEM)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"007", "7", "0000007", "+00007", "00007.0", "7e0", "-00007", "٠٠٠٠٠٧", ""})
  void aNumberThatIsPaddedOtherwiseIsNoneOfTheTemplate(String text) {
    assertEquals(
        Optional.empty(), template("LINE#{n:06}").parse(AttributeValue.fromS("LINE#" + text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1000", "1e3", "999.5"})
  void aNumberBeyondItsDigitsIsRefused(String number) {
    Item item = Item.of(Map.of("n", AttributeValue.fromN(number)));
    ProblemException refusal =
        assertThrows(
            ProblemException.class,
            () -> template("{n:03}").compose(item, ProblemType.INVALID_ITEM));
    assertTrue(refusal.getMessage().endsWith("from 0 to 999."), refusal::getMessage);
  }
}
