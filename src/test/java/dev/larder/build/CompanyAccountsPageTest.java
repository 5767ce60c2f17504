package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.deploy.Deployment;
import dev.larder.deploy.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The additions and the policy of the page about a company's account, compared with the template.
 */
class CompanyAccountsPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What whoever deploys does for each type of resource, those that SAM makes included. */
  private static final Map<String, List<String>> ACTIONS =
      Map.ofEntries(
          Map.entry("AWS::ApiGatewayV2::Api", List.of("apigateway:POST", "apigateway:PATCH")),
          Map.entry("AWS::ApiGatewayV2::ApiMapping", List.of("apigateway:POST")),
          Map.entry("AWS::ApiGatewayV2::Authorizer", List.of("apigateway:POST")),
          Map.entry("AWS::ApiGatewayV2::DomainName", List.of("apigateway:POST")),
          Map.entry("AWS::ApiGatewayV2::Integration", List.of("apigateway:POST")),
          Map.entry("AWS::ApiGatewayV2::Route", List.of("apigateway:POST", "apigateway:DELETE")),
          Map.entry(
              "AWS::ApiGatewayV2::Stage", List.of("apigateway:POST", "logs:CreateLogDelivery")),
          Map.entry("AWS::AppConfig::Application", List.of("appconfig:CreateApplication")),
          Map.entry(
              "AWS::AppConfig::ConfigurationProfile",
              List.of("appconfig:CreateConfigurationProfile")),
          Map.entry(
              "AWS::AppConfig::HostedConfigurationVersion",
              List.of(
                  "appconfig:CreateHostedConfigurationVersion",
                  "appconfig:DeleteHostedConfigurationVersion")),
          Map.entry("AWS::CloudWatch::Alarm", List.of("cloudwatch:PutMetricAlarm")),
          Map.entry("AWS::CloudWatch::Dashboard", List.of("cloudwatch:PutDashboard")),
          Map.entry(
              "AWS::DynamoDB::Table",
              List.of(
                  "dynamodb:CreateTable",
                  "dynamodb:UpdateTable",
                  "dynamodb:UpdateTimeToLive",
                  "dynamodb:UpdateContinuousBackups")),
          Map.entry("AWS::IAM::Policy", List.of("iam:PutRolePolicy", "iam:DeleteRolePolicy")),
          Map.entry(
              "AWS::IAM::Role",
              List.of("iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary")),
          Map.entry(
              "AWS::Lambda::EventSourceMapping",
              List.of("lambda:CreateEventSourceMapping", "lambda:UpdateEventSourceMapping")),
          Map.entry(
              "AWS::Lambda::Permission",
              List.of("lambda:AddPermission", "lambda:RemovePermission")),
          Map.entry("AWS::Logs::LogGroup", List.of("logs:CreateLogGroup", "logs:AssociateKmsKey")),
          Map.entry("AWS::Logs::MetricFilter", List.of("logs:PutMetricFilter")),
          Map.entry("AWS::SNS::Subscription", List.of("sns:Subscribe")),
          Map.entry("AWS::SNS::Topic", List.of("sns:CreateTopic")),
          Map.entry("AWS::SNS::TopicPolicy", List.of("sns:SetTopicAttributes")),
          Map.entry("AWS::SQS::Queue", List.of("sqs:CreateQueue")),
          Map.entry("AWS::SQS::QueuePolicy", List.of("sqs:SetQueueAttributes")),
          Map.entry(
              "AWS::Serverless::Function",
              List.of(
                  "cloudformation:CreateChangeSet",
                  "s3:GetObject",
                  "lambda:CreateFunction",
                  "lambda:PublishVersion",
                  "lambda:UpdateAlias",
                  "lambda:PutFunctionConcurrency",
                  "lambda:PutFunctionEventInvokeConfig",
                  "lambda:PutFunctionRecursionConfig",
                  "iam:CreateRole",
                  "iam:PassRole",
                  "events:PutRule",
                  "events:PutTargets",
                  "codedeploy:CreateApplication",
                  "codedeploy:CreateDeploymentGroup",
                  "codedeploy:CreateDeployment")));

  /** What would show what is stored, or change it. */
  private static final List<String> FORBIDDEN =
      List.of(
          "dynamodb:GetItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "dynamodb:PutItem",
          "dynamodb:DeleteItem",
          "lambda:InvokeFunction",
          "sqs:ReceiveMessage",
          "sqs:SendMessage",
          "logs:GetLogEvents",
          "sns:Publish",
          "iam:CreateUser");

  @TempDir Path folder;
  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("src/docs/how-to/company-accounts.md"));
  }

  private String block(String title) {
    return page.replaceFirst(
        "(?s).*```\\w+ title=\"" + Pattern.quote(title) + "\"\n(.*?)```.*", "$1");
  }

  /** Leaves the template for .ci/validate-templates, which has AWS's tools look at it. */
  private Template with(String additions, String template) throws IOException {
    Path file = folder.resolve("additions.yaml");
    Files.writeString(file, block(additions));
    String text = TemplateAdditions.read(file).addTo(template);
    Path validated = Path.of("target", "model", "sam.with-" + additions);
    Files.createDirectories(validated.getParent());
    Files.writeString(validated, text);
    return Template.parse(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native"})
  void theFunctionIsInTheSubnetsThatThePageAdds(String flavour) throws IOException {
    for (String template :
        List.of(
            ModelTemplates.text(flavour), ModelTemplates.text(ModelTemplates.shop(), flavour))) {
      Template added = with("additions.yaml", template);
      assertTrue(added.parameters().contains("SubnetIds"));
      JsonNode vpc =
          added
              .deploy(Map.of("SubnetIds", "subnet-1", "SecurityGroupIds", "sg-1"))
              .properties("Function")
              .path("VpcConfig");
      assertEquals("subnet-1", vpc.path("SubnetIds").asText());
      assertEquals("sg-1", vpc.path("SecurityGroupIds").asText());
    }
  }

  @Test
  void aPolicyOfTheProjectKeepsWhatTheTemplatesOwnDenies() throws IOException {
    Deployment deployment =
        with("senders.yaml", ModelTemplates.text("jvm")).deploy(Map.of("WriteQueue", "true"));
    JsonNode own = deployment.properties("WriteQueuesPolicy").at("/PolicyDocument/Statement/0");
    JsonNode added = deployment.properties("Senders").at("/PolicyDocument/Statement/0");
    for (String member : List.of("Effect", "Principal", "Action", "Condition")) {
      assertEquals(own.path(member), added.path(member), member);
    }
  }

  @Test
  void whoeverDeploysMayMakeEveryResourceAndReadNothingThatIsStored() throws IOException {
    List<String> allowed = new ArrayList<>();
    for (JsonNode statement : JSON.readTree(block("deployer.json")).path("Statement")) {
      assertEquals("Allow", statement.path("Effect").asText());
      JsonNode actions = statement.path("Action");
      if (actions.isArray()) {
        actions.forEach(action -> allowed.add(action.asText()));
      } else {
        allowed.add(actions.asText());
      }
    }
    Set<String> needed = new TreeSet<>();
    Set<String> types = new TreeSet<>();
    JsonNode resources =
        JSON.valueToTree(
            Template.parse(ModelTemplates.text("jvm"))
                .deploy(
                    Map.ofEntries(
                        Map.entry("JwtIssuer", "https://issuer.example"),
                        Map.entry("JwtAudience", "larder"),
                        Map.entry("EveryTokenMay", "everything"),
                        Map.entry("EventBusName", "changes"),
                        Map.entry("WriteQueue", "true"),
                        Map.entry("AlarmEmail", "operator@example.com"),
                        Map.entry("DomainName", "api.example.com"),
                        Map.entry("CertificateArn", "arn:aws:acm:eu-central-1:1:certificate/1")))
                .resources());
    for (JsonNode resource : resources) {
      types.add(resource.path("Type").asText());
    }
    assertEquals(ACTIONS.keySet(), types);
    types.forEach(type -> needed.addAll(ACTIONS.get(type)));
    for (String action : needed) {
      assertTrue(allows(allowed, action), action);
    }
    for (String action : FORBIDDEN) {
      assertTrue(!allows(allowed, action), action);
    }
    Set<String> services = new TreeSet<>();
    needed.forEach(action -> services.add(action.replaceFirst(":.*", "")));
    Set<String> allowedServices = new TreeSet<>();
    allowed.forEach(action -> allowedServices.add(action.replaceFirst(":.*", "")));
    assertEquals(services, allowedServices);
  }

  private static boolean allows(List<String> patterns, String action) {
    return patterns.stream().anyMatch(pattern -> action.matches(pattern.replace("*", ".*")));
  }

  /** IAM counts a managed policy without its white space. */
  @Test
  void thePolicyFitsIntoOne() throws IOException {
    assertTrue(JSON.writeValueAsString(JSON.readTree(block("deployer.json"))).length() <= 6144);
  }
}
