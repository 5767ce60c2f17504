package dev.larder.lambda.log;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.lambda.invocation.CurrentInvocation;
import dev.larder.runtime.Trace;
import dev.larder.text.Unicode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Formats a log record as one line of JSON, within the size of a CloudWatch Logs event. It writes
 * each stack trace once, so that a persistent failure, such as a missing table, logs short lines
 * after the first.
 */
public final class JsonLogFormatter extends ExtFormatter {
  /**
   * The largest line in bytes: the size of an event less its fixed overhead ("CloudWatch Logs
   * quotas" in its user guide).
   */
  static final int MAX_BYTES = 256 * 1024 - 26;

  /**
   * The MDC key in which quarkus-amazon-lambda's poll loop sets the request id, before and after
   * the handler too.
   */
  private static final String POLL_LOOP_REQUEST_ID = "AWSRequestId";

  private static final JsonFactory JSON = new JsonFactory();

  private final String function;
  private final String version;
  private final boolean metrics;
  private final LoggedStacks stacks = new LoggedStacks();

  /**
   * @param environment the process's environment, in which Lambda sets name and version of the
   *     function
   * @param metrics whether access log entries are metrics too; ignored outside of Lambda
   */
  public JsonLogFormatter(Map<String, String> environment, boolean metrics) {
    this.function = environment.get("AWS_LAMBDA_FUNCTION_NAME");
    this.version = environment.get("AWS_LAMBDA_FUNCTION_VERSION");
    this.metrics = metrics && function != null;
  }

  @Override
  public String format(ExtLogRecord record) {
    boolean withStack = record.getThrown() != null && stacks.add(record.getThrown());
    String line = line(record, withStack, Integer.MAX_VALUE);
    for (int most = MAX_BYTES / 2; bytes(line) > MAX_BYTES; most /= 2) {
      line = line(record, withStack, most);
    }
    return line;
  }

  /** Forgets which stack traces were logged, so that each is written in full again. */
  public void forgetStacks() {
    stacks.forget();
  }

  private static int bytes(String line) {
    return line.length() * 3 <= MAX_BYTES ? 0 : line.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * @param most the most characters of the message and of the stack trace
   */
  private String line(ExtLogRecord record, boolean withStack, int most) {
    StringWriter out = new StringWriter(2048);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("timestamp", record.getInstant().toString());
      json.writeStringField("level", record.getLevel().getName());
      json.writeStringField("logger", record.getLoggerName());
      LogEntry entry = entry(record);
      String message = entry == null ? formatMessage(record) : entry.toString();
      boolean cut = text(json, "message", String.valueOf(message), most);
      if (function != null) {
        json.writeStringField("function", function);
        json.writeStringField("version", version);
      }
      CurrentInvocation invocation = CurrentInvocation.get();
      Map<String, String> context = record.getMdcCopy();
      String polled = context.remove(POLL_LOOP_REQUEST_ID);
      String requestId = invocation == null ? polled : invocation.context().getAwsRequestId();
      if (requestId != null) {
        json.writeStringField("requestId", requestId);
      }
      Optional<String> trace = invocation == null ? Optional.empty() : Trace.id();
      if (trace.isPresent()) {
        json.writeStringField("traceId", trace.get());
      }
      for (Map.Entry<String, String> field : context.entrySet()) {
        cut |= text(json, field.getKey(), field.getValue(), most);
      }
      if (invocation != null && entry != null) {
        cut |= line(json, entry, invocation, most);
        if (metrics && entry instanceof AccessLogEntry request) {
          request.writeMetrics(json, function, record.getInstant());
        }
      }
      if (record.getThrown() != null) {
        cut |= error(json, record.getThrown(), withStack, most);
      }
      if (cut) {
        json.writeBooleanField("cut", true);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }

  /** The entry that is the only parameter of a record, and its message; null for other records. */
  private static LogEntry entry(ExtLogRecord record) {
    Object[] parameters = record.getParameters();
    return parameters != null && parameters.length == 1 && parameters[0] instanceof LogEntry entry
        ? entry
        : null;
  }

  private static boolean line(
      JsonGenerator json, LogEntry line, CurrentInvocation invocation, int most)
      throws IOException {
    boolean cut = false;
    String kind = invocation.eventType();
    if (kind != null) {
      json.writeStringField("event", kind);
    }
    for (Map.Entry<String, Object> field : line.fields().entrySet()) {
      if (field.getValue() instanceof String text) {
        cut |= text(json, field.getKey(), text, most);
      } else {
        json.writeObjectField(field.getKey(), field.getValue());
      }
    }
    json.writeBooleanField("coldStart", invocation.coldStart());
    Context lambda = invocation.context();
    json.writeNumberField("memoryMb", lambda.getMemoryLimitInMB());
    json.writeNumberField("remainingMs", lambda.getRemainingTimeInMillis());
    return cut;
  }

  private static boolean error(JsonGenerator json, Throwable thrown, boolean withStack, int most)
      throws IOException {
    json.writeObjectFieldStart("error");
    json.writeStringField("class", thrown.getClass().getName());
    boolean cut = text(json, "message", String.valueOf(thrown.getMessage()), most);
    if (withStack) {
      StringWriter stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack));
      cut |= text(json, "stack", stack.toString(), most);
    }
    json.writeEndObject();
    return cut;
  }

  /** Writes a text, truncated if it is too long; returns whether it was. */
  private static boolean text(JsonGenerator json, String name, String text, int most)
      throws IOException {
    boolean cut = text.length() > most;
    json.writeStringField(name, cut ? Unicode.truncate(most, text) : text);
    return cut;
  }
}
