package dev.larder.table.filter;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import dev.larder.dynamo.item.Item;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.QueryValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ContradictionTest {
  private static final TableSchema SCHEMA = TableSchema.parse("id:S");

  private static List<Filter> filters(String query) {
    return Stream.of(query.split("&"))
        .map(each -> each.split("=", 2))
        .map(
            each ->
                Filter.parse(
                    SCHEMA, each[0], QueryValue.of(each[1]), TestConfig.LIMITS.batchSize()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1&a=2",
        "a=1&b=1&a[ne]=1.0",
        "a=1&a[in]=2,3",
        "a[in]=1,2&a[in]=3,4",
        "a=x&a[prefix]=y",
        "a=1&a[exists]=false",
        "a[lt]=1&a[exists]=false",
        "a[exists]=true&a[exists]=false",
        "a[gt]=2&a[lt]=1",
        "a[gt]=1&a[lt]=1",
        "a[gte]=1&a[lt]=1",
        "a[gt]=1&a[lte]=1.0",
        "a[gte]=1&a[lte]=1&a[ne]=1",
        "a[between]=1,2&a[between]=3,4",
        "a[gt]=1&a[lt]=x",
        "a[prefix]=b&a[lt]=a",
        "a[prefix]=b&a[lt]=b",
        "a[prefix]=b&a[gt]=c",
        "a[prefix]=ab&a[prefix]=ac",
        "m.a=1&m.a=2",
      })
  void whatCannotHoldTogether(String query) {
    assertTrue(Contradiction.in(filters(query)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1",
        "a=1&a=1.0",
        "a=1&b=2",
        "a=1&a\\.b=2",
        "a[in]=1,2&a[in]=2,3",
        "a[ne]=1&a[exists]=false",
        "a[exists]=false",
        "a[gte]=1&a[lte]=1",
        "a[gt]=1&a[lt]=2",
        "a[prefix]=b&a[lt]=c",
        "a[prefix]=b&a[gt]=b",
        "a[prefix]=b&a[gt]=a&a[lt]=bb",
        "a[prefix]=a&a[prefix]=ab",
        "a[contains]=x&a[contains]=y",
      })
  void whatCan(String query) {
    assertFalse(Contradiction.in(filters(query)));
  }

  @Property
  void whatOneValueSatisfiesIsNoContradiction(
      @ForAll("filters") List<Filter> filters, @ForAll("values") AttributeValue value) {
    Item item = Item.of(Map.of("a", value));
    assertTrue(
        !Filter.all(filters).holdsFor(item) || !Contradiction.in(filters),
        () -> filters + " of " + value);
  }

  @Provide
  Arbitrary<AttributeValue> values() {
    return Arbitraries.oneOf(
        texts().map(AttributeValue::fromS),
        Arbitraries.integers().between(0, 4).map(n -> AttributeValue.fromN(String.valueOf(n))));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab").ofMaxLength(3);
  }

  @Provide
  Arbitrary<List<Filter>> filters() {
    Arbitrary<Filter> compared =
        Combinators.combine(
                Arbitraries.of(
                    Operator.EQ,
                    Operator.NE,
                    Operator.LT,
                    Operator.LTE,
                    Operator.GT,
                    Operator.GTE,
                    Operator.IN),
                values())
            .as((operator, value) -> new Filter(List.of("a"), operator, List.of(value)));
    Arbitrary<Filter> prefixes =
        texts()
            .map(AttributeValue::fromS)
            .map(text -> new Filter(List.of("a"), Operator.PREFIX, List.of(text)));
    return Arbitraries.oneOf(compared, prefixes).list().ofMinSize(1).ofMaxSize(4);
  }
}
