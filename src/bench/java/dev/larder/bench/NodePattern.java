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
  private static final String SDK = "@aws-sdk/client-dynamodb";
  private static final String CLIENT = "aws-lambda-ric";
  private static final String REMEDY =
      "Install Node.js 20 or later with npm, and what its Lambda runtime client is compiled with;"
          + " on Debian and Ubuntu: apt-get install autoconf automake libtool cmake make g++";

  private NodePattern() {}

  /**
   * Installs function and runtime client by npm, where they are not yet.
   *
   * @throws BenchException if something to do that with is missing, or npm fails
   */
  static Contestant prepare(BenchOptions options) {
    Command.require(List.of("node", "npm"), REMEDY);
    Path task = install(options, "node", SDK);
    Path runtime = options.output().resolve("node-runtime-client");
    if (!Files.exists(runtime.resolve("node_modules"))) {
      Command.require(
          List.of("autoconf", "automake", "libtoolize", "cmake", "make", "g++"), REMEDY);
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
