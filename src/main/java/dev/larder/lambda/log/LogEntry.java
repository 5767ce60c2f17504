package dev.larder.lambda.log;

import java.util.Map;

/** A log parameter with JSON fields of its own; {@code toString} is the log message. */
interface LogEntry {

  /** Strings, numbers and booleans by name, in the order of the output. */
  Map<String, Object> fields();
}
