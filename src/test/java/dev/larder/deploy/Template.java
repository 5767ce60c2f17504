package dev.larder.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A template of CloudFormation, with the long forms of the functions that it calls by YAML tags.
 */
public final class Template {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper SCALARS = new ObjectMapper();

  private final JsonNode root;

  private Template(JsonNode root) {
    this.root = root;
  }

  /** The source of all templates, with its at signs. */
  public static Template source() {
    return read(Path.of("deploy", "template.yaml"));
  }

  /**
   * A template of this build.
   *
   * @param flavour of the function, {@code jvm} or {@code native}
   */
  public static Template built(String flavour) {
    return read(file(flavour));
  }

  static Path file(String flavour) {
    return Path.of(System.getProperty("larder.build", "target"), "sam." + flavour + ".yaml");
  }

  private static Template read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses the text of a template. */
  public static Template parse(String text) {
    try (YAMLParser yaml = new YAMLFactory().createParser(text)) {
      yaml.nextToken();
      return new Template(node(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode node(YAMLParser yaml) throws IOException {
    String tag = yaml.getTypeId();
    JsonNode untagged = untagged(yaml);
    return tag == null
        ? untagged
        : NODES.objectNode().set(tag.equals("Ref") ? tag : "Fn::" + tag, untagged);
  }

  private static JsonNode untagged(YAMLParser yaml) throws IOException {
    if (yaml.currentToken() == JsonToken.START_OBJECT) {
      ObjectNode object = NODES.objectNode();
      while (yaml.nextToken() != JsonToken.END_OBJECT) {
        String name = yaml.currentName();
        yaml.nextToken();
        if (object.has(name)) {
          throw new IllegalArgumentException(name + " is there twice");
        }
        object.set(name, node(yaml));
      }
      return object;
    }
    if (yaml.currentToken() == JsonToken.START_ARRAY) {
      ArrayNode array = NODES.arrayNode();
      while (yaml.nextToken() != JsonToken.END_ARRAY) {
        array.add(node(yaml));
      }
      return array;
    }
    return SCALARS.readTree((JsonParser) yaml);
  }

  /** The names of its parameters. */
  public Set<String> parameters() {
    Set<String> names = new TreeSet<>();
    root.path("Parameters").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The template itself, nothing resolved. */
  JsonNode root() {
    return root;
  }

  /**
   * What it deploys.
   *
   * @param parameters those that have not their defaults
   * @throws IllegalArgumentException where it does not take these parameters, or refers to what is
   *     not there with them
   */
  public Deployment deploy(Map<String, String> parameters) {
    return new Deployment(root, parameters);
  }
}
