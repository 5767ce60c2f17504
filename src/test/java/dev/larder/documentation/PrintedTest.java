package dev.larder.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedTest {
  private static final String RESPONSE =
      """
      HTTP/1.1 200 OK\r
      ETag: "1"\r
      Larder-Consumed-Capacity: read=0.5, write=0\r
      Content-Length: 32\r
      \r
      {"id":"ada","born":1815,"tags":["a","b"]}\
      """;

  private static List<String> differences(String expected, String actual) {
    return new Printed(expected.lines().toList()).differences(actual);
  }

  @Test
  void aResponseMayHaveFurtherHeaderFields() {
    assertEquals(
        List.of(),
        differences(
            """
            HTTP/1.1 200 OK
            larder-consumed-capacity: read=..., write=0

            {
              "tags": ["a", "b"],
              ...
              "born": 1815
            }
            """,
            RESPONSE));
  }

  @Test
  void anInterimResponseIsNotTheResponse() {
    assertEquals(
        List.of(),
        differences(
            "HTTP/1.1 204 No Content",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
  }

  @Test
  void anotherStatusDiffers() {
    assertEquals(
        List.of("The status line is HTTP/1.1 200 OK"),
        differences("HTTP/1.1 201 Created\n\n...", RESPONSE));
    assertEquals(List.of("The status line is absent"), differences("HTTP/1.1 200 OK", ""));
  }

  @Test
  void aMissingOrOtherHeaderFieldDiffers() {
    assertEquals(
        List.of("The response has no header field Location: /items/ada"),
        differences("HTTP/1.1 200 OK\nLocation: /items/ada\n\n...", RESPONSE));
    assertEquals(
        List.of("The response has no header field ETag: \"2\""),
        differences("HTTP/1.1 200 OK\nETag: \"2\"\n\n...", RESPONSE));
  }

  @Test
  void aBodyThatThePageDoesNotShowDiffers() {
    assertEquals(List.of("The output differs"), differences("HTTP/1.1 200 OK", RESPONSE));
    assertEquals(List.of("The output differs"), differences("", "unexpected"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // pattern | JSON | whether it matches
        "{\"a\": 1} | {\"a\":1} | true",
        "{\"a\": 1} | {\"a\":2} | false",
        "{\"a\": 1} | {\"a\":1,\"b\":2} | false",
        "{\"a\": 1, \"b\": 2} | {\"a\":1} | false",
        "{\"a\": 1, ...} | {\"b\":2,\"a\":1} | true",
        "{..., \"a\": 1} | {\"b\":2} | false",
        "{\"a\": ...} | {\"a\":[1]} | true",
        "{\"a\": ...} | {} | false",
        "{\"a\": \"x...z\"} | {\"a\":\"xyz\"} | true",
        "{\"a\": \"x...z\"} | {\"a\":\"xy\"} | false",
        "{\"a\": \"...\"} | {\"a\":5} | false",
        "{\"a\": 1.50} | {\"a\":1.5} | true",
        "{\"a\": 1.12345678901234567890} | {\"a\":1.12345678901234567891} | false",
        "[1, ..., 4] | [1,2,3,4] | true",
        "[1, ..., 4] | [1,2,3] | false",
        "[...] | [] | true",
        "[1, 2] | [2,1] | false",
        "{\"a\": [{\"b\": \"}...{\"}, ...]} | {\"a\":[{\"b\":\"}x{\"},7]} | true",
      })
  void jsonIsComparedAsJson(String expected, String actual, boolean same) {
    assertEquals(same ? List.of() : List.of("The output differs"), differences(expected, actual));
  }

  @Test
  void linesAreComparedOneByOne() {
    assertEquals(List.of(), differences("a\n...\nd...f", "a\nb\nc\ndef\n"));
    assertEquals(List.of("The output differs"), differences("a\n...\nd", "a\nb\nc\n"));
    assertEquals(
        List.of(),
        differences("{\"id\": \"a\"}\n{\"id\": \"b\"}", "{\"id\":\"a\"}\n{\"id\":\"b\"}\n"));
  }
}
