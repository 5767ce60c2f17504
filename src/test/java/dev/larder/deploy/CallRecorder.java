package dev.larder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.TestDynamoDb;
import dev.larder.net.Connection;
import dev.larder.net.Connection.Origin;
import dev.larder.net.PostClient;
import dev.larder.net.SocketHttpClient;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Writes down what the application under test needs to be allowed to do, as it calls DynamoDB: a
 * line for each action of IAM and the resource of the template that it acts on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">Actions,
 *     resources, and condition keys for Amazon DynamoDB</a>
 */
@Alternative
@Priority(1)
@Singleton
final class CallRecorder implements PostClient {
  /** Has the calls of the last run of the tests of the application. */
  static final Path FILE = Path.of("target", "dynamodb-calls.txt");

  /** Says that the file is of this run. It outlives the class: every application has its own. */
  private static final String STARTED = "larder-test-calls-recorded";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ACTION = Pattern.compile("x-amz-target:DynamoDB_20120810\\.(\\w+)");
  private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

  private final SocketHttpClient http;

  CallRecorder(SocketHttpClient http) {
    this.http = http;
  }

  @Override
  public Connection.Response post(Origin origin, CharSequence head, byte[] body)
      throws IOException {
    Matcher action = ACTION.matcher(head);
    if (action.find()) {
      permissions(action.group(1), JSON.readTree(body))
          .filter(WRITTEN::add)
          .forEach(CallRecorder::write);
    }
    return http.post(origin, head, body);
  }

  private static Stream<String> permissions(String action, JsonNode request) {
    if (action.equals("TransactWriteItems")) {
      return StreamSupport.stream(request.path("TransactItems").spliterator(), false)
          .map(CallRecorder::permission);
    }
    if (request.has("RequestItems")) {
      return request.path("RequestItems").properties().stream()
          .map(table -> permission(action, table.getKey()));
    }
    String permission = permission(action, request.path("TableName").asText("*"));
    return Stream.of(permission + (request.has("IndexName") ? "/index/*" : ""));
  }

  private static String permission(JsonNode item) {
    String write = item.fieldNames().next();
    String action = write.equals("ConditionCheck") ? "ConditionCheckItem" : write + "Item";
    return permission(action, item.path(write).path("TableName").asText());
  }

  private static String permission(String action, String table) {
    String resource = table.equals(TestDynamoDb.SYSTEM_TABLE) ? "SystemTable" : "ItemsTable";
    return "dynamodb:" + action + " ${" + resource + ".Arn}";
  }

  private static synchronized void write(String line) {
    try {
      if (System.setProperty(STARTED, "true") == null) {
        Files.deleteIfExists(FILE);
      }
      Files.writeString(FILE, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
