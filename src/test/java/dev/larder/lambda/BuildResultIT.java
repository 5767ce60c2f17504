package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
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
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan"),
        texts(statement, "Action"));

    assertEquals("SystemTable", function.at("/Environment/Variables/LARDER_SYSTEM_TABLE").asText());
    JsonNode ownRecords = function.at("/Policies/0/Statement/1");
    assertEquals("SystemTable.Arn", ownRecords.path("Resource").asText());
    assertEquals(List.of("dynamodb:GetItem", "dynamodb:PutItem"), texts(ownRecords, "Action"));
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

  private static List<String> texts(JsonNode node, String member) {
    return node.path(member).valueStream().map(JsonNode::asText).toList();
  }
}
