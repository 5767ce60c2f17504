package dev.larder.table.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.QueryValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyListTest {
  private static final TableSchema SCHEMA = TableSchema.parse("shop:S,number:N");

  private static Optional<List<String>> keys(String query) {
    List<Filter> filters =
        Stream.of(query.split("&"))
            .map(each -> each.split("="))
            .map(
                each ->
                    Filter.parse(
                        SCHEMA, each[0], QueryValue.of(each[1]), TestConfig.LIMITS.batchSize()))
            .toList();
    return KeyList.of(SCHEMA, filters, TestConfig.LIMITS.batchSize())
        .map(keys -> keys.stream().map(KeyListTest::text).toList());
  }

  private static String text(Item key) {
    return key.attributes().get("shop").s() + key.attributes().get("number").n();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop=a&number[in]=2,1                      | a2 a1",
        "shop[in]=b,a&number=1                      | b1 a1",
        "shop[in]=b,a&number[in]=1,2                | b1 b2 a1 a2",
        "shop=a&number[in]=1,1.0,2                  | a1 a2",
        "x=1&shop=a&y[in]=1&number[in]=1,2          | a1 a2",
        "shop=a&number[in]=1,2,3&number[gt]=1       | a2 a3",
        "shop=a&shop[ne]=a&number[in]=1,2           | ''",
        "number[gt]=1&number[in]=1,2&shop=a         | a2",
      })
  void aListAndTheOtherPartOfTheKeyNameKeys(String query, String expected) {
    assertEquals(
        Optional.of(expected.isEmpty() ? List.of() : List.of(expected.split(" "))), keys(query));
  }

  @ParameterizedTest
  @CsvSource({"shop=a&number=1", "shop[in]=a", "number[in]=1", "shop=a&number[gt]=1&x[in]=1"})
  void anythingElseNamesNone(String query) {
    assertEquals(Optional.empty(), keys(query));
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  @Test
  void theyAreAsManyAsARequestGets() {
    assertEquals(100, keys("shop[in]=a,b&number[in]=" + numbers(50)).orElseThrow().size());
    ProblemException problem =
        assertThrows(ProblemException.class, () -> keys("shop[in]=a,b&number[in]=" + numbers(51)));
    assertEquals(ProblemType.LIMIT_EXCEEDED, problem.type());
    assertTrue(
        problem
            .getMessage()
            .startsWith("The query names 102 keys, but the limit for a request is 100."),
        problem::getMessage);
  }
}
