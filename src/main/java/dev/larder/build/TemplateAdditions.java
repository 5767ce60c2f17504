package dev.larder.build;

import static dev.larder.build.YamlNodes.find;
import static dev.larder.build.YamlNodes.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What a project adds to Larder's template, in a file of the same form. It may have new parameters,
 * rules, mappings, conditions, resources and outputs, other defaults for Larder's parameters, and
 * more properties, events, environment variables and policies of {@code Function}.
 */
final class TemplateAdditions {
  private static final String PARAMETERS = "Parameters";
  private static final String RESOURCES = "Resources";
  private static final String FUNCTION = "Function";
  private static final String DEFAULT = "Default";

  private static final List<String> SECTIONS =
      List.of(PARAMETERS, "Metadata", "Rules", "Mappings", "Conditions", RESOURCES, "Outputs");

  /** What a file must begin with for other tools to know it for a template. */
  private static final List<String> HEADER = List.of("AWSTemplateFormatVersion", "Transform");

  private final Path file;
  private final MappingNode additions;

  private TemplateAdditions(Path file, MappingNode additions) {
    this.file = file;
    this.additions = additions;
  }

  /**
   * @throws IllegalStateException if the file is no YAML, or no mapping
   */
  static TemplateAdditions read(Path file) {
    try {
      Node root = YamlNodes.parse(Files.readString(file));
      if (root instanceof MappingNode mapping) {
        return new TemplateAdditions(file, mapping);
      }
      throw new IllegalStateException(
          "%s must have sections of a template: %s".formatted(file, String.join(", ", SECTIONS)));
    } catch (MarkedYAMLException e) {
      throw new IllegalStateException(
          "%s:%d: %s".formatted(file, e.getProblemMark().getLine() + 1, e.getProblem()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the template with the additions.
   *
   * @throws IllegalStateException naming what the template has already, or has no place for
   */
  String addTo(String template) {
    MappingNode root = YamlNodes.parseMapping(template);
    MappingNode parameters = YamlNodes.mapping(root, PARAMETERS);
    int larders = parameters.getValue().size();
    for (NodeTuple section : entries(additions, "")) {
      String name = name(section);
      Optional<NodeTuple> there = find(root, name);
      if (HEADER.contains(name)) {
        require(same(there.orElseThrow().getValueNode(), section.getValueNode()), section, name);
      } else if (name.equals("Description")) {
        YamlNodes.set(root, section);
      } else if (!SECTIONS.contains(name)) {
        throw wrong(
            section.getKeyNode(),
            name + " is no section of a template; sections are " + String.join(", ", SECTIONS));
      } else if (there.isEmpty()) {
        root.getValue().add(section);
      } else {
        addSection(name, mapping(there.get().getValueNode(), name), section);
      }
    }
    List<NodeTuple> all = parameters.getValue();
    addToSettings(root, all.subList(larders, all.size()));
    return YamlNodes.write(root);
  }

  /**
   * Adds parameters to the settings whose change makes a new version of the function: lists have no
   * place in a text, and what is not to be shown is not written there.
   */
  private static void addToSettings(MappingNode root, List<NodeTuple> parameters) {
    StringBuilder lines = new StringBuilder();
    for (NodeTuple parameter : parameters) {
      if (parameter.getValueNode() instanceof MappingNode properties
          && !text(properties, "Type").matches(".*List.*")
          && !text(properties, "NoEcho").equalsIgnoreCase("true")) {
        lines.append("%1$s: ${%1$s}\n".formatted(name(parameter)));
      }
    }
    MappingNode settings = YamlNodes.mapping(root, RESOURCES, "Settings", "Properties");
    String old = ((ScalarNode) YamlNodes.get(settings, "Content")).getValue();
    YamlNodes.setText(settings, "Content", old + lines);
  }

  private static String text(MappingNode mapping, String name) {
    return find(mapping, name)
        .map(NodeTuple::getValueNode)
        .filter(ScalarNode.class::isInstance)
        .map(value -> ((ScalarNode) value).getValue())
        .orElse("");
  }

  private void addSection(String section, MappingNode template, NodeTuple addition) {
    for (NodeTuple entry : entries(mapping(addition.getValueNode(), section), section)) {
      String path = section + '.' + name(entry);
      Optional<NodeTuple> there = find(template, name(entry));
      if (there.isEmpty()) {
        template.getValue().add(entry);
      } else if (section.equals(PARAMETERS)) {
        setDefault(path, mapping(there.get().getValueNode(), path), entry);
      } else if (path.equals(RESOURCES + '.' + FUNCTION)) {
        merge(path, there.get().getValueNode(), entry);
      } else {
        throw clash(entry, path);
      }
    }
  }

  private void setDefault(String path, MappingNode parameter, NodeTuple addition) {
    for (NodeTuple entry : entries(mapping(addition.getValueNode(), path), path)) {
      require(name(entry).equals(DEFAULT), entry, path + '.' + name(entry));
      YamlNodes.set(parameter, entry);
    }
  }

  /** Adds what is new in a mapping, and the elements of a list after those that it has. */
  private void merge(String path, Node template, NodeTuple addition) {
    Node added = addition.getValueNode();
    if (template instanceof MappingNode there
        && added instanceof MappingNode more
        && there.getTag().equals(more.getTag())) {
      for (NodeTuple entry : entries(more, path)) {
        String inner = path + '.' + name(entry);
        find(there, name(entry))
            .ifPresentOrElse(
                old -> merge(inner, old.getValueNode(), entry), () -> there.getValue().add(entry));
      }
    } else if (template instanceof SequenceNode there
        && added instanceof SequenceNode more
        && there.getTag().equals(more.getTag())) {
      there.getValue().addAll(more.getValue());
    } else {
      require(same(template, added), addition, path);
    }
  }

  private static boolean same(Node template, Node added) {
    return template instanceof ScalarNode there
        && added instanceof ScalarNode more
        && there.getTag().equals(more.getTag())
        && there.getValue().equals(more.getValue());
  }

  /** Copies the entries of a mapping of the file, of which no two may have one name. */
  private List<NodeTuple> entries(MappingNode mapping, String path) {
    Set<String> names = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode) || !names.add(name(entry))) {
        throw wrong(entry.getKeyNode(), "a name is there twice in " + path);
      }
    }
    return List.copyOf(mapping.getValue());
  }

  private MappingNode mapping(Node node, String path) {
    if (node instanceof MappingNode mapping) {
      return mapping;
    }
    throw wrong(node, path + " must be a mapping");
  }

  private void require(boolean holds, NodeTuple entry, String path) {
    if (!holds) {
      throw clash(entry, path);
    }
  }

  private IllegalStateException clash(NodeTuple entry, String path) {
    return wrong(entry.getKeyNode(), path + " is Larder's own and cannot be changed");
  }

  private IllegalStateException wrong(Node place, String complaint) {
    return new IllegalStateException(
        "%s:%d: %s".formatted(file, place.getStartMark().getLine() + 1, complaint));
  }
}
