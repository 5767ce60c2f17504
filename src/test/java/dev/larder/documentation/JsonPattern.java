package dev.larder.documentation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as a page shows it. Where a member or an element could be, {@code ...} stands for any number
 * of them; as a value it stands for any value, and in a string for any text.
 */
final class JsonPattern {
  private static final String ANY = "\u0001";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode pattern;

  private JsonPattern(JsonNode pattern) {
    this.pattern = pattern;
  }

  /** Reads a pattern of an object or an array; empty if the text is neither. */
  static Optional<JsonPattern> parse(String text) {
    return read(withMarks(text)).filter(JsonNode::isContainerNode).map(JsonPattern::new);
  }

  boolean matches(String json) {
    return read(json).filter(value -> matches(pattern, value)).isPresent();
  }

  private static Optional<JsonNode> read(String json) {
    try {
      return Optional.of(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean matches(JsonNode pattern, JsonNode value) {
    if (pattern.isObject()) {
      return value.isObject() && membersMatch(pattern, value);
    }
    if (pattern.isArray()) {
      return value.isArray() && elementsMatch(elements(pattern), elements(value));
    }
    if (isMark(pattern)) {
      return true;
    }
    if (pattern.isTextual()) {
      return value.isTextual() && TextPattern.matches(pattern.textValue(), value.textValue());
    }
    return pattern.equals(value);
  }

  private static boolean membersMatch(JsonNode pattern, JsonNode value) {
    boolean others = pattern.has(ANY);
    if (!others && pattern.size() != value.size()) {
      return false;
    }
    return pattern.properties().stream()
        .filter(member -> !member.getKey().equals(ANY))
        .allMatch(member -> memberMatches(member, value.get(member.getKey())));
  }

  private static boolean memberMatches(Map.Entry<String, JsonNode> member, JsonNode value) {
    return value != null && matches(member.getValue(), value);
  }

  private static boolean elementsMatch(List<JsonNode> patterns, List<JsonNode> values) {
    return Sequences.match(patterns, values, JsonPattern::isMark, JsonPattern::matches);
  }

  private static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  private static boolean isMark(JsonNode pattern) {
    return pattern.isTextual() && pattern.textValue().equals(ANY);
  }

  /** Replaces each {@code ...} outside of strings by JSON, with the commas that it needs. */
  private static String withMarks(String text) {
    StringBuilder json = new StringBuilder();
    Deque<Character> open = new ArrayDeque<>();
    boolean inString = false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (inString) {
        json.append(c);
        if (c == '\\' && at + 1 < text.length()) {
          json.append(text.charAt(++at));
        } else if (c == '"') {
          inString = false;
        }
      } else if (text.startsWith("...", at)) {
        at += 2;
        mark(json, open.peek(), text.substring(at + 1).stripLeading());
      } else {
        inString = c == '"';
        if (c == '{' || c == '[') {
          open.push(c);
        } else if ((c == '}' || c == ']') && !open.isEmpty()) {
          open.pop();
        }
        json.append(c);
      }
    }
    return json.toString();
  }

  private static void mark(StringBuilder json, Character within, String rest) {
    String before = json.toString().stripTrailing();
    boolean value = before.endsWith(":");
    if (!value && !before.isEmpty() && "{[,".indexOf(before.charAt(before.length() - 1)) < 0) {
      json.append(',');
    }
    boolean member = !value && within != null && within == '{';
    json.append(member ? "\"\\u0001\":\"\\u0001\"" : "\"\\u0001\"");
    if (!value && !rest.isEmpty() && "}],".indexOf(rest.charAt(0)) < 0) {
      json.append(',');
    }
  }
}
