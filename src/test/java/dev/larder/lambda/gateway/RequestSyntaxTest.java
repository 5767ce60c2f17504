package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.PathSegments;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSyntaxTest {

  @ParameterizedTest
  @NullAndEmptySource
  void noPathIsTheRoot(String raw) {
    assertEquals("/", RequestSyntax.encodePath(raw));
  }

  @Test
  void noQueryStaysNone() {
    assertNull(RequestSyntax.encodeQuery(null));
    assertEquals("", RequestSyntax.encodeQuery(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/items/a",
        "/items/azAZ09-._~",
        "/items/!$&'()*+,=:@",
        "/films/1999/The%20Matrix",
        "/items/%2F%3b%c3%A9%00",
        "/items/%09%aF%fA",
        "//"
      })
  void aValidPathStaysAsItIs(String path) {
    assertEquals(path, RequestSyntax.encodePath(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=1", "a=b&c=d", "a=/?:@!$'()*+,-._~", "a%5Bgt%5D=%20", "?", "="})
  void aValidQueryStaysAsItIs(String query) {
    assertEquals(query, RequestSyntax.encodeQuery(query));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "/a b, /a%20b",
        "/a;b=c, /a%3Bb=c",
        "/a?b#c, /a%3Fb%23c",
        "/[a]{b}|\\^`, /%5Ba%5D%7Bb%7D%7C%5C%5E%60",
        "/\"<>\", /%22%3C%3E%22",
        "/a\tb\u0000c\u007Fd, /a%09b%00c%7Fd",
        "/é, /%C3%A9",
        "/€/😀/a, /%E2%82%AC/%F0%9F%98%80/a",
        "/a%, /a%25",
        "/a%4, /a%254",
        "/a%4g%g4, /a%254g%25g4",
        "/%%41, /%25A",
        "/100% sure, /100%25%20sure",
        "/%é, /%25%C3%A9",
        "/%１１, /%25%EF%BC%91%EF%BC%91"
      })
  void whatIsNotAllowedInAPathIsEncoded(String raw, String path) {
    assertEquals(path, RequestSyntax.encodePath(raw));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "a[gt]=1, a%5Bgt%5D=1",
        "a=b c, a=b%20c",
        "a=b#c, a=b%23c",
        "a=é, a=%C3%A9",
        "a=😀;b, a=%F0%9F%98%80%3Bb",
        "a=x;b=y&c=;, a=x%3Bb=y&c=%3B",
        "a=1%, a=1%25",
        "a=\"b\", a=%22b%22"
      })
  void whatIsNotAllowedInAQueryIsEncoded(String raw, String query) {
    assertEquals(query, RequestSyntax.encodeQuery(raw));
  }

  /** RFC 3986, section 6.2.2.2: one spelling for routing, access checks and the log. */
  @ParameterizedTest
  @CsvSource({
    "/%5ftransactions, /_transactions",
    "/%5Ftr%61ns%41%5A%30%39%2d%2E%7e, /_transAZ09-.~",
    "/it%65ms/a%2Fb%25%3B, /items/a%2Fb%25%3B",
    "/items/%2541, /items/%2541",
    "/items/%C3%A9%41%c3%a9, /items/%C3%A9A%c3%a9",
    "/items/%2E%2E/a, /items/../a"
  })
  void unreservedCharactersOfAPathAreDecoded(String raw, String path) {
    assertEquals(path, RequestSyntax.encodePath(raw));
    assertEquals(path, RequestSyntax.encodePath(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a=%FF", "%C3=1", "a=%C0%AF", "a=%ED%A0%80", "a=%E2%82&b=%AC", "a=%F5%80%80%80"})
  void aQueryThatIsNotUtf8IsRefused(String raw) {
    ProblemException problem = problemOf(raw).orElseThrow();
    assertEquals(ProblemType.INVALID_PARAMETER, problem.type());
    assertTrue(problem.getMessage().contains("%25"), problem.getMessage());
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"a=%C3%A9&%F0%9F%98%80=1", "a=%EF%BF%BD", "a=%", "a=%2", "a=%zz", "a=+"})
  void aQueryInUtf8IsTaken(String raw) {
    assertEquals(Optional.empty(), problemOf(raw));
  }

  @Test
  void halfOfASurrogatePairInAQueryIsRefused() {
    assertTrue(problemOf("a=\uD83D").isPresent());
    assertTrue(problemOf("a=" + RequestSyntax.encodeComponent("\uDE00")).isPresent());
  }

  /** The server would echo an Origin that cannot be written in UTF-8. */
  @Test
  void halfOfASurrogatePairInAHeaderFieldIsRefused() {
    GatewayRequest request = new GatewayRequest("GET");
    request.setRawPath("/items");
    request.setHeaderFields(Map.of("Origin", "https://\uD83D"));
    ProblemException problem = RequestSyntax.problemOf(request).orElseThrow();
    assertEquals(ProblemType.BAD_REQUEST, problem.type());
    assertTrue(problem.getMessage().contains("Origin"), problem.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "=1", "a=1&=1", "&=", "a&=b=c"})
  void aParameterWithoutANameIsRefused(String raw) {
    assertEquals(ProblemType.INVALID_PARAMETER, problemOf(raw).orElseThrow().type());
  }

  private static Optional<ProblemException> problemOf(String rawQuery) {
    GatewayRequest request = new GatewayRequest("GET");
    request.setRawPath("/items");
    request.setRawQueryString(RequestSyntax.encodeQuery(rawQuery));
    return RequestSyntax.problemOf(request);
  }

  @Test
  void noLineEndsInIt() {
    assertEquals("/a%0D%0AX:%20y", RequestSyntax.encodePath("/a\r\nX: y"));
    assertEquals("a=b%0D%0AX:%20y", RequestSyntax.encodeQuery("a=b\r\nX: y"));
  }

  @Property(tries = 500)
  void theResultIsAlwaysOfAUriAndNeverEncodedTwice(@ForAll("anything") String raw) {
    String path = RequestSyntax.encodePath("/" + raw);
    String query = RequestSyntax.encodeQuery(raw);
    URI uri = URI.create("http://localhost" + path + "?" + query);
    assertEquals(path, uri.getRawPath());
    assertEquals(query, uri.getRawQuery());
    assertEquals(-1, path.indexOf(';'));
    assertEquals(path, RequestSyntax.encodePath(path));
    assertEquals(query, RequestSyntax.encodeQuery(query));
  }

  @Property(tries = 500)
  void aDecodedPathNamesTheSameTextAfterwards(@ForAll("segments") String text) {
    String path = RequestSyntax.encodePath("/" + text);
    assertEquals(List.of(text), PathSegments.decode(path.substring(1)));
  }

  @Property(tries = 500)
  void aDecodedParameterIsDecodedToTheSameTextAgain(@ForAll("anything") String text) {
    String whole = text.replaceAll("[\\uD800-\\uDFFF]", "");
    String component = RequestSyntax.encodeComponent(whole);
    assertEquals(whole, URLDecoder.decode(component, StandardCharsets.UTF_8));
    assertEquals(component, RequestSyntax.encodeQuery(component));
    assertTrue(component.matches("[A-Za-z0-9._~,%-]*"), component);
  }

  /** "?" is what Java's encoders make of it, and would be the key of another item. */
  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "\uDC00", "a\uD83D", "\uDC00\uD800", "\uD83Da", "\uDFFF"})
  void halfOfASurrogatePairIsNotTakenForAnotherCharacter(String half) {
    String segment = RequestSyntax.encodePath("/" + half).substring(1);
    assertThrows(ProblemException.class, () -> PathSegments.decode(segment));
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.oneOf(
        ItemArbitraries.texts(),
        Arbitraries.strings().ofMaxLength(12),
        Arbitraries.strings().withChars("%;?#[]/ 4aF\n\uD83D\uDE00").ofMaxLength(12));
  }

  @Provide
  Arbitrary<String> segments() {
    return Arbitraries.oneOf(
            ItemArbitraries.texts(),
            Arbitraries.strings().withChars(";?#[]+&= \n\\\"é").ofMaxLength(12))
        .map(text -> text.replace("%", "").replace("/", ""))
        .filter(text -> !text.isEmpty());
  }
}
