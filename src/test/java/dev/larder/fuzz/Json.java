package dev.larder.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.StringJoiner;

/** JSON that is read strictly, and written as it should not be. */
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  /** For what was made here, names twice included. */
  private static final ObjectMapper OWN =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Json() {}

  /** Empty where it is no JSON, has a member twice, or a number that nobody would read. */
  static Optional<JsonNode> read(byte[] json) {
    try {
      JsonNode read = MAPPER.readTree(json);
      return read.isMissingNode() ? Optional.empty() : Optional.of(read);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("It is no JSON: " + json, e);
    }
  }

  static JsonNode own(String json) {
    try {
      return OWN.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("It is no JSON: " + json, e);
    }
  }

  static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** With something about it changed, in one place or a few: a value, a member or the text. */
  static byte[] mutated(JsonNode json, Chance chance) {
    int oneIn = Math.max(2, places(json) * (1 + chance.below(4)));
    String text = new Mutation(chance, oneIn).write(json);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return chance.oneIn(6) ? broken(bytes, chance) : bytes;
  }

  private static int places(JsonNode json) {
    int places = 1;
    for (JsonNode child : json) {
      places += places(child);
    }
    return places;
  }

  /** Cut off, with bytes that are others, or more than once. */
  static byte[] broken(byte[] bytes, Chance chance) {
    byte[] broken = bytes.clone();
    switch (chance.below(5)) {
      case 0:
        return Arrays.copyOf(bytes, chance.below(bytes.length + 1));
      case 1:
        return Arrays.copyOf(bytes, bytes.length + 1 + chance.below(3));
      case 2:
        broken = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, broken, bytes.length, bytes.length);
        return broken;
      default:
        for (int i = chance.below(4); i >= 0 && broken.length > 0; i--) {
          broken[chance.below(broken.length)] = (byte) chance.below(256);
        }
        return broken;
    }
  }

  private record Mutation(Chance chance, int oneIn) {
    String write(JsonNode json) {
      if (chance.oneIn(oneIn)) {
        return other(json);
      }
      if (json.isObject()) {
        StringJoiner members = new StringJoiner(",", "{", "}");
        json.properties()
            .forEach(
                member -> {
                  String name = quoted(member.getKey());
                  if (chance.oneIn(oneIn)) {
                    name = quoted(chance.oneIn(2) ? chance.nasty() : member.getKey() + "s");
                  }
                  if (chance.oneIn(oneIn)) {
                    members.add(name + ":" + chance.of("null", write(member.getValue())));
                  }
                  if (!chance.oneIn(oneIn)) {
                    members.add(name + ":" + write(member.getValue()));
                  }
                });
        return members.toString();
      }
      if (json.isArray()) {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        json.forEach(element -> elements.add(write(element)));
        return elements.toString();
      }
      return json.toString();
    }

    private String other(JsonNode json) {
      return switch (chance.below(10)) {
        case 0 -> "null";
        case 1 -> chance.of(chance.number(), "0e99999999999", "1e99999999999", "01", "NaN");
        case 2 -> chance.of("[]", "{}", "\"\"", "true");
        case 3 -> "[" + json + "]";
        case 4 -> "{\"S\":" + json + "}";
        case 5 -> quoted(json.toString());
        case 6 -> nested(chance.of(5, 31, 33, 999, 1001, 5000));
        case 7 -> chance.json(2);
        default -> quoted(json.isTextual() ? chance.near(json.textValue()) : chance.nasty());
      };
    }

    private String nested(int levels) {
      return chance.oneIn(2)
          ? "[".repeat(levels) + "]".repeat(levels)
          : "{\"a\":".repeat(levels) + 1 + "}".repeat(levels);
    }
  }
}
