package dev.larder.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Damaged;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSegmentsTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "a, a",
        "A-._~z09, A-._~z09",
        "%41, A",
        "%c3%a9, é",
        "%C3%A9, é",
        "é, é",
        "é%20é, é é",
        "%F0%9F%98%80, 😀",
        "%EF%BF%BD, \uFFFD",
        "a%2Fb, a/b",
        "%2f, /",
        "a+b, a+b",
        "%2B, +",
        "100%25, 100%",
        "%2541, %41",
        "%252F, %2F",
        "a%00b, a\u0000b",
        "a;b=c, a;b=c",
        "., .",
        "%2E%2E, .."
      })
  void aSegmentIsDecodedOnce(String segment, String text) {
    assertEquals(List.of(text), PathSegments.decode(segment));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {"a/b, a, b", "a%2Fb/c%2Fd, a/b, c/d", "%2F/%2F, /, /"})
  void segmentsAreSplitBeforeTheyAreDecoded(String path, String first, String second) {
    assertEquals(List.of(first, second), PathSegments.decode(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "//"})
  void anEmptySegmentIsRefused(String path) {
    assertRefused(path, "empty segment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%", "a%", "%4", "%4/1", "%zz", "%4g", "%g4", "%%", "%%41", "%-1", "% 1", "%+1", "%4é",
        "%é", "%１１"
      })
  void aPercentSignWithoutTwoHexadecimalDigitsIsRefused(String path) {
    assertRefused(path, "Write a percent sign itself as %25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%80", // a continuation alone
        "%C3", // a start alone
        "%C3a",
        "%E2%82",
        "%FF",
        "%C0%AF", // a slash, overlong
        "%E0%80%AF",
        "%F0%80%80%AF",
        "%C1%81",
        "%ED%A0%80", // half of a surrogate pair
        "%ED%A0%BD%ED%B8%80", // both, each by itself
        "%F4%90%80%80", // beyond Unicode
        "%F8%88%80%80%80"
      })
  void bytesThatAreNoUtf8AreRefused(String path) {
    assertRefused(path, "UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "Az09-._~, Az09-._~",
        "a b, a%20b",
        "a/b, a%2Fb",
        "a+b, a%2Bb",
        "100%, 100%25",
        "é, %C3%A9",
        "😀, %F0%9F%98%80",
        "a\u0000\u007Fb\u0080c, a%00%7Fb%C2%80c",
        "!$&'()*, %21%24%26%27%28%29%2A",
        ";=:@?#[], %3B%3D%3A%40%3F%23%5B%5D",
        "ªµ, %C2%AA%C2%B5"
      })
  void allButUnreservedCharactersAreEncoded(String text, String segment) {
    assertEquals(segment, PercentEncoding.encode(text));
  }

  @Property(tries = 500)
  void whatIsEncodedDecodesToTheSameText(@ForAll("texts") String text) {
    String segment = PercentEncoding.encode(text);
    assertEquals(List.of(text), PathSegments.decode(segment));
    assertEquals(List.of(text, text), PathSegments.decode(segment + '/' + segment));
    assertEquals('/' + segment, URI.create("http://localhost/" + segment).getRawPath());
  }

  @Property(tries = 500)
  void whateverThePathItIsReadOrRefused(@ForAll("paths") String path) {
    try {
      List<String> segments = PathSegments.decode(path);
      String encoded =
          segments.stream().map(PercentEncoding::encode).collect(Collectors.joining("/"));
      assertEquals(segments, PathSegments.decode(encoded), path);
    } catch (ProblemException e) {
      assertEquals(ProblemType.INVALID_PATH, e.type());
    }
  }

  @Provide
  Arbitrary<String> paths() {
    return Damaged.texts(
        texts()
            .map(PercentEncoding::encode)
            .list()
            .ofMaxSize(3)
            .map(segments -> String.join("/", segments)));
  }

  @Provide
  Arbitrary<String> texts() {
    return ItemArbitraries.texts().filter(text -> !text.isEmpty());
  }

  private static void assertRefused(String path, String says) {
    ProblemException e = assertThrows(ProblemException.class, () -> PathSegments.decode(path));
    assertEquals(ProblemType.INVALID_PATH, e.type());
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }
}
