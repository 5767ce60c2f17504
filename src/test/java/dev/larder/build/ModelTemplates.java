package dev.larder.build;

import dev.larder.deploy.Template;
import dev.larder.table.model.DeclaredModel;
import dev.larder.table.model.ModelReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The templates that the build would make of models. */
public final class ModelTemplates {
  private ModelTemplates() {}

  /** Returns a model with tables of the stack's own and tables that exist already. */
  static DeclaredModel shop() {
    try {
      Path file = Path.of("src/test/resources/models/deployed.json");
      return ModelReader.read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the template of that model. */
  public static Template ofShop() {
    return Template.parse(text(shop(), "jvm"));
  }

  /** Returns the template of a model's JSON. */
  static Template of(String json) {
    return Template.parse(text(ModelReader.read(json, "model.json"), "jvm"));
  }

  /** Returns the template without a model. */
  static Template withoutModel() {
    return Template.parse(text("jvm"));
  }

  static String text(DeclaredModel declared, String flavour) {
    return ModelTemplate.of(declared, text(flavour));
  }

  static String text(String flavour) {
    try {
      return DeploymentTemplate.ofEachFlavour("shop 1.0", "a.B::c", "x86_64").stream()
          .filter(template -> template.fileName().contains(flavour))
          .findFirst()
          .orElseThrow()
          .text();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
