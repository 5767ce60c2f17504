package dev.larder.lambda;

import io.smallrye.config.ConfigValidationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Describes in one log line why a function does not start, and names the setting if one is wrong.
 */
final class StartupError {
  /** Messages of SmallRye Config, one sentence for each wrong setting. */
  private static final Pattern UNREADABLE =
      Pattern.compile(
          "SRCFG00039: The config property (\\S+) with the config value \"(.*)\" threw an Exception"
              + " whilst being converted (.*)");

  private static final Pattern EMPTY =
      Pattern.compile("SRCFG00040: The config property (\\S+) is defined as the empty String.*");

  private static final Pattern UNKNOWN =
      Pattern.compile("SRCFG00050: (\\S+) in .* does not map to any root");

  private static final Pattern CODE = Pattern.compile("SRCFG\\d+: ");

  private static final Pattern BREAK = Pattern.compile("\\s*\\R\\s*");

  private StartupError() {}

  /**
   * @param failure the exception that ended the start
   */
  static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return BREAK.matcher(messageOf(root)).replaceAll(" ");
  }

  private static String messageOf(Throwable root) {
    if (root instanceof ConfigValidationException validation) {
      return IntStream.range(0, validation.getProblemCount())
          .mapToObj(i -> describeSetting(validation.getProblem(i).getMessage()))
          .collect(Collectors.joining("; "));
    }
    boolean ours =
        root instanceof IllegalArgumentException || root instanceof IllegalStateException;
    return ours && root.getMessage() != null ? root.getMessage() : root.toString();
  }

  private static String describeSetting(String problem) {
    int code = problem.indexOf("SRCFG");
    String sentence = problem.substring(Math.max(code, 0));
    Matcher unreadable = UNREADABLE.matcher(sentence);
    if (unreadable.matches()) {
      return "%s is \"%s\"; %s"
          .formatted(
              unreadable.group(1),
              unreadable.group(2),
              CODE.matcher(unreadable.group(3)).replaceAll(""));
    }
    Matcher empty = EMPTY.matcher(sentence);
    if (empty.matches()) {
      return empty.group(1) + " is empty; set a value or remove the setting";
    }
    Matcher unknown = UNKNOWN.matcher(sentence);
    return unknown.matches()
        ? unknown.group(1) + " is not a setting of Larder"
        : CODE.matcher(sentence).replaceAll("");
  }
}
