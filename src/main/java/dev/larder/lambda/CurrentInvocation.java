package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;

/**
 * The invocation that is under way. A container has one at a time, which may have many threads; to
 * all of them the same is told here.
 */
final class CurrentInvocation {
  private static volatile CurrentInvocation current;
  private static boolean cold = true;

  private final Context context;
  private final boolean coldStart;
  private volatile String kind;

  private CurrentInvocation(Context context, boolean coldStart) {
    this.context = context;
    this.coldStart = coldStart;
  }

  static synchronized CurrentInvocation begin(Context context) {
    current = new CurrentInvocation(context, cold);
    cold = false;
    return current;
  }

  static void end() {
    current = null;
  }

  /** Null between invocations. */
  static CurrentInvocation get() {
    return current;
  }

  Context context() {
    return context;
  }

  /** Whether it is the first of its container. */
  boolean coldStart() {
    return coldStart;
  }

  void isOf(String kind) {
    this.kind = kind;
  }

  /** The name of its kind of event; null while that is not known. */
  String kind() {
    return kind;
  }

  /** The id of its X-Ray trace, under which other services log too; null where there is none. */
  String traceId() {
    // Set by both runtime clients, Lambda's for Java and the extension's own.
    String header = System.getProperty("com.amazonaws.xray.traceHeader");
    if (header == null || !header.startsWith("Root=")) {
      return null;
    }
    int end = header.indexOf(';');
    return header.substring("Root=".length(), end < 0 ? header.length() : end);
  }
}
