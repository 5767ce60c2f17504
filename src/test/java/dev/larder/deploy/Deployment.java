package dev.larder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a template deploys with certain parameters: its functions resolved as CloudFormation does,
 * except that what only AWS knows stays a reference, as {@code ${ItemsTable}}, {@code
 * ${ItemsTable.Arn}} or {@code ${AWS::Region}}.
 */
public final class Deployment {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String NO_VALUE = "AWS::NoValue";

  private static final Set<String> PSEUDO =
      Set.of(
          "AWS::AccountId",
          "AWS::Partition",
          "AWS::Region",
          "AWS::StackName",
          "AWS::URLSuffix",
          NO_VALUE);

  /** What SAM makes beside a function, of which the template speaks. */
  private static final Set<String> GENERATED =
      Set.of("Function.Alias", "Function.Version", "FunctionRole");

  private final JsonNode template;
  private final Map<String, String> parameters = new TreeMap<>();
  private final Map<String, JsonNode> resources = new TreeMap<>();
  private final Map<String, String> outputs = new TreeMap<>();

  Deployment(JsonNode template, Map<String, String> given) {
    this.template = template;
    template
        .path("Parameters")
        .properties()
        .forEach(
            parameter ->
                parameters.put(parameter.getKey(), value(parameter.getValue(), parameter, given)));
    given.keySet().stream()
        .filter(name -> !parameters.containsKey(name))
        .findFirst()
        .ifPresent(name -> fail("there is no parameter " + name));
    template.path("Rules").forEach(this::check);
    template
        .path("Resources")
        .properties()
        .forEach(
            resource -> {
              if (isMade(resource.getValue())) {
                resources.put(resource.getKey(), resolve(resource.getValue()));
              }
            });
    template
        .path("Outputs")
        .properties()
        .forEach(
            output -> {
              if (isMade(output.getValue())) {
                outputs.put(output.getKey(), resolve(output.getValue()).path("Value").asText());
              }
            });
  }

  private static String value(
      JsonNode definition, Map.Entry<String, JsonNode> parameter, Map<String, String> given) {
    String value = given.getOrDefault(parameter.getKey(), definition.path("Default").asText());
    boolean isAllowed =
        !definition.has("AllowedValues")
            || definition
                .path("AllowedValues")
                .valueStream()
                .anyMatch(allowed -> allowed.asText().equals(value));
    if (!isAllowed
        || !value.matches(definition.path("AllowedPattern").asText(".*"))
        || definition.has("MinValue") && number(value) < number(definition, "MinValue")
        || definition.has("MaxValue") && number(value) > number(definition, "MaxValue")) {
      fail(parameter.getKey() + " cannot be " + value);
    }
    return value;
  }

  private static double number(JsonNode definition, String name) {
    return number(definition.path(name).asText());
  }

  private static double number(String text) {
    // The source of all templates has a placeholder where the flavours differ.
    return text.startsWith("@") ? Double.NaN : Double.parseDouble(text);
  }

  private static <T> T fail(String reason) {
    throw new IllegalArgumentException(reason);
  }

  private void check(JsonNode rule) {
    if (holds(rule.path("RuleCondition"))) {
      for (JsonNode assertion : rule.path("Assertions")) {
        if (!holds(assertion.path("Assert"))) {
          fail(assertion.path("AssertDescription").asText());
        }
      }
    }
  }

  private boolean isMade(JsonNode resourceOrOutput) {
    JsonNode condition = resourceOrOutput.path("Condition");
    return condition.isMissingNode() || condition(condition.asText());
  }

  private boolean condition(String name) {
    JsonNode condition = template.path("Conditions").path(name);
    return condition.isMissingNode() ? fail("there is no condition " + name) : holds(condition);
  }

  private boolean holds(JsonNode condition) {
    String function = condition.fieldNames().next();
    JsonNode operands = condition.path(function);
    return switch (function) {
      case "Fn::Not" -> !holds(operands.path(0));
      case "Fn::And" -> operands.valueStream().allMatch(this::holds);
      case "Fn::Or" -> operands.valueStream().anyMatch(this::holds);
      case "Fn::Equals" ->
          resolve(operands.path(0)).asText().equals(resolve(operands.path(1)).asText());
      default -> fail(function + " is no condition");
    };
  }

