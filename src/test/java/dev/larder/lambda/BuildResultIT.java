package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is handed to the deployment: the zip and its template. */
class BuildResultIT {

  @Test
  void theZipHasTheHandlerAndNothingOfDevModeOrTests() throws IOException {
    try (ZipFile zip = new ZipFile(BuiltFunction.zip().toFile())) {
      List<String> files =
          zip.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName()).toList();
      assertTrue(files.contains("dev/larder/lambda/LarderHandler.class"));
      assertTrue(files.contains("dev/larder/openapi/components.json"));
      assertEquals(
          Files.exists(Path.of(".git")),
          files.contains("dev/larder/health/commit.properties"),
          "a build of a repository has its commit");
      for (String stranger :
          List.of(
              "dev/larder/dev/",
              "DynamoDBLocal",
              "sqlite",
              "jetty",
              "swagger",
              "webjars",
              "brotli",
              "dataformat-yaml",
              "ethlo",
              "junit",
              "netty-nio-client",
              "url-connection-client",
              "vertx-codegen")) {
        assertEquals(List.of(), files.stream().filter(name -> name.contains(stranger)).toList());
      }
    }
  }

  @Test
  void theTemplateDeploysThisHandlerAndAllowsWhatItCalls() throws IOException {
    JsonNode template =
        new YAMLMapper().readTree(BuiltFunction.zip().resolveSibling("sam.jvm.yaml").toFile());
    JsonNode function = template.at("/Resources/Function/Properties");
    assertEquals(BuiltFunction.HANDLER, function.path("Handler").asText());
    assertEquals("function.zip", function.path("CodeUri").asText());
    assertEquals("java25", function.path("Runtime").asText());
    assertEquals(
        "id:S", function.at("/Environment/Variables/LARDER_COLLECTIONS_ITEMS_KEY").asText());
    assertEquals("ItemsTable", function.at("/Environment/Variables/TABLE_NAME").asText());

    JsonNode statement = function.at("/Policies/0/Statement/0");
    assertEquals(
        List.of("ItemsTable.Arn", "${ItemsTable.Arn}/index/*"), texts(statement, "Resource"));
    assertEquals(
        List.of(
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:DescribeTable",
            "dynamodb:DescribeTimeToLive",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan"),
        texts(statement, "Action"));

    assertEquals("SystemTable", function.at("/Environment/Variables/LARDER_SYSTEM_TABLE").asText());
    JsonNode ownRecords = function.at("/Policies/0/Statement/1");
    assertEquals("SystemTable.Arn", ownRecords.path("Resource").asText());
    assertEquals(
        List.of(
            "dynamodb:DeleteItem",
            "dynamodb:DescribeTable",
            "dynamodb:DescribeTimeToLive",
            "dynamodb:GetItem",
            "dynamodb:PutItem"),
        texts(ownRecords, "Action"));
    assertEquals(
        "expires",
        template
            .at("/Resources/SystemTable/Properties/TimeToLiveSpecification/AttributeName")
            .asText());

    JsonNode table = template.at("/Resources/ItemsTable");
    assertEquals("Retain", table.path("DeletionPolicy").asText());
    assertTrue(
        table
            .at("/Properties/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
            .asBoolean());
    assertEquals(
        "AWS_IAM", template.at("/Resources/Api/Properties/Auth/DefaultAuthorizer").asText());
    assertTrue(template.at("/Resources/FunctionLog/Properties/RetentionInDays").isTextual());
    assertTrue(!template.toString().contains("@"), "every placeholder is filled in");
  }

  @Test
  void theTemplateHasStreamAndQueueOnlyWhereTheyAreAskedFor() throws IOException {
    JsonNode template =
        new YAMLMapper().readTree(BuiltFunction.zip().resolveSibling("sam.jvm.yaml").toFile());
    JsonNode resources = template.path("Resources");
    JsonNode function = resources.at("/Function/Properties");
    JsonNode statements = function.at("/Policies/0/Statement");
    assertEquals("", template.at("/Parameters/EventBusName/Default").asText("unset"));
    assertEquals("false", template.at("/Parameters/WriteQueue/Default").asText());

    assertEquals("Publishes", resources.at("/ItemsStream/Condition").asText());
    JsonNode stream = resources.at("/ItemsStream/Properties");
    assertEquals(List.of("ReportBatchItemFailures"), texts(stream, "FunctionResponseTypes"));
    assertTrue(stream.path("BisectBatchOnFunctionError").isBoolean());
    assertFalse(stream.path("BisectBatchOnFunctionError").asBoolean());
    assertTrue(stream.path("MaximumRetryAttempts").asInt() > 0);
    assertTrue(stream.path("MaximumRecordAgeInSeconds").asInt() > 0);
    assertEquals(
        "FailureQueue.Arn", stream.at("/DestinationConfig/OnFailure/Destination").asText());
    assertEquals(
        "Publishes", resources.at("/ItemsTable/Properties/StreamSpecification/0").asText());
    assertEquals(
        "Publishes", function.at("/Environment/Variables/LARDER_PUBLICATION_EVENT_BUS/0").asText());

    JsonNode mapping = resources.at("/WriteRequests/Properties");
    JsonNode queue = resources.at("/WriteRequestQueue/Properties");
    assertEquals(List.of("ReportBatchItemFailures"), texts(mapping, "FunctionResponseTypes"));
    assertTrue(queue.path("VisibilityTimeout").asInt() >= function.path("Timeout").asInt());
    assertEquals(
        "WriteRequestDeadLetterQueue.Arn", queue.at("/RedrivePolicy/deadLetterTargetArn").asText());
    for (String resource :
        List.of("WriteRequests", "WriteRequestQueue", "WriteRequestDeadLetterQueue")) {
      assertEquals("HasWriteQueue", resources.path(resource).path("Condition").asText());
    }
    assertEquals("Schedule", function.at("/Events/ConfigurationCheck/Type").asText());

    Map<String, String> conditional = new TreeMap<>();
    for (JsonNode statement : statements) {
      if (statement.isArray()) {
        JsonNode actions = statement.at("/1/Action");
        String action = actions.isTextual() ? actions.asText() : actions.path(0).asText();
        conditional.put(action, statement.path(0).asText());
      }
    }
    assertEquals(
        Map.of(
            "dynamodb:DescribeStream", "Publishes",
            "events:PutEvents", "Publishes",
            "sqs:ChangeMessageVisibility", "HasWriteQueue"),
        conditional);
  }

  @Test
  void whatFailsForGoodEndsInAQueueAndTheFunctionMayInvokeItself() throws IOException {
    JsonNode resources =
        new YAMLMapper()
            .readTree(BuiltFunction.zip().resolveSibling("sam.jvm.yaml").toFile())
            .path("Resources");
    JsonNode onFailure =
        resources.at("/Function/Properties/EventInvokeConfig/DestinationConfig/OnFailure");
    assertEquals("SQS", onFailure.path("Type").asText());
    assertEquals("FailureQueue.Arn", onFailure.path("Destination").asText());
    JsonNode queue = resources.path("FailureQueue");
    assertEquals("AWS::SQS::Queue", queue.path("Type").asText());
    assertTrue(queue.at("/Properties/SqsManagedSseEnabled").asBoolean());
    assertEquals(
        Duration.ofDays(14).toSeconds(), queue.at("/Properties/MessageRetentionPeriod").asLong());
    JsonNode policy = resources.at("/InvokeItself/Properties");
    assertEquals(List.of("FunctionRole"), texts(policy, "Roles"));
    JsonNode invoke = policy.at("/PolicyDocument/Statement/0");
    assertEquals("lambda:InvokeFunction", invoke.path("Action").asText());
    assertEquals(List.of("Function.Arn", "${Function.Arn}:*"), texts(invoke, "Resource"));
  }

  private static List<String> texts(JsonNode node, String member) {
    return node.path(member).valueStream().map(JsonNode::asText).toList();
  }
}
