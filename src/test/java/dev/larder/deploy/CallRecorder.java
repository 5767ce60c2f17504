package dev.larder.deploy;

import dev.larder.TestDynamoDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Writes down what the application under test needs to be allowed to do, as its own DynamoDB client
 * does it: a line for each action of IAM and the resource of the template that it acts on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">Actions,
 *     resources, and condition keys for Amazon DynamoDB</a>
 */
public final class CallRecorder implements ExecutionInterceptor {
  /** Has the calls of the last run of the tests of the application. */
  static final Path FILE = Path.of("target", "dynamodb-calls.txt");

  /** Says that the file is of this run. It outlives the class: every application has its own. */
  private static final String STARTED = "larder-test-calls-recorded";

  private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    permissions(context.request()).filter(WRITTEN::add).forEach(CallRecorder::write);
  }

  private static Stream<String> permissions(SdkRequest request) {
    if (request instanceof TransactWriteItemsRequest transaction) {
      return transaction.transactItems().stream().map(CallRecorder::permission);
    }
    String action = request.getClass().getSimpleName().replaceFirst("Request$", "");
    if (request instanceof BatchGetItemRequest batch) {
      return batch.requestItems().keySet().stream().map(table -> permission(action, table));
    }
    if (request instanceof BatchWriteItemRequest batch) {
      return batch.requestItems().keySet().stream().map(table -> permission(action, table));
    }
    String table = request.getValueForField("TableName", String.class).orElse("*");
    boolean index = request.getValueForField("IndexName", String.class).isPresent();
    return Stream.of(permission(action, table) + (index ? "/index/*" : ""));
  }

  private static String permission(TransactWriteItem item) {
    if (item.put() != null) {
      return permission("PutItem", item.put().tableName());
    }
    if (item.delete() != null) {
      return permission("DeleteItem", item.delete().tableName());
    }
    if (item.update() != null) {
      return permission("UpdateItem", item.update().tableName());
    }
    return permission("ConditionCheckItem", item.conditionCheck().tableName());
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
