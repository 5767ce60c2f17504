package dev.larder.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of a sample project, alone in a folder as a team has it. Its Larder is the artifact of
 * this build, in a local repository of its own; all else is in the one that this build uses.
 */
public final class SampleProject {
  static final Path BUILD = Path.of(System.getProperty("larder.build")).toAbsolutePath();
  private static final Path REPOSITORY = BUILD.resolve("repository");
  private static final String VERSION = System.getProperty("larder.version");

  /** The builds are too short for the second compiler to pay. */
  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final Path JAR = BUILD.resolve("larder-" + VERSION + ".jar");

  private final Path folder;

  private SampleProject(Path folder) {
    this.folder = folder;
  }

  /**
   * Copies what is committed of a sample.
   *
   * @param copy the name of its folder in that of the build
   */
  static SampleProject copy(String name, String copy) throws IOException {
    install();
    Path folder = BUILD.resolve(copy);
    delete(folder);
    Path sample = Path.of("src", "samples", name);
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = sample.relativize(file);
        if (!relative.startsWith("target")) {
          copy(file, folder.resolve(relative));
        }
      }
    }
    return new SampleProject(folder);
  }

  /** A copy that was made before. */
  static SampleProject in(String copy) {
    return new SampleProject(BUILD.resolve(copy));
  }

  /** Changes with the files of a sample, and with Larder. */
  static String state(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "samples", name))) {
      return Stream.concat(
              Stream.of(JAR), files.filter(file -> !file.toString().contains("/target/")))
          .map(file -> file.toFile().lastModified())
          .max(Long::compare)
          .orElseThrow()
          .toString();
    }
  }

  /** Puts the artifact of this build into the local repository. */
  public static void install() throws IOException {
    install("larder-parent", Path.of("src", "parent", "pom.xml"), "pom");
    install("larder", Path.of("pom.xml"), "pom");
    install("larder", JAR, "jar");
  }

  /** What Maven needs to know to find it there. */
  public static List<String> arguments() {
    return List.of(
        "-Dmaven.repo.local=" + REPOSITORY,
        "-Dmaven.repo.local.tail=" + System.getProperty("larder.repository"),
        "-Dquarkus.analytics.disabled=true");
  }

  private static void install(String artifact, Path file, String type) throws IOException {
    Path version = REPOSITORY.resolve("dev/larder").resolve(artifact).resolve(VERSION);
    copy(file, version.resolve(artifact + "-" + VERSION + "." + type));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(SampleProject::deleteFile);
      }
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Runs Maven, which must succeed, with its output in {@code maven.log}. */
  void run(String... arguments) throws IOException, InterruptedException {
    Path log = folder.resolve("maven.log");
    assertEquals(0, start(log, arguments).waitFor(), () -> text(log));
  }

  /** Starts Maven. */
  Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("mvnw").toString());
    command.add("-B");
    command.addAll(arguments());
    command.add("-DargLine=" + FIRST_COMPILER);
    command.addAll(List.of(arguments));
    ProcessBuilder maven =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    maven.environment().put("MAVEN_OPTS", FIRST_COMPILER);
    return maven.start();
  }

  /** Changes a text in a file. */
  void replace(String file, String text, String replacement) throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(path, Files.readString(path).replace(text, replacement));
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
