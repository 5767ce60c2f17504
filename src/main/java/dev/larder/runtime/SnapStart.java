package dev.larder.runtime;

/**
 * The environment variable by which Lambda announces SnapStart: it takes a snapshot of the process
 * after its start, and creates every execution environment from that. The class has constants only,
 * which the compiler inlines, so a start without SnapStart does not load it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html">SnapStart</a>
 */
public final class SnapStart {
  /** The name of the environment variable. */
  public static final String VARIABLE = "AWS_LAMBDA_INITIALIZATION_TYPE";

  /** The variable's value if Lambda will take a snapshot. */
  public static final String ON = "snap-start";

  private SnapStart() {}
}
