package dev.larder.dynamo.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes JSON syntax errors. The parser's own messages name its classes, and recommend features
 * that JSON does not have.
 */
final class SyntaxErrors {
  /**
   * A printable ASCII character in the parser's message. Other characters are not quoted, since the
   * message may contain only one of their bytes.
   */
  private static final String NAMED = "Unexpected character \\('([!-~])' \\(code \\d+\\)\\)";

  private static final String OTHER = "Unexpected character \\(.*\\)";

  private static final Map<Pattern, String> SENTENCES = new LinkedHashMap<>();

  static {
    say(
        "Unexpected end-of-input in (?:VALUE_STRING|field name).*",
        "The JSON ends before a string is closed");
    say("Unexpected end-of-input in character escape.*", "The JSON ends within an escape sequence");
    say(
        "Unexpected end-of-input.*(?:for|between) Object.*",
        "The JSON ends before an object is closed");
    say(
        "Unexpected end-of-input.*(?:for|between) Array.*",
        "The JSON ends before an array is closed");
    say("Unexpected end-of-input.*", "The JSON ends within a value");

    say("Non-standard token '(.*?)'.*", "$1 is not a JSON number");
    say("Invalid numeric value: Leading zeroes.*", "A number must not have leading zeros");
    say("Unexpected character .*plus signs.*", "A number must not start with a plus sign");
    say(
        "Unexpected character .*Decimal point not followed.*",
        "A digit must follow the decimal point of a number");
    say(
        "Unexpected character .*Exponent indicator not followed.*",
        "A digit must follow the exponent sign of a number");
    say(
        "Unexpected character .*to follow minus sign.*",
        "A digit must follow the minus sign of a number");

    say(
        "Illegal unquoted character \\(\\(CTRL-CHAR, code (\\d+)\\)\\).*",
        "A string must not have the control character with code $1; escape it");
    say(
        "Illegal character \\(\\(CTRL-CHAR, code (\\d+)\\)\\).*",
        "The control character with code $1 is not allowed outside strings");
    say(
        "Unexpected character .*expected a hex-digit.*",
        "Four hexadecimal digits must follow \\\\u in a string");
    say(
        "Unrecognized character escape.*",
        "One of \" \\\\ / b f n r t u must follow a backslash in a string");
    // The parser reports the first byte of a non-ASCII character as if it were a character.
    say(
        "Invalid UTF-8 start byte 0x[89ab].*",
        "A character is not allowed here, or the text is not valid UTF-8");
    say("Invalid UTF-8.*", "The text is not valid UTF-8");

    say("Unexpected character .*\\(non-standard\\) comment.*", "JSON does not have comments");
    say("Unexpected character \\('}'.*double-quote to start.*", "A comma must not come before '}'");
    say("Unexpected character \\(']'.*expected a value", "A comma must not come before ']'");
    say("Unexpected character \\('''.*double-quote to start.*", "A name must be in double quotes");
    say(NAMED + ".*double-quote to start.*", "A name in double quotes is required instead of '$1'");
    say(OTHER + ".*double-quote to start.*", "A name in double quotes is required");
    say(NAMED + ".*comma to separate Object.*", "A comma or '}' is required instead of '$1'");
    say(OTHER + ".*comma to separate Object.*", "A comma or '}' is required");
    say(NAMED + ".*comma to separate Array.*", "A comma or ']' is required instead of '$1'");
    say(OTHER + ".*comma to separate Array.*", "A comma or ']' is required");
    say(NAMED + ".*colon to separate.*", "A colon is required instead of '$1'");
    say(OTHER + ".*colon to separate.*", "A colon is required");
    say("Unexpected character \\('''.*", "A string must be in double quotes");
    say(NAMED + ".*expected a v.*", "A value is required instead of '$1'");
    say(OTHER + ".*expected a v.*", "A value is required");
    say(
        "Unexpected close marker '(.)': expected '(.)'.*",
        "A closing '$2' is required instead of '$1'");
    say("Unexpected close marker '(.)'.*", "The closing '$1' has no opening bracket");
    say(
        "Unrecognized token '(.*)':.*",
        "The token '$1' is not a JSON value; put a string in double quotes");

    say("Duplicate .* '(.*)'", "The name \"$1\" appears twice in one object");
    say("Trailing token.*", "The value is complete, but more text follows it");
    say(
        "Number value length \\((\\d+)\\) exceeds the maximum allowed \\((\\d+).*",
        "A number has $1 characters, but the limit is $2");
    say(
        "Name length \\((\\d+)\\) exceeds the maximum allowed \\((\\d+).*",
        "A name has $1 characters, but the limit is $2");
    say(
        "Document nesting depth .* exceeds the maximum allowed \\((\\d+).*",
        "The JSON has more than $1 levels");
  }

  private SyntaxErrors() {}

  /** Adds a message with its sentence. The first pattern that matches counts. */
  private static void say(String message, String sentence) {
    SENTENCES.put(Pattern.compile(message, Pattern.DOTALL), sentence);
  }

  /** Describes the error in a sentence without its full stop, so that a place can follow. */
  static String describe(JsonProcessingException e) {
    for (Map.Entry<Pattern, String> sentence : SENTENCES.entrySet()) {
      Matcher message = sentence.getKey().matcher(e.getOriginalMessage());
      if (message.matches()) {
        return message.replaceFirst(sentence.getValue());
      }
    }
    return "The JSON is not valid";
  }
}
