package dev.larder.build;

import dev.larder.table.model.DeclaredModel;
import dev.larder.table.model.Model;
import dev.larder.table.model.ModelCompiler;
import dev.larder.table.model.ModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The last step of the build: makes what is deployed out of what Quarkus has built.
 *
 * <p>Arguments: what to make ({@code jvm}, {@code native} or {@code no-native}), the folder of the
 * build, the project's additions to the template, the project's name and version, the handler, the
 * file with the model of the last build, the names whose harmful changes are accepted, separated by
 * commas.
 */
public final class Packaging {
  private static final String ZIP = "function.zip";
  private static final String NATIVE = "function-native";

  private final Path build;

  private Packaging(Path build) {
    this.build = build;
  }

  /** Ends with status 1 and a message if the project must change something. */
  public static void main(String... arguments) throws IOException {
    try {
      run(arguments);
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * @throws IllegalStateException if the project must change something
   */
  static void run(String... arguments) throws IOException {
    Packaging packaging = new Packaging(Path.of(arguments[1]));
    packaging.deleteTemplates();
    DeclaredModel declared = packaging.model();
    new ModelLock(Path.of(arguments[5])).renew(declared.model(), names(arguments[6]));
    packaging.make(arguments[0]);
    packaging.makeTemplates(
        declared,
        Path.of(arguments[2]),
        DeploymentTemplate.ofEachFlavour(arguments[3], arguments[4], packaging.processor()));
  }

  /** Returns that of the native executable, or of this machine where there is none. */
  private String processor() throws IOException {
    Path executable = build.resolve(NATIVE).resolve("bootstrap");
    Optional<String> processor =
        Files.exists(executable) ? Executable.processor(executable) : Optional.empty();
    return processor.orElse(System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64");
  }

  private void make(String flavour) throws IOException {
    switch (flavour) {
      case "jvm" -> makeJvm();
      case "native" -> makeNative();
      case "no-native" -> {
        makeJvm();
        System.err.println(
            "THERE IS NO NATIVE EXECUTABLE, AND ITS TESTS ARE SKIPPED: GRAALVM_HOME has no"
                + " bin/native-image. Set it to a GraalVM or Mandrel for JDK 25, or have Docker"
                + " build it: ./mvnw verify -Pnative -Dquarkus.native.container-build=true");
      }
      default -> throw new IllegalStateException("package.target is " + flavour);
    }
  }

  private void makeJvm() throws IOException {
    Path unpacked = empty("unpacked");
    unpack(build.resolve(ZIP), unpacked);
    Path zip = build.resolve(ZIP);
    JvmFunction.make(unpacked, empty("function"), zip);
    report(zip);
  }

  private void makeNative() throws IOException {
    Path folder = empty(NATIVE);
    unpack(build.resolve("native").resolve(ZIP), folder);
    Path zip = build.resolve(NATIVE + ".zip");
    Executable.pack(folder, zip);
    report(zip);
  }

  private static void report(Path zip) throws IOException {
    System.out.printf("%s: %.1f MB%n", zip.getFileName(), Files.size(zip) / 1e6);
  }

  /** Those of Quarkus and of an earlier build: none of them is deployed when this one fails. */
  private void deleteTemplates() throws IOException {
    for (String flavour : List.of("jvm", "native")) {
      Files.deleteIfExists(build.resolve("sam." + flavour + ".yaml"));
    }
    Files.deleteIfExists(build.resolve("bootstrap-example.sh"));
  }

  private DeclaredModel model() throws IOException {
    Path file = build.resolve("classes").resolve(ModelCompiler.COMPILED);
    return Files.exists(file)
        ? ModelReader.read(Files.readString(file), file.toString())
        : new DeclaredModel(Model.NONE, Map.of());
  }

  private static Set<String> names(String separated) {
    return Stream.of(separated.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private void makeTemplates(
      DeclaredModel declared, Path additions, List<DeploymentTemplate> templates)
      throws IOException {
    for (DeploymentTemplate template : templates) {
      String text = template.text();
      if (!declared.model().tables().isEmpty()) {
        text = ModelTemplate.of(declared, text);
      }
      Files.writeString(
          build.resolve(template.fileName()),
          Files.exists(additions) ? TemplateAdditions.read(additions).addTo(text) : text);
    }
  }

  private Path empty(String name) throws IOException {
    Path folder = build.resolve(name);
    if (Files.exists(folder)) {
      List<Path> old;
      try (Stream<Path> all = Files.walk(folder)) {
        old = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : old) {
        Files.delete(file);
      }
    }
    return Files.createDirectories(folder);
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (ZipInputStream content = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
        if (!entry.isDirectory()) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.copy(content, file);
        }
      }
    }
  }
}
