package dev.larder.problem;

/**
 * A bound on what a request may demand.
 *
 * @param name of the setting below {@code larder.limits}
 * @param most what is still taken
 */
public record Limit(String name, int most) {

  /** The whole name of the setting, as in {@code larder.limits.depth}. */
  public String setting() {
    return "larder.limits." + name;
  }

  /** The same limit, where something else allows less. */
  public Limit atMost(int other) {
    return new Limit(name, Math.min(most, other));
  }

  /**
   * The answer to a request that demands more: {@code limit-exceeded}.
   *
   * @param detail says what came and what is taken
   */
  public ProblemException exceeded(String detail) {
    return exceeded(ProblemType.LIMIT_EXCEEDED, detail);
  }

  /** The answer to a request that demands more, of a type that says it better. */
  public ProblemException exceeded(ProblemType type, String detail) {
    return new ProblemException(type, detail).with("limit", most).with("setting", setting());
  }
}
