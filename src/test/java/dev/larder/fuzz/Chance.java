package dev.larder.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The choices of one case, the same again for the same seed and number. */
final class Chance {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          ".",
          "..",
          "/",
          "\\",
          "\"",
          "'",
          "%",
          "%00",
          "%zz",
          "\u0000",
          "\t",
          "\r\nX-Injected: 1",
          "\u0085\u2028\u2029",
          "é",
          "e\u0301",
          "😀",
          "\uFFFF",
          "\uFEFF",
          "\uD800",
          "\uDC00\uD800",
          "\u202Eabc",
          "null",
          "true",
          "NaN",
          "-0",
          "1e400",
          "-1",
          "2147483648",
          "9223372036854775808",
          "0x10",
          "{}",
          "[]",
          "[[[[",
          "{\"a\":",
          "a=b;c=d",
          "*",
          "W/\"",
          "\"a\", \"b",
          "${jndi:ldap://a/b}",
          "{{7*7}}",
          "'; DROP TABLE items; --",
          "<script>",
          "#name = :value",
          "attribute_exists(#a)",
          "__proto__",
          "_version");

  private final Random random;

  Chance(long seed, long number) {
    random = new Random(seed * 1_000_003 + number);
    // Neighbouring seeds have alike first numbers.
    random.nextLong();
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Text that something may stumble over. */
  String nasty() {
    return switch (below(12)) {
      case 0 -> of(NASTY) + of(NASTY);
      case 1 -> of("a", "é", "😀", ";", ",", " ", "  ;", "\"", "(", "%41").repeat(1 + below(3000));
      case 2, 3 -> unicode();
      default -> of(NASTY);
    };
  }

  /** The text with something put into it, in one place or a few. */
  String near(String text) {
    String near = text;
    do {
      int at = below(near.length() + 1);
      near = near.substring(0, at) + nasty() + near.substring(of(at, near.length()));
    } while (oneIn(3));
    return near;
  }

  private String unicode() {
    StringBuilder text = new StringBuilder();
    for (int i = below(12); i >= 0; i--) {
      text.appendCodePoint(oneIn(3) ? below(0x110000) : below(0x80));
    }
    return text.toString();
  }

  String number() {
    return switch (below(10)) {
      case 0 -> "1".repeat(1 + below(60));
      case 1 -> of("", "-") + below(1000) + of("e", "E-", "e+") + below(1000);
      case 2 -> of("1e999999999", "-0", "0.0", "1E-130", "9.9e125", "1e126");
      case 3 -> "0." + "0".repeat(below(140)) + "1";
      default -> Integer.toString(below(6));
    };
  }

  /** JSON of any kind, not much of it. */
  String json(int levels) {
    switch (below(levels > 0 ? 8 : 6)) {
      case 0:
        return "null";
      case 1:
        return of("true", "false");
      case 2, 3:
        return number();
      case 4:
        return Json.quoted(nasty());
      case 5:
        return Json.quoted(of("a", "b", "open", "2026-01-01"));
      default:
        boolean object = oneIn(2);
        List<String> parts = new ArrayList<>();
        for (int i = below(4); i > 0; i--) {
          String value = json(levels - 1);
          parts.add(object ? Json.quoted(oneIn(6) ? nasty() : "m" + i) + ":" + value : value);
        }
        return (object ? "{" : "[") + String.join(",", parts) + (object ? "}" : "]");
    }
  }
}
