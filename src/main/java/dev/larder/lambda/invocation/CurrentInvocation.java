package dev.larder.lambda.invocation;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The invocation that is under way. A container has one at a time, which may have many threads; to
 * all of them the same is told here.
 */
public final class CurrentInvocation {
  private static volatile CurrentInvocation current;
  private static boolean cold = true;

  private final Context context;
  private final boolean coldStart;
  private final AtomicBoolean untold;
  private volatile String kind;

  private CurrentInvocation(Context context, boolean coldStart) {
    this.context = context;
    this.coldStart = coldStart;
    this.untold = new AtomicBoolean(coldStart);
  }

  public static synchronized CurrentInvocation begin(Context context) {
    current = new CurrentInvocation(context, cold);
    cold = false;
    return current;
  }

  public static void end() {
    current = null;
  }

  /** Has the next one be the first of its container. */
  public static synchronized void forget() {
    cold = true;
  }

  /** Null between invocations. */
  public static CurrentInvocation get() {
    return current;
  }

  /**
   * Milliseconds since a moment, in hundredths.
   *
   * @param start as {@link System#nanoTime} has it
   */
  public static double millisSince(long start) {
    return (System.nanoTime() - start) / 10_000 / 100.0;
  }

  public Context context() {
    return context;
  }

  /** Whether it is the first of its container. */
  public boolean coldStart() {
    return coldStart;
  }

  /** Whether it is the first of its container, said to the first of its requests that asks. */
  public boolean takeColdStart() {
    return untold.getAndSet(false);
  }

  public void isOf(String kind) {
    this.kind = kind;
  }

  /** The name of its kind of event; null while that is not known. */
  public String kind() {
    return kind;
  }
}
