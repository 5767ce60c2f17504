package dev.larder.bench;

import dev.larder.lambda.ManagedJavaRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Larder's {@code function.zip}, as built. */
final class LarderFunction {
  private LarderFunction() {}

  /** The function on the managed Java runtime, with the flags that this has by default. */
  static Contestant managed(BenchOptions options) {
    if (!Files.exists(options.function())) {
      throw new BenchException("There is no " + options.function() + "; build it first");
    }
    Path task = Folders.makeEmpty(options.output().resolve("larder"));
    FunctionZip.unpack(options.function(), task);
    ManagedJavaRuntime runtime =
        new ManagedJavaRuntime(
            options.java(), options.runtimeClient(), ManagedJavaRuntime.DEFAULT_FLAGS);
    String jvm = Command.run(task, options.java().toString(), "-version").lines().toList().get(1);
    return new Contestant(
        "Larder, managed JVM",
        "%s, %s, %s"
            .formatted(
                jvm,
                library(task.resolve("lib"), "software.amazon.awssdk.dynamodb"),
                library(options.runtimeClient(), "aws-lambda-java-runtime-interface-client")),
        runtime.command(options.handler()),
        task,
        options.handler(),
        Map.of("LARDER_ACCESS", "open"),
        FunctionZip.size(options.function()));
  }

  private static String library(Path folder, String name) {
    String jar =
        Folders.names(folder).stream()
            .filter(file -> file.matches(Pattern.quote(name) + "-\\d.*\\.jar"))
            .findFirst()
            .orElseThrow(() -> new BenchException("There is no " + name + " in " + folder));
    return name + " " + jar.substring(name.length() + 1, jar.length() - ".jar".length());
  }
}
