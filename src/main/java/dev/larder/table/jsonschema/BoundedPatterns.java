package dev.larder.table.jsonschema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.regex.Pattern;

/**
 * Compiles the regular expressions of a schema so that matching always ends: with Java's
 * backtracking engine, some texts take exponential time or overflow the stack.
 */
final class BoundedPatterns implements RegularExpressionFactory {
  /**
   * Characters that all patterns together may read for one item; about 0.1 s. The largest item has
   * 400 KB, and a pattern without backtracking reads each character a few times.
   */
  static final int MOST_STEPS = 10_000_000;

  private final ThreadLocal<int[]> steps = ThreadLocal.withInitial(() -> new int[1]);

  /** Resets the count. Call it before each validation, on the same thread. */
  void restart() {
    steps.get()[0] = 0;
  }

  @Override
  public RegularExpression getRegularExpression(String regex) {
    Pattern pattern =
        Pattern.compile(
            RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(regex)));
    return text -> {
      try {
        return pattern.matcher(new Text(text, steps.get(), regex)).find();
      } catch (StackOverflowError e) {
        throw refused(regex, "the match needs too much stack");
      }
    };
  }

  private static ProblemException refused(String regex, String reason) {
    return new ProblemException(
        ProblemType.SCHEMA_VIOLATION,
        "The item cannot be matched against the pattern "
            + regex
            + " of the collection's schema: "
            + reason
            + ". Shorten the text, or change the schema to a pattern with less backtracking.");
  }

  /** Counts the characters that a matcher reads. */
  private record Text(CharSequence text, int[] steps, String regex) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (++steps[0] > MOST_STEPS) {
        throw refused(regex, "the match takes more than " + MOST_STEPS + " steps");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Text(text.subSequence(start, end), steps, regex);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
