package dev.larder.http;

import java.util.Map;

/** Shows tests of other packages what a problem will say besides its detail. */
public final class ProblemMembers {
  private ProblemMembers() {}

  public static Map<String, Object> of(ProblemException problem) {
    return problem.members();
  }

  public static Map<String, String> headersOf(ProblemException problem) {
    return problem.headers();
  }
}
