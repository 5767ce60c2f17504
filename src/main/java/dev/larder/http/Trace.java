package dev.larder.http;

import java.util.Optional;

/**
 * The X-Ray trace of the invocation that is under way, for all of its threads.
 *
 * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html">Tracing
 *     header</a>
 */
public final class Trace {
  /** The header field that carries it to other services. */
  public static final String HEADER = "X-Amzn-Trace-Id";

  /** Where runtime clients put it for the SDK, which sends it on. */
  private static final String PROPERTY = "com.amazonaws.xray.traceHeader";

  private static final String ROOT = "Root=";

  private Trace() {}

  /** Begins the trace of an invocation; null for none. */
  public static void is(String header) {
    if (header == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, header);
    }
  }

  /** The value of {@link #HEADER}; empty where there is no trace. */
  public static Optional<String> header() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(header -> header.startsWith(ROOT));
  }

  /** The trace's id, under which other services log too; empty where there is no trace. */
  public static Optional<String> id() {
    return header()
        .map(
            header -> {
              int end = header.indexOf(';');
              return header.substring(ROOT.length(), end < 0 ? header.length() : end);
            });
  }
}
