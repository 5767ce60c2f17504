package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxErrorsTest {

  /** Pictures of control characters in the inputs stand for these. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{~The JSON ends before an object is closed, at line 1, column 2.",
        "{\"a\"~The JSON ends before an object is closed, at line 1, column 5.",
        "{\"a\":~The JSON ends before an object is closed, at line 1, column 6.",
        "{\"a\":1~The JSON ends before an object is closed, at line 1, column 7.",
        "{\"a\":[1~The JSON ends before an array is closed, at line 1, column 8.",
        "{\"a\":\"b~The JSON ends before a string is closed, at line 1, column 8.",
        "{\"a~The JSON ends before a string is closed, at line 1, column 4.",
        "{\"a\":\"\\u12~The JSON ends within an escape sequence, at line 1, column 11.",
        "{\"a\":-~The JSON ends within a value, at line 1, column 7.",
        "{\"a\":NaN}~NaN is not a JSON number, at line 1, column 9.",
        "{\"a\":Infinity}~Infinity is not a JSON number, at line 1, column 14.",
        "{\"a\":-Infinity}~-Infinity is not a JSON number, at line 1, column 15.",
        "{\"a\":01}~A number must not have leading zeros, at line 1, column 7.",
        "{\"a\":-01}~A number must not have leading zeros, at line 1, column 8.",
        "{\"a\":+1}~A number must not start with a plus sign, at line 1, column 8.",
        "{\"a\":.5}~A value is required instead of '.', at line 1, column 7.",
        "{\"a\":1.}~A digit must follow the decimal point of a number, at line 1, column 9.",
        "{\"a\":1e}~A digit must follow the exponent sign of a number, at line 1, column 9.",
        "{\"a\":-x}~A digit must follow the minus sign of a number, at line 1, column 8.",
        "{\"a\":0x1F}~A comma or '}' is required instead of 'x', at line 1, column 8.",
        "{\"a\":1.5.2}~A comma or '}' is required instead of '.', at line 1, column 10.",
        "{a:1}~A name in double quotes is required instead of 'a', at line 1, column 3.",
        "{'a':1}~A name must be in double quotes, at line 1, column 3.",
        "{\"a\":'b'}~A string must be in double quotes, at line 1, column 7.",
        "{“a”:1}~A name in double quotes is required, at line 1, column 5.",
        "{1:2}~A name in double quotes is required instead of '1', at line 1, column 3.",
        "{\"a\":b}~"
            + "The token 'b' is not a JSON value; put a string in double quotes, at line 1, column 8.",
        "{\"a\":True}~"
            + "The token 'True' is not a JSON value; put a string in double quotes, at line 1, column"
            + " 11.",
        "{\"a\":nul}~"
            + "The token 'nul' is not a JSON value; put a string in double quotes, at line 1, column"
            + " 10.",
        "{\"a\":“b”}~"
            + "A character is not allowed here, or the text is not valid UTF-8, at line 1, column"
            + " 8.",
        "{\"a\":1/*c*/}~JSON does not have comments, at line 1, column 8.",
        "//c␊{}~JSON does not have comments, at line 1, column 2.",
        "{\"a\":\"b␊c\"}~"
            + "A string must not have the control character with code 10; escape it, at line 1,"
            + " column 9.",
        "{\"a␉b\":1}~"
            + "A string must not have the control character with code 9; escape it, at line 1,"
            + " column 5.",
        "{\"a\":␁}~"
            + "The control character with code 1 is not allowed outside strings, at line 1,"
            + " column 7.",
        "{\"a\":1,}~A comma must not come before '}', at line 1, column 9.",
        "{\"a\":[1,]}~A comma must not come before ']', at line 1, column 10.",
        "{\"a\":[,1]}~A value is required instead of ',', at line 1, column 8.",
        "{\"a\":1,,\"b\":2}~"
            + "A name in double quotes is required instead of ',', at line 1, column 9.",
        "{,}~A name in double quotes is required instead of ',', at line 1, column 3.",
        "{\"a\" 1}~A colon is required instead of '1', at line 1, column 7.",
        "{\"a\":1 \"b\":2}~A comma or '}' is required instead of '\"', at line 1, column 9.",
        "{\"a\":[1 2]}~A comma or ']' is required instead of '2', at line 1, column 10.",
        "{\"a\":1ä}~A comma or '}' is required, at line 1, column 8.",
        "{\"a\":[1ä]}~A comma or ']' is required, at line 1, column 9.",
        "{\"a\":1]~A closing '}' is required instead of ']', at line 1, column 8.",
        "{\"a\":[1}~A closing ']' is required instead of '}', at line 1, column 9.",
        "}~The closing '}' has no opening bracket, at line 1, column 2.",
        "{\"a\":1}}~The closing '}' has no opening bracket, at line 1, column 9.",
        "{\"a\":1} {}~The item is complete, but more text follows it, at line 1, column 10.",
        "{\"a\":1}x~"
            + "The token 'x' is not a JSON value; put a string in double quotes, at line 1, column 9.",
        "{\"a\":\"\\x\"}~"
            + "One of \" \\ / b f n r t u must follow a backslash in a string, at line 1, column"
            + " 9.",
        "{\"a\":\"\\u12g4\"}~"
            + "Four hexadecimal digits must follow \\u in a string, at line 1, column 12.",
        "{\"a\":#}~A value is required instead of '#', at line 1, column 7.",
        "{\"a\"ä1}~A colon is required, at line 1, column 6.",
        "<a/>~A value is required instead of '<', at line 1, column 2.",
        "{\"a\":1,\"a\":2}~The name \"a\" appears twice in one object, at line 1, column 13."
      })
  void whatIsNotJsonIsToldWithItsPlaceAndWithoutTheTermsOfTheParser(String json, String detail) {
    String input = json.replace('␊', '\n').replace('␉', '\t').replace('␁', '\u0001');
    assertEquals(detail, refusal(ProblemType.MALFORMED_JSON, input, StandardCharsets.UTF_8));
  }

  @Test
  void textInAnotherEncodingIsRefused() {
    assertEquals(
        "The text is not valid UTF-8, at line 1, column 9.",
        refusal(ProblemType.MALFORMED_JSON, "{\"a\":\"é\"}", StandardCharsets.ISO_8859_1));
  }

  @Test
  void whatExceedsALimitOfTheParserIsToldWithTheLimit() {
    assertEquals(
        "The value at /a is too large. A number has 1001 characters, but the limit is 1000.",
        refusal("{\"a\":" + "1".repeat(1001) + "}"));
    assertEquals(
        "The item is too large. A name has 65536 characters, but the limit is 65535.",
        refusal("{\"" + "a".repeat(65_536) + "\":1}"));
  }

  private static String refusal(String json) {
    return refusal(ProblemType.INVALID_ITEM, json, StandardCharsets.UTF_8);
  }

  private static String refusal(ProblemType type, String json, Charset charset) {
    ByteArrayInputStream input = new ByteArrayInputStream(json.getBytes(charset));
    ProblemException e =
        assertThrows(ProblemException.class, () -> ItemReader.read(input, ItemFormat.PLAIN), json);
    assertEquals(type, e.type());
    return e.getMessage();
  }
}
