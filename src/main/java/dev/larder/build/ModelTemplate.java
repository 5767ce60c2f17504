package dev.larder.build;

import static dev.larder.build.YamlNodes.get;
import static dev.larder.build.YamlNodes.mapping;
import static dev.larder.build.YamlNodes.name;
import static dev.larder.build.YamlNodes.parse;
import static dev.larder.build.YamlNodes.parseMapping;
import static dev.larder.build.YamlNodes.quoted;
import static dev.larder.build.YamlNodes.set;
import static dev.larder.build.YamlNodes.setText;

import dev.larder.table.model.DeclaredModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Larder's template with the tables of a model instead of the one table that it has without. A
 * table that the stack creates is as the one table is, but for its key, indexes, TTL and stream.
 */
final class ModelTemplate {
  private static final String PARAMETERS = "Parameters";
  private static final String CONDITIONS = "Conditions";
  private static final String RESOURCES = "Resources";
  private static final String OUTPUTS = "Outputs";
  private static final String CONDITION = "Condition";
  private static final String PROPERTIES = "Properties";
  private static final String PUBLISHES = "Publishes";
  private static final String HANDLES_CHANGES = "HandlesChanges";

  /** What is about the one table, in each section. */
  private static final Set<String> OF_ONE_TABLE =
      Set.of(
          "ItemsCollection",
          "ExistingTable",
          "ExistingTableKey",
          "ExistingTableStreamArn",
          "TtlAttribute",
          "OwnerAttribute",
          "ReadRoles",
          "WriteRoles",
          "AdminRoles",
          "PublicationNeedsTheStream",
          "OwnerIsNotTheKey",
          "HasOwner",
          "HasReadRoles",
          "HasWriteRoles",
          "HasAdminRoles",
          "HasItems",
          "MakesTable",
          "HasExistingStream",
          "HasExistingKey",
          "HasTtl",
          "IsTtlEnabled",
          PUBLISHES,
          "ItemsTable",
          "ItemsStream",
          "TableName");

  /** What is about tables of the stack's own. */
  private static final Set<String> OF_OWN_TABLES =
      Set.of("DeletionProtection", "WarmReadUnits", "WarmWriteUnits", "IsWarm");

  private static final String TOKENS_RULE = "TokensAloneAreAskedFor";

  /** What is about collections whose callers no rule tells apart. */
  private static final Set<String> OF_UNRULED_COLLECTIONS = Set.of("EveryTokenMay", TOKENS_RULE);

  /** What is about changes of items besides, in each section and in the environment. */
  private static final Set<String> OF_CHANGES =
      Set.of("EventBusName", "PublicationLag", "LARDER_PUBLICATION_EVENT_BUS");

  private static final Pattern VARIABLES_OF_ONE_TABLE =
      Pattern.compile("TABLE_NAME|LARDER_COLLECTIONS_ITEMS_.*");

  /** The metrics of the one table: the second line repeats what the first one names. */
  private static final Pattern METRICS_OF_ONE_TABLE =
      Pattern.compile("(?m)^.*(\\$\\{ItemsTableName}).*\\n(.*ConsumedWrite.*\\n)?");

  private static final String CHANGES_ARE_HANDLED =
      "!Not [!And [!Equals [!Ref EventBusName, ''], !Equals [!Ref HandleChanges, 'false']]]";

  private final List<StackTable> tables;
  private final List<String> unruled;
  private final String original;
  private final MappingNode template;

  /**
   * @param unruled the names of the collections that every caller reads or writes
   */
  private ModelTemplate(List<StackTable> tables, List<String> unruled, String original) {
    this.tables = tables;
    this.unruled = unruled;
    this.original = original;
    this.template = parseMapping(original);
  }

  /**
   * Returns the template of a model.
   *
   * @param original the template of the one table
   * @throws IllegalStateException if two tables, or a table and something else, would have the same
   *     name in the template
   */
  static String of(DeclaredModel declared, String original) {
    ModelTemplate made =
        new ModelTemplate(
            declared.model().tables().values().stream().map(StackTable::of).toList(),
            declared.model().collections().keySet().stream()
                .filter(collection -> !isRuled(collection, declared.settings()))
                .sorted()
                .toList(),
            original);
    made.make();
    return YamlNodes.write(made.template);
  }

  /** Whether a collection has roles for both reading and writing, or says whose its items are. */
  private static boolean isRuled(String collection, Map<String, String> settings) {
    Predicate<String> has =
        rule ->
            !settings.getOrDefault("larder.collections." + collection + '.' + rule, "").isEmpty();
    return has.test("read") && has.test("write") || has.test("owner") || has.test("rows");
  }

