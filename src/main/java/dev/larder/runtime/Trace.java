package dev.larder.runtime;

import java.util.Optional;

/**
 * The X-Ray trace of the current invocation, for all of its threads.
 *
 * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html">Tracing
 *     header</a>
 */
public final class Trace {
  /** The header field that propagates the trace to other services. */
  public static final String HEADER = "X-Amzn-Trace-Id";

  /**
   * The system property in which runtime clients set the header for the AWS SDK, which propagates
   * it.
   */
  private static final String PROPERTY = "com.amazonaws.xray.traceHeader";

  private static final String ROOT = "Root=";

  private Trace() {}

  /** Sets the trace of an invocation; null for none. */
  public static void set(String header) {
    if (header == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, header);
    }
  }

  /** The value of {@link #HEADER}; empty without a trace. */
  public static Optional<String> header() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(header -> header.startsWith(ROOT));
  }

  /** The trace id, which other services log too; empty without a trace. */
  public static Optional<String> id() {
    return header()
        .map(
            header -> {
              int end = header.indexOf(';');
              return header.substring(ROOT.length(), end < 0 ? header.length() : end);
            });
  }
}
