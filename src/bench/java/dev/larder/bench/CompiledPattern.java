package dev.larder.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The handler pattern in a language whose executable is a custom runtime. */
enum CompiledPattern {
  // Without cgo and net/rpc, as functions in Go are built for custom runtimes.
  GO(
      "Go",
      "go",
      "version",
      List.of(
          "env",
          "CGO_ENABLED=0",
          "go",
          "build",
          "-tags=lambda.norpc",
          "-trimpath",
          "-ldflags=-s -w",
          "-o=bootstrap",
          "."),
      "bootstrap",
      "go.mod",
      "(aws-sdk-go-v2/service/dynamodb v[\\d.]+)"),
  RUST(
      "Rust",
      "cargo",
      "--version",
      List.of("cargo", "build", "--release", "--quiet"),
      "target/release/bootstrap",
      "Cargo.lock",
      "name = \"(aws-sdk-dynamodb\"\\nversion = \"[\\d.]+)");

  private final String language;
  private final String program;
  private final String versionOption;
  private final List<String> build;
  private final String executable;
  private final String lock;
  private final Pattern sdk;

  /**
   * @param build the command that builds the executable
   * @param lock the file with the versions of libraries
   * @param sdk finds name and version of the SDK in it
   */
  CompiledPattern(
      String language,
      String program,
      String versionOption,
      List<String> build,
      String executable,
      String lock,
      String sdk) {
    this.language = language;
    this.program = program;
    this.versionOption = versionOption;
    this.build = build;
    this.executable = executable;
    this.lock = lock;
    this.sdk = Pattern.compile(sdk);
  }

  /**
   * Builds the function, unless that was done.
   *
   * @return empty if the language's tools are not on the PATH
   * @throws BenchException if they fail
   */
  Optional<Contestant> prepare(BenchOptions options) {
    if (!Command.isInstalled(program)) {
      return Optional.empty();
    }
    String name = program;
    Path folder = Folders.make(options.output().resolve(name));
    Path task = Folders.make(options.output().resolve(name + "-task"));
    Path bootstrap = task.resolve("bootstrap");
    boolean changed = Folders.copyFiles(options.sources().resolve(name), folder);
    try {
      if (changed || !Files.exists(bootstrap)) {
        Command.run(folder, build.toArray(String[]::new));
        Files.copy(folder.resolve(executable), bootstrap, StandardCopyOption.REPLACE_EXISTING);
      }
      return Optional.of(
          new Contestant(
              language,
              Command.run(folder, program, versionOption).strip() + ", " + sdkIn(folder),
              CustomRuntime.command(task),
              task,
              "bootstrap",
              Map.of(),
              FunctionZip.pack(task, options.output().resolve(name + ".zip"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String sdkIn(Path folder) throws IOException {
    Matcher found = sdk.matcher(Files.readString(folder.resolve(lock)));
    if (!found.find()) {
      throw new BenchException("There is no version of the SDK in " + folder.resolve(lock));
    }
    return found.group(1).replaceAll("\"\\s*version = \"", " ");
  }

  /** Says that the function is left out. */
  String absent() {
    return language + ": not measured, since there is no " + program + " on the PATH";
  }
}