  private JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      ArrayNode resolved = NODES.arrayNode();
      node.forEach(element -> addUnlessNone(resolved, resolve(element)));
      return resolved;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      String name = node.fieldNames().next();
      if (name.equals("Ref") || name.startsWith("Fn::")) {
        return call(name, node.path(name));
      }
    }
    ObjectNode resolved = NODES.objectNode();
    node.properties()
        .forEach(
            member -> {
              JsonNode value = resolve(member.getValue());
              if (!value.isMissingNode()) {
                resolved.set(member.getKey(), value);
              }
            });
    return resolved;
  }

  private static void addUnlessNone(ArrayNode array, JsonNode element) {
    if (!element.isMissingNode()) {
      array.add(element);
    }
  }

  private JsonNode call(String function, JsonNode argument) {
    return switch (function) {
      case "Ref" ->
          argument.asText().equals(NO_VALUE)
              ? NODES.missingNode()
              : new TextNode(reference(argument.asText()));
      case "Fn::GetAtt" -> new TextNode(reference(argument.asText()));
      case "Fn::If" -> resolve(argument.path(condition(argument.path(0).asText()) ? 1 : 2));
      case "Fn::Sub" -> new TextNode(substitute(argument));
      case "Fn::Split" -> {
        ArrayNode parts = NODES.arrayNode();
        Stream.of(
                resolve(argument.path(1)).asText().split(Pattern.quote(argument.path(0).asText())))
            .forEach(parts::add);
        yield parts;
      }
      default -> fail(function + " is not known here");
    };
  }

  /** The value of a parameter, or the reference itself where AWS alone has the value. */
  private String reference(String name) {
    if (parameters.containsKey(name)) {
      return parameters.get(name);
    }
    if (!PSEUDO.contains(name) && !GENERATED.contains(name)) {
      String resource = name.replaceFirst("\\..*", "");
      JsonNode definition = template.path("Resources").path(resource);
      if (definition.isMissingNode()) {
        fail("there is no " + resource);
      }
      if (!isMade(definition)) {
        fail(resource + " is referred to, but not made");
      }
    }
    return "${" + name + '}';
  }

  private String substitute(JsonNode argument) {
    String text = (argument.isArray() ? argument.path(0) : argument).asText();
    JsonNode variables = argument.path(1);
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> {
              String name = match.group(1);
              return Matcher.quoteReplacement(
                  variables.has(name) ? resolve(variables.path(name)).asText() : reference(name));
            });
  }

  /** Which conditions of the template hold. */
  public Map<String, Boolean> conditions() {
    Map<String, Boolean> all = new TreeMap<>();
    template
        .path("Conditions")
        .fieldNames()
        .forEachRemaining(name -> all.put(name, condition(name)));
    return all;
  }

  /** All resources by their names. */
  public Map<String, JsonNode> resources() {
    return resources;
  }

  /** The resources of a type by their names. */
  public Map<String, JsonNode> resources(String type) {
    Map<String, JsonNode> found = new TreeMap<>(resources);
    found.values().removeIf(resource -> !resource.path("Type").asText().equals(type));
    return found;
  }

  /** The properties of a resource. */
  public JsonNode properties(String name) {
    return resources.containsKey(name)
        ? resources.get(name).path("Properties")
        : fail(name + " is not made");
  }

  /** What the outputs say, by their names. */
  public Map<String, String> outputs() {
    return outputs;
  }

  /** The variables of the function's environment. */
  public JsonNode environment() {
    return properties("Function").at("/Environment/Variables");
  }

  /**
   * What the template allows the function: an action and the resource that it acts on, separated by
   * a space.
   */
  public Set<String> permissions() {
    List<JsonNode> policies = new ArrayList<>();
    properties("Function").path("Policies").forEach(policies::add);
    resources("AWS::IAM::Policy")
        .values()
        .forEach(policy -> policies.add(policy.at("/Properties/PolicyDocument")));
    Set<String> permissions = new TreeSet<>();
    for (JsonNode policy : policies) {
      for (JsonNode statement : policy.path("Statement")) {
        for (String action : texts(statement.path("Action"))) {
          for (String resource : texts(statement.path("Resource"))) {
            permissions.add(action + ' ' + resource);
          }
        }
      }
    }
    return permissions;
  }

  private static List<String> texts(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? oneOrMore.valueStream().map(JsonNode::asText).toList()
        : List.of(oneOrMore.asText());
  }
}
