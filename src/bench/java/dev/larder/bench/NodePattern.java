package dev.larder.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The handler pattern in Node.js, on Lambda's Node.js runtime client. */
final class NodePattern {
  /** Says that the function is left out. */
  static final String ABSENT =
      "Node.js: not measured, since it is not installed, or its Lambda runtime client neither"
          + " compiled nor compilable";

  private static final String SDK = "@aws-sdk/client-dynamodb";
  private static final String CLIENT = "aws-lambda-ric";
  private static final List<String> PROGRAMS = List.of("node", "npm");
  private static final List<String> COMPILERS =
      List.of("autoconf", "automake", "libtoolize", "cmake", "make", "g++");
  private static final String REMEDY =
      "Install Node.js 20 or later with npm, and what its Lambda runtime client is compiled with;"
          + " on Debian and Ubuntu: apt-get install autoconf automake libtool cmake make g++";

  private NodePattern() {}

  /** Whether it can be prepared with what is installed. */
  static boolean isThere(BenchOptions options) {
    return PROGRAMS.stream().allMatch(Command::isInstalled)
        && (Files.exists(runtime(options).resolve("node_modules"))
            || COMPILERS.stream().allMatch(Command::isInstalled));
  }

  /**
   * Installs function and runtime client by npm, where they are not yet.
   *
   * @throws BenchException if something to do that with is missing, or npm fails
   */
  static Contestant prepare(BenchOptions options) {
    Command.require(PROGRAMS, REMEDY);
    Path task = install(options, "node", SDK);
    Path runtime = runtime(options);
    if (!Files.exists(runtime.resolve("node_modules"))) {
      Command.require(COMPILERS, REMEDY);
    }
    install(options, "node-runtime-client", CLIENT);
    String node = Command.run(task, "node", "--version").strip();
    return new Contestant(
        "Node.js",
        "Node.js %s, %s %s, %s %s"
            .formatted(node, SDK, version(task, SDK), CLIENT, version(runtime, CLIENT)),
        List.of(
            "node",
            runtime.resolve("node_modules/aws-lambda-ric/bin/index.mjs").toString(),
            "index.handler"),
        task,
        "index.handler",
        Map.of(),
        FunctionZip.pack(task, options.output().resolve("node.zip")));
  }

  private static Path runtime(BenchOptions options) {
    return options.output().resolve("node-runtime-client");
  }

  private static Path install(BenchOptions options, String name, String module) {
    Path folder = Folders.make(options.output().resolve(name));
    boolean changed = Folders.copyFiles(options.sources().resolve(name), folder);
    if (changed || !Files.exists(manifest(folder, module))) {
      Command.run(folder, "npm", "ci", "--no-audit", "--no-fund");
    }
    return folder;
  }

  private static String version(Path folder, String module) {
    try {
      Path manifest = manifest(folder, module);
      return new ObjectMapper().readTree(manifest.toFile()).path("version").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path manifest(Path folder, String module) {
    return folder.resolve("node_modules").resolve(module).resolve("package.json");
  }
}
