package dev.larder.problem;

/**
 * A configured limit of a request.
 *
 * @param name the name of the setting after {@code larder.limits.}
 * @param max the largest value that is allowed
 */
public record Limit(String name, int max) {

  /** The full name of the setting, as in {@code larder.limits.depth}. */
  public String setting() {
    return "larder.limits." + name;
  }

  /** This limit, lowered to another maximum if that is smaller. */
  public Limit cappedAt(int other) {
    return new Limit(name, Math.min(max, other));
  }

  /**
   * The {@code limit-exceeded} problem.
   *
   * @param detail says what the request has and what the limit is
   */
  public ProblemException exceeded(String detail) {
    return exceeded(ProblemType.LIMIT_EXCEEDED, detail);
  }

  /** A problem of a more specific type than {@code limit-exceeded}. */
  public ProblemException exceeded(ProblemType type, String detail) {
    return new ProblemException(type, detail).with("limit", max).with("setting", setting());
  }
}