  private void make() {
    sections().forEach(section -> section.getValue().removeIf(each -> isGone(name(each))));
    requireOtherNames();
    own().forEach(this::addTable);
    if (!unruled.isEmpty()) {
      changeTokensRule();
    }
    if (hasStream()) {
      addChanges();
      withStream().forEach(this::addStream);
    }
    changeSettings();
    changeEnvironment();
    changePolicy();
    changeDashboard();
  }

  private List<MappingNode> sections() {
    return template.getValue().stream()
        .map(NodeTuple::getValueNode)
        .filter(MappingNode.class::isInstance)
        .map(MappingNode.class::cast)
        .toList();
  }

  /** Whether the template of the model has no use for something of that name. */
  private boolean isGone(String name) {
    return OF_ONE_TABLE.contains(name)
        || !hasStream() && OF_CHANGES.contains(name)
        || own().isEmpty() && OF_OWN_TABLES.contains(name)
        || !expires() && name.equals("TtlEnabled")
        || unruled.isEmpty() && OF_UNRULED_COLLECTIONS.contains(name);
  }

  private boolean expires() {
    return own().stream().anyMatch(table -> table.model().ttl().isPresent());
  }

  private List<StackTable> own() {
    return where(StackTable::isOwn);
  }

  private List<StackTable> withStream() {
    return where(table -> table.model().stream());
  }

  private boolean hasStream() {
    return !withStream().isEmpty();
  }

  private List<StackTable> where(Predicate<StackTable> holds) {
    return tables.stream().filter(holds).toList();
  }

  private void requireOtherNames() {
    Set<String> names = new HashSet<>();
    sections().forEach(section -> section.getValue().forEach(each -> names.add(name(each))));
    for (StackTable table : tables) {
      boolean isOther =
          names.add(table.resource())
              && names.add(table.prefix() + "Stream")
              && names.add(table.variable());
      if (!isOther) {
        throw new IllegalStateException(
            "larder.yaml: the table %s would be %s in the template, which something else is:"
                    .formatted(table.model().id(), table.resource())
                + " give it another name");
      }
    }
  }

  private void addTable(StackTable table) {
    MappingNode resource = copy(RESOURCES, "ItemsTable");
    resource.getValue().removeIf(each -> name(each).equals(CONDITION));
    table.describe(resource);
    add(RESOURCES, table.resource(), resource);
    add(OUTPUTS, table.resource() + "Name", parse("{Value: !Ref %s}".formatted(table.resource())));
  }

  private void changeTokensRule() {
    set(
        mapping(template, "Rules"),
        TOKENS_RULE,
        parse(
            """
            RuleCondition: !Not [!Equals [!Ref JwtIssuer, ""]]
            Assertions:
              - Assert: !Equals [!Ref EveryTokenMay, everything]
                AssertDescription: JwtIssuer is given, and the model has neither read and write nor rows for %s, so EveryTokenMay must be everything
            """
                .formatted(String.join(", ", unruled))));
  }

  private void addChanges() {
    add(
        PARAMETERS,
        "HandleChanges",
        parse(
            """
            Type: String
            Default: "false"
            AllowedValues: ["true", "false"]
            Description: Whether the function gets changes of items for handlers of its own; with EventBusName it gets them anyway
            """));
    add(CONDITIONS, PUBLISHES, parse("!Not [!Equals [!Ref EventBusName, '']]"));
    add(CONDITIONS, HANDLES_CHANGES, parse(CHANGES_ARE_HANDLED));
    set(mapping(template, RESOURCES, "PublicationLag"), CONDITION, parse(HANDLES_CHANGES));
  }

  private void addStream(StackTable table) {
    MappingNode stream = copy(RESOURCES, "ItemsStream");
    set(stream, CONDITION, parse(HANDLES_CHANGES));
    set(
        mapping(stream, PROPERTIES),
        "EventSourceArn",
        table.isOwn()
            ? parse("!GetAtt %s.StreamArn".formatted(table.resource()))
            : parameterOfStream(table));
    add(RESOURCES, table.prefix() + "Stream", stream);
  }

