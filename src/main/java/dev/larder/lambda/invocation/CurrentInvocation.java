package dev.larder.lambda.invocation;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The current invocation. A container handles one invocation at a time; all of its threads see the
 * same state here.
 */
public final class CurrentInvocation {
  private static volatile CurrentInvocation current;
  private static boolean cold = true;

  private final Context context;
  private final boolean coldStart;
  private final AtomicBoolean coldStartUnclaimed;
  private volatile String eventType;

  private CurrentInvocation(Context context, boolean coldStart) {
    this.context = context;
    this.coldStart = coldStart;
    this.coldStartUnclaimed = new AtomicBoolean(coldStart);
  }

  public static synchronized CurrentInvocation begin(Context context) {
    current = new CurrentInvocation(context, cold);
    cold = false;
    return current;
  }

  public static void end() {
    current = null;
  }

  /** Makes the next invocation a cold start again. */
  public static synchronized void resetColdStart() {
    cold = true;
  }

  /** The current invocation; null between invocations. */
  public static CurrentInvocation get() {
    return current;
  }

  /**
   * Milliseconds since {@code start}, rounded down to hundredths.
   *
   * @param start a value of {@link System#nanoTime}
   */
  public static double millisSince(long start) {
    return (System.nanoTime() - start) / 10_000 / 100.0;
  }

  public Context context() {
    return context;
  }

  /** Whether this is the first invocation of its container. */
  public boolean coldStart() {
    return coldStart;
  }

  /**
   * Whether this is a cold start; true only for the first call, so that one request of the
   * invocation counts as the cold start.
   */
  public boolean claimColdStart() {
    return coldStartUnclaimed.getAndSet(false);
  }

  public void setEventType(String kind) {
    this.eventType = kind;
  }

  /** The type of event, as {@code InvocationHandler.name}; null until it is known. */
  public String eventType() {
    return eventType;
  }
}
