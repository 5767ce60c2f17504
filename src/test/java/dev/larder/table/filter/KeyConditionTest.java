package dev.larder.table.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.TestConfig;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.QueryValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyConditionTest {
  private static final TableSchema SCHEMA = TableSchema.parse("shop:S,code:S");

  private static KeyCondition condition(TableSchema schema, String query) {
    List<Filter> filters =
        Stream.of(query.split("&"))
            .map(each -> each.split("="))
            .map(
                each ->
                    Filter.parse(
                        schema, each[0], QueryValue.of(each[1]), TestConfig.LIMITS.batchSize()))
            .toList();
    return KeyCondition.of(schema, filters).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "shop=a&code=b, ONE_VALUE, 2",
    "shop=a&code[prefix]=b, BOUNDED, 2",
    "shop=a&code[prefix]=b&code=b, ONE_VALUE, 2",
    "shop=a&code[gt]=a&code[lt]=b, BOUNDED, 3",
    "shop=a&code[gt]=a, HALF_BOUNDED, 2",
    "shop=a&code[lte]=a, HALF_BOUNDED, 2",
    "shop=a&code[ne]=a, WHOLE_PARTITION, 1",
    "shop=a&other=a, WHOLE_PARTITION, 1"
  })
  void itIsAsNarrowAsItsConditionOnTheSortKey(
      String query, KeyCondition.Narrowness narrowness, int filters) {
    KeyCondition condition = condition(SCHEMA, query);
    assertEquals(narrowness, condition.narrowness());
    assertEquals(filters, condition.filters().size());
  }

  @Test
  void aPartitionOfATableWithoutASortKeyIsOneItem() {
    KeyCondition condition = condition(TableSchema.parse("shop:S"), "shop=a");
    assertEquals(KeyCondition.Narrowness.ONE_VALUE, condition.narrowness());
    assertEquals(condition.filters(), condition.exact());
  }
}
