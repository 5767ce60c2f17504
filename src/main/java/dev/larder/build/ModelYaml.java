package dev.larder.build;

import dev.larder.table.model.Mistakes;
import dev.larder.table.model.ModelNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The YAML of a model. Its values are those of JSON, by the rules of YAML 1.2, as in editors. */
final class ModelYaml {
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern FLAG = Pattern.compile("(true|True|TRUE)|false|False|FALSE");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private static final String MERGE = "<<";

  private final Mistakes mistakes;
  private final Set<Node> open = new HashSet<>();

  private ModelYaml(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /**
   * Parses YAML.
   *
   * @param source where the text is, for messages
   * @throws IllegalArgumentException with the places of what is not YAML
   */
  static ModelNode parse(String text, String source) {
    Mistakes mistakes = new Mistakes(source);
    ModelNode.Place start = new ModelNode.Place(1, 1);
    ModelNode node = new ModelNode.Mapping(start, List.of());
    try {
      Node root = new Yaml().compose(new StringReader(text));
      if (root != null) {
        node = new ModelYaml(mistakes).node(root, place(root.getStartMark()));
      }
    } catch (MarkedYAMLException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ", ";
      mistakes.add(
          e.getProblemMark() == null ? start : place(e.getProblemMark()),
          "this is not valid YAML: " + context + e.getProblem());
    } catch (YAMLException e) {
      mistakes.add(start, "this is not valid YAML: " + e.getMessage().replaceAll("\\s+", " "));
    }
    mistakes.refuse();
    return node;
  }

  private static ModelNode.Place place(Mark mark) {
    return new ModelNode.Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /**
   * @param name the place of the name whose value the node is, where a block begins
   */
  private ModelNode node(Node node, ModelNode.Place name) {
    ModelNode.Place place = place(node.getStartMark());
    if (!open.add(node)) {
      mistakes.add(place, "this refers to itself; write it out");
      return new ModelNode.Nothing(place);
    }
    try {
      if (node instanceof MappingNode mapping) {
        List<ModelNode.Member> members = new ArrayList<>();
        add(mapping, members);
        return new ModelNode.Mapping(
            mapping.getFlowStyle() == FlowStyle.BLOCK ? name : place, members);
      }
      if (node instanceof SequenceNode sequence) {
        return new ModelNode.Sequence(
            sequence.getFlowStyle() == FlowStyle.BLOCK ? name : place,
            sequence.getValue().stream()
                .map(element -> node(element, place(element.getStartMark())))
                .toList());
      }
      return scalar((ScalarNode) node, place);
    } finally {
      open.remove(node);
    }
  }

  /** Adds the members of a mapping, and those of others that it merges and does not have itself. */
  private void add(MappingNode mapping, List<ModelNode.Member> members) {
    List<ModelNode.Member> merged = new ArrayList<>();
    for (NodeTuple entry : mapping.getValue()) {
      ModelNode.Place place = place(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        mistakes.add(place, "a name must be a text");
      } else if (key.getScalarStyle() == ScalarStyle.PLAIN && key.getValue().equals(MERGE)) {
        merge(entry.getValueNode(), merged);
      } else {
        members.add(new ModelNode.Member(place, key.getValue(), node(entry.getValueNode(), place)));
      }
    }
    for (ModelNode.Member member : merged) {
      if (members.stream().noneMatch(each -> each.name().equals(member.name()))) {
        members.add(member);
      }
    }
  }

  private void merge(Node value, List<ModelNode.Member> merged) {
    List<Node> sources = value instanceof SequenceNode all ? all.getValue() : List.of(value);
    for (Node source : sources) {
      ModelNode.Place place = place(source.getStartMark());
      if (node(source, place) instanceof ModelNode.Mapping mapping) {
        merged.addAll(mapping.members());
      } else {
        mistakes.add(place, "<< must name a mapping, or a list of mappings");
      }
    }
  }

  private static ModelNode scalar(ScalarNode node, ModelNode.Place place) {
    String text = node.getValue();
    if (node.getScalarStyle() != ScalarStyle.PLAIN) {
      return new ModelNode.Text(place, text);
    }
    if (NOTHING.matcher(text).matches()) {
      return new ModelNode.Nothing(place);
    }
    if (FLAG.matcher(text).matches()) {
      return new ModelNode.Flag(place, text.equalsIgnoreCase("true"));
    }
    if (NUMBER.matcher(text).matches()) {
      return new ModelNode.Number(place, new BigDecimal(text));
    }
    return new ModelNode.Text(place, text);
  }
}
