package dev.larder.runtime;

/**
 * How Lambda says that it will take a snapshot of the process when it has started, and begin each
 * execution environment with a copy of that. Constants alone, so that a start without a snapshot
 * does not load the class.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html">SnapStart</a>
 */
public final class SnapStart {
  /** An environment variable. */
  public static final String VARIABLE = "AWS_LAMBDA_INITIALIZATION_TYPE";

  /** Its value where there will be a snapshot. */
  public static final String ON = "snap-start";

  private SnapStart() {}
}