  /** Adds the parameter of a stream that the stack does not create, and returns its value. */
  private Node parameterOfStream(StackTable table) {
    String parameter = table.prefix() + "StreamArn";
    MappingNode arn = copy(PARAMETERS, "ExistingTableStreamArn");
    String description =
        "The ARN of the stream of new and old images of %s; needed with EventBusName or HandleChanges";
    set(arn, "Description", parse(quoted(description.formatted(table.metricName()))));
    add(PARAMETERS, parameter, arn);
    String given = "Has" + parameter;
    String isGiven = "!Not [!Equals [!Ref %s, '']]".formatted(parameter);
    add(CONDITIONS, given, parse(isGiven));
    add(
        "Rules",
        parameter + "IsNeeded",
        parse(
            """
            RuleCondition: %s
            Assertions:
              - Assert: %s
                AssertDescription: EventBusName or HandleChanges is given, so %s must be too
            """
                .formatted(CHANGES_ARE_HANDLED, isGiven, parameter)));
    return parse("!If [%s, !Ref %s, !Ref AWS::NoValue]".formatted(given, parameter));
  }

  /** Keeps of the settings whose change makes a new version those that are parameters still. */
  private void changeSettings() {
    MappingNode settings = mapping(template, RESOURCES, "Settings", PROPERTIES);
    String kept =
        ((ScalarNode) get(settings, "Content"))
            .getValue()
            .lines()
            .filter(line -> !isGone(line.replaceFirst(":.*", "")))
            .collect(Collectors.joining("\n", "", "\n"));
    setText(settings, "Content", kept);
  }

  private void changeEnvironment() {
    List<NodeTuple> variables =
        mapping(template, RESOURCES, "Function", PROPERTIES, "Environment", "Variables").getValue();
    variables.removeIf(
        each -> VARIABLES_OF_ONE_TABLE.matcher(name(each)).matches() || isGone(name(each)));
    own()
        .forEach(
            table ->
                variables.add(
                    new NodeTuple(parse(table.variable()), parse("!Ref " + table.resource()))));
  }

  private void changePolicy() {
    SequenceNode policies =
        (SequenceNode) get(template, RESOURCES, "Function", PROPERTIES, "Policies");
    List<Node> statements =
        ((SequenceNode) get((MappingNode) policies.getValue().get(0), "Statement")).getValue();
    List<Node> changed = new ArrayList<>();
    for (Node statement : statements) {
      changed.addAll(
          statement instanceof SequenceNode choice ? changed(choice) : List.of(statement));
    }
    statements.clear();
    statements.addAll(changed);
  }

  /** Returns what becomes of a statement that depends on a condition. */
  private List<Node> changed(SequenceNode choice) {
    String condition = ((ScalarNode) choice.getValue().get(0)).getValue();
    MappingNode statement = (MappingNode) choice.getValue().get(1);
    boolean isOfTable = get(statement, "Action") instanceof SequenceNode;
    if (condition.equals("HasItems")) {
      return isOfTable
          ? about(tables, table -> table.arn(""), statement)
          : about(where(StackTable::hasIndexes), StackTable::indexArns, statement);
    }
    if (condition.equals(PUBLISHES)) {
      if (isOfTable) {
        about(withStream(), table -> table.arn("/stream/*"), statement);
        choice.getValue().set(0, parse(HANDLES_CHANGES));
      }
      return hasStream() ? List.of(choice) : List.of();
    }
    return List.of(choice);
  }

  private static List<Node> about(
      List<StackTable> tables, Function<StackTable, String> arns, MappingNode statement) {
    String all = tables.stream().map(arns).collect(Collectors.joining(", ", "[", "]"));
    set(statement, "Resource", parse(all));
    return tables.isEmpty() ? List.of() : List.of(statement);
  }

  private void changeDashboard() {
    SequenceNode body =
        (SequenceNode) get(template, RESOURCES, "Dashboard", PROPERTIES, "DashboardBody");
    ScalarNode text = (ScalarNode) body.getValue().get(0);
    body.getValue()
        .set(
            0,
            YamlNodes.withText(
                text,
                METRICS_OF_ONE_TABLE.matcher(text.getValue()).replaceAll(this::metricsOfEach)));
    ((MappingNode) body.getValue().get(1))
        .getValue()
        .removeIf(each -> name(each).equals("ItemsTableName"));
  }

  private String metricsOfEach(MatchResult lines) {
    return tables.stream()
        .map(table -> lines.group().replace(lines.group(1), table.metricName()))
        .map(Matcher::quoteReplacement)
        .collect(Collectors.joining());
  }

  private MappingNode copy(String section, String name) {
    return mapping(parseMapping(original), section, name);
  }

  private void add(String section, String name, Node value) {
    set(mapping(template, section), name, value);
  }
}
