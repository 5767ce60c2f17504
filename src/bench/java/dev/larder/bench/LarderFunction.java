package dev.larder.bench;

import dev.larder.lambda.ManagedJavaRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.util.VersionInfo;

/** Larder's functions, as built. */
final class LarderFunction {
  private LarderFunction() {}

  /**
   * Returns the flavours whose zips there are.
   *
   * @throws BenchException if there is none
   */
  static Map<Flavour, Contestant> built(BenchOptions options) {
    Map<Flavour, Contestant> built = new EnumMap<>(Flavour.class);
    for (Flavour flavour : Flavour.values()) {
      if (Files.exists(flavour.zip(options))) {
        built.put(flavour, of(flavour, options));
      }
    }
    if (built.isEmpty()) {
      throw new BenchException("There is no " + Flavour.JVM.zip(options) + "; build it first");
    }
    return built;
  }

  /** Says of each flavour what it runs on, or that it is not there to be measured. */
  static List<String> describe(Map<Flavour, Contestant> built, BenchOptions options) {
    return Arrays.stream(Flavour.values())
        .map(
            flavour ->
                built.containsKey(flavour)
                    ? built.get(flavour).describe()
                    : flavour + ": not measured, since there is no " + fileName(flavour, options))
        .toList();
  }

  /**
   * Returns a flavour; that of the managed Java runtime has the flags that this has by default.
   *
   * @throws BenchException if its zip is not there
   */
  static Contestant of(Flavour flavour, BenchOptions options) {
    return of(flavour, flavour.toString(), flavour.zip(options), options);
  }

  /**
   * Returns a flavour of any build.
   *
   * @throws BenchException if its zip is not there
   */
  static Contestant of(Flavour flavour, String name, Path zip, BenchOptions options) {
    if (!Files.exists(zip)) {
      throw new BenchException("There is no " + zip + "; build it first");
    }
    String folder = name.toLowerCase(Locale.ROOT).replace(' ', '-');
    Path task = Folders.makeEmpty(options.output().resolve(folder));
    FunctionZip.unpack(zip, task);
    boolean managed = flavour == Flavour.JVM;
    return new Contestant(
        name,
        managed ? managedVersion(options) : CustomRuntime.version(task),
        managed ? managedCommand(options) : CustomRuntime.command(task),
        task,
        options.handler(),
        Map.of("LARDER_ACCESS", "open"),
        FunctionZip.size(zip));
  }

  private static Path fileName(Flavour flavour, BenchOptions options) {
    return flavour.zip(options).getFileName();
  }

  private static List<String> managedCommand(BenchOptions options) {
    return new ManagedJavaRuntime(
            options.java(), options.runtimeClient(), ManagedJavaRuntime.DEFAULT_FLAGS)
        .command(options.handler());
  }

  private static String managedVersion(BenchOptions options) {
    return "managed runtime, %s, %s, %s"
        .formatted(
            Command.jvm(options.java()),
            "AWS SDK " + VersionInfo.SDK_VERSION,
            library(options.runtimeClient(), "aws-lambda-java-runtime-interface-client"));
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
