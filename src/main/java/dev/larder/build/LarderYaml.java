package dev.larder.build;

import dev.larder.table.model.Mistakes;
import dev.larder.table.model.ModelCheck;
import dev.larder.table.model.ModelCompiler;
import dev.larder.table.model.ModelJson;
import dev.larder.table.model.ModelNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The model in {@code larder.yaml}, with the files beside it that it names. */
public final class LarderYaml implements ModelCompiler {
  static final String FILE = "larder.yaml";

  @Override
  public Optional<String> compile(ClassLoader resources) {
    return compile(name -> read(resources, name));
  }

  private static Optional<String> read(ClassLoader resources, String name) {
    try (InputStream file = resources.getResourceAsStream(name)) {
      return file == null
          ? Optional.empty()
          : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks the model and writes it as JSON, with its schemas.
   *
   * @param files the text of a file by its name
   * @return empty if there is no model
   * @throws IllegalArgumentException with a line for each mistake
   */
  public static Optional<String> compile(Function<String, Optional<String>> files) {
    return files
        .apply(FILE)
        .map(
            yaml -> {
              Mistakes mistakes = new Mistakes(FILE);
              ModelNode model =
                  withSchemas(ModelYaml.parse(yaml, FILE), new Schemas(files, mistakes));
              ModelCheck.check(model, mistakes);
              return ModelJson.write(model);
            });
  }

  private static ModelNode withSchemas(ModelNode model, Schemas schemas) {
    return replace(
        model,
        (part, collections) ->
            part.equals("collections")
                ? replace(
                    collections,
                    (name, collection) ->
                        replace(
                            collection,
                            (member, value) ->
                                member.equals("schema") ? schemas.schema(value) : value))
                : collections);
  }

  private static ModelNode replace(
      ModelNode node, BiFunction<String, ModelNode, ModelNode> replacement) {
    if (!(node instanceof ModelNode.Mapping mapping)) {
      return node;
    }
    List<ModelNode.Member> members =
        mapping.members().stream()
            .map(
                member ->
                    new ModelNode.Member(
                        member.place(),
                        member.name(),
                        replacement.apply(member.name(), member.value())))
            .toList();
    return new ModelNode.Mapping(mapping.place(), members);
  }

  /** The schemas in files; a function then needs no file, and a native one no resource. */
  private record Schemas(Function<String, Optional<String>> files, Mistakes mistakes) {

    ModelNode schema(ModelNode value) {
      if (!(value instanceof ModelNode.Text name)) {
        return value;
      }
      Optional<String> json = files.apply(name.value());
      if (json.isEmpty()) {
        mistakes.add(
            name.place(),
            "there is no file "
                + name.value()
                + " beside "
                + FILE
                + "; write its name, or the schema");
        return value;
      }
      try {
        ModelNode schema = ModelJson.parse(json.get(), name.value());
        if (schema instanceof ModelNode.Mapping) {
          return schema;
        }
        mistakes.add(name.place(), name.value() + " must be a JSON object");
      } catch (IllegalArgumentException e) {
        mistakes.add(name.place(), e.getMessage());
      }
      return value;
    }
  }
}
