package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Damaged;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.PercentEncoding;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
  private static final Limit LIMIT = new Limit("page-size", 7);

  @Test
  void knownParametersAreTaken() {
    QueryParameters parameters = QueryParameters.of(uri("a", "1", "b", ""), "a", "b", "c");
    assertEquals(Optional.of("1"), parameters.string("a"));
    assertEquals(Optional.of(""), parameters.string("b"));
    assertEquals(Optional.empty(), parameters.string("c"));
  }

  @Test
  void anUnknownOneIsRefusedAndTheKnownOnesNamed() {
    ProblemException e =
        refused("curser", () -> QueryParameters.of(uri("a", "1", "curser", "x"), "a", "cursor"));
    assertEquals(
        "The query parameter curser is not supported. The supported parameters are a, cursor.",
        e.getMessage());
  }

  @Test
  void whereThereAreNoneEveryOneIsRefused() {
    ProblemException e = refused("a", () -> QueryParameters.of(uri("a", "1")));
    assertEquals(
        "The query parameter a is not supported. Send the request without query parameters.",
        e.getMessage());
  }

  @Test
  void namesAreTakenLetterByLetter() {
    refused("A", () -> QueryParameters.of(uri("A", "1"), "a"));
    refused("", () -> QueryParameters.of(uri("", "1"), "a"));
    refused("a ", () -> QueryParameters.of(uri("a ", "1"), "a"));
  }

  @Test
  void aRepeatedOneIsRefusedEvenWithTheSameValue() {
    ProblemException e =
        refused("a", () -> QueryParameters.of(uri("b", "2", "a", "1", "a", "1"), "a", "b"));
    assertEquals("The query parameter a appears more than once. Send it once.", e.getMessage());
  }

  @Test
  void fieldsAreOneListHoweverTheyAreSent() {
    assertEquals(
        List.of(List.of("a"), List.of("b", "c"), List.of("d")),
        QueryParameters.of(uri("fields", "a,b.c", "fields", "d"), "fields").fields().paths());
    refused(
        "fields", () -> QueryParameters.of(uri("fields", "a", "fields", "-b"), "fields").fields());
  }

  @Test
  void aFlagIsTrueOrFalseAndFalseByDefault() {
    assertTrue(flag("true"));
    assertFalse(flag("false"));
    assertFalse(QueryParameters.of(uri(), "f").booleanValue("f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TRUE", "True", "yes", "1", "0", " true", "false "})
  void aFlagTakesNothingElse(String value) {
    ProblemException e = refused("f", () -> flag(value));
    assertEquals("The query parameter f must be true or false.", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "4", "7", "007"})
  void aNumberIsTakenFromOneToTheLimit(String value) {
    assertEquals(Integer.parseInt(value), count(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00"})
  void zeroIsTakenWhereItIsTheLeast(String value) {
    assertEquals(0, QueryParameters.of(uri("n", value), "n").intValue("n", 0, LIMIT, 9));
  }

  @Test
  void aNumberHasADefault() {
    assertEquals(9, QueryParameters.of(uri(), "n").intValue("n", 1, LIMIT, 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-3",
        "0",
        "00",
        "x",
        "3x",
        "3.0",
        "3e0",
        " 3",
        "3 ",
        "0x3",
        "-99999999999999999999"
      })
  void aNumberTakesNothingElse(String value) {
    ProblemException e = refused("n", () -> count(value));
    assertEquals("The query parameter n must be a whole number from 1 to 7.", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "8, 8",
    "0008, 8",
    "999999999, 999999999",
    "4294967297, a larger number",
    "99999999999999999999, a larger number"
  })
  void aNumberAboveTheLimitIsRefusedByIt(String value, String described) {
    ProblemException e = assertThrows(ProblemException.class, () -> count(value));
    assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
    assertEquals(
        "The query parameter n is " + described + "; it must be a whole number from 1 to 7.",
        e.getMessage());
    assertEquals(
        Map.of("limit", 7, "setting", "larder.limits.page-size", "parameter", "n"), e.members());
  }

  @Test
  @Timeout(10)
  void aNumberOfAnyLengthIsRefusedAtOnce() {
    String digits = "9".repeat(5_000_000);
    assertEquals(
        ProblemType.LIMIT_EXCEEDED,
        assertThrows(ProblemException.class, () -> count(digits)).type());
    String zeros = "0".repeat(5_000_000);
    refused("n", () -> count(zeros));
    refused("n", () -> count(digits + "x"));
  }

  @Property(tries = 300)
  void theParametersOfAQueryComeBack(
      @ForAll("parameters") List<Map.Entry<String, String>> parameters) {
    assertEquals(parameters, parsed(query(parameters)));
  }

  @Property(tries = 500)
  void whateverTheQueryItIsReadOrRefused(@ForAll("queries") String query) {
    try {
      List<Map.Entry<String, String>> parameters = parsed(query);
      assertEquals(parameters, parsed(query(parameters)));
    } catch (ProblemException e) {
      assertEquals(ProblemType.INVALID_PARAMETER, e.type());
    }
  }

  private static List<Map.Entry<String, String>> parsed(String query) {
    return QueryParameters.parse(query).stream()
        .map(parameter -> Map.entry(parameter.getKey(), parameter.getValue().text()))
        .toList();
  }

  @Provide
  Arbitrary<List<Map.Entry<String, String>>> parameters() {
    return Combinators.combine(ItemArbitraries.texts(), ItemArbitraries.texts())
        .as(Map::entry)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> queries() {
    return Damaged.texts(parameters().map(QueryParametersTest::query));
  }

  private static String query(List<Map.Entry<String, String>> parameters) {
    return parameters.stream()
        .map(
            each ->
                PercentEncoding.encode(each.getKey())
                    + '='
                    + PercentEncoding.encode(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static boolean flag(String value) {
    return QueryParameters.of(uri("f", value), "f").booleanValue("f");
  }

  private static int count(String value) {
    return QueryParameters.of(uri("n", value), "n").intValue("n", 1, LIMIT, 9);
  }

  private static ProblemException refused(String parameter, Executable code) {
    ProblemException e = assertThrows(ProblemException.class, code);
    assertEquals(ProblemType.INVALID_PARAMETER, e.type());
    assertEquals(Map.of("parameter", parameter), e.members());
    return e;
  }

  /** Of a request with these parameters: names and values by turns. */
  private static UriInfo uri(String... parameters) {
    MultivaluedMap<String, String> values = new MultivaluedHashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      values.add(parameters[i], parameters[i + 1]);
    }
    return (UriInfo)
        Proxy.newProxyInstance(
            UriInfo.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getQueryParameters") && arguments == null) {
                return values;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
