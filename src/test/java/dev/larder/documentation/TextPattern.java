package dev.larder.documentation;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text as a page shows it: {@code ...} in it stands for any text. */
final class TextPattern {
  static final String ANY = "...";

  private TextPattern() {}

  static boolean matches(String pattern, String text) {
    String regex =
        Arrays.stream(pattern.split(Pattern.quote(ANY), -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }
}
