package dev.larder.lambda.log;

import java.util.Map;

/** What has fields of its own in the log; as text it is the message. */
interface LogEntry {

  /** Texts, numbers and booleans by name, in the order in which they are written. */
  Map<String, Object> fields();
}
