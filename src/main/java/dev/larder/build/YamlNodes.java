package dev.larder.build;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** YAML as nodes, which keep the tags of CloudFormation's functions. */
final class YamlNodes {
  private YamlNodes() {}

  static Node parse(String yaml) {
    return new Yaml().compose(new StringReader(yaml));
  }

  static MappingNode parseMapping(String yaml) {
    return (MappingNode) parse(yaml);
  }

  static String write(Node root) {
    DumperOptions options = new DumperOptions();
    options.setWidth(Integer.MAX_VALUE);
    options.setSplitLines(false);
    StringWriter yaml = new StringWriter();
    new org.yaml.snakeyaml.Yaml(options).serialize(root, yaml);
    return yaml.toString();
  }

  static String name(NodeTuple entry) {
    return ((ScalarNode) entry.getKeyNode()).getValue();
  }

  static Optional<NodeTuple> find(MappingNode mapping, String name) {
    return mapping.getValue().stream().filter(entry -> name(entry).equals(name)).findFirst();
  }

  /** Returns the value at a path of names, each of which is there. */
  static Node get(MappingNode mapping, String... path) {
    Node node = mapping;
    for (String name : path) {
      node = find((MappingNode) node, name).orElseThrow().getValueNode();
    }
    return node;
  }

  /** Returns the mapping at a path of names, each of which is there. */
  static MappingNode mapping(MappingNode mapping, String... path) {
    return (MappingNode) get(mapping, path);
  }

  /** Sets an entry, in the place of one of its name or after all others. */
  static void set(MappingNode mapping, NodeTuple entry) {
    List<NodeTuple> all = mapping.getValue();
    for (int i = 0; i < all.size(); i++) {
      if (name(all.get(i)).equals(name(entry))) {
        all.set(i, entry);
        return;
      }
    }
    all.add(entry);
  }

  /** Sets the value of an entry, which keeps its place. */
  static void set(MappingNode mapping, String name, Node value) {
    set(mapping, new NodeTuple(parse(name), value));
  }

  /** Changes the text of an entry, which is there. */
  static void setText(MappingNode mapping, String name, String text) {
    set(mapping, name, withText((ScalarNode) get(mapping, name), text));
  }

  /** Returns the YAML of a text. */
  static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  static ScalarNode withText(ScalarNode scalar, String text) {
    return new ScalarNode(scalar.getTag(), text, null, null, scalar.getScalarStyle());
  }
}
