package dev.larder.table.jsonschema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.regex.Pattern;

/**
 * Compiles the regular expressions of a schema so that they end: Java's engine goes back, and there
 * are texts for which it goes back exponentially often, or deeper than its stack.
 */
final class BoundedPatterns implements RegularExpressionFactory {
  /**
   * Characters that are looked at for one item; about 0.1 s. The largest item has 400 KB, of which
   * a pattern that does not go back looks at each a few times.
   */
  static final int MOST_STEPS = 10_000_000;

  private final ThreadLocal<int[]> steps = ThreadLocal.withInitial(() -> new int[1]);

  /** To be called before an item is validated, in the same thread. */
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

  /** Counts what is looked at. */
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
