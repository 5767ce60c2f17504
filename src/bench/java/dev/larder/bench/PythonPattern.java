package dev.larder.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The handler pattern in Python, on Lambda's Python runtime client. As on Lambda's Python runtime,
 * boto3 is a part of the runtime and not of the package.
 */
final class PythonPattern {
  private static final String REMEDY =
      "Install Python 3.10 or later with venv and pip; on Debian and Ubuntu:"
          + " apt-get install python3 python3-venv";

  private PythonPattern() {}

  /**
   * Installs SDK and runtime client by pip, where they are not yet.
   *
   * @throws BenchException if something to do that with is missing, or pip fails
   */
  static Contestant prepare(BenchOptions options) {
    Command.require(List.of("python3"), REMEDY);
    Path task = options.output().resolve("python");
    Path client = options.output().resolve("python-runtime-client");
    Path runtime = options.output().resolve("python-runtime");
    Path installed = options.output().resolve("python-runtime.txt");
    boolean changed = copy(options, task) | copy(options, client);
    try {
      if (changed) {
        Files.deleteIfExists(installed);
      }
      if (!Files.exists(installed)) {
        Files.writeString(installed, install(runtime, task, client));
      }
      List<String> versions = Files.readAllLines(installed);
      String python = runtime.resolve("bin/python").toString();
      return new Contestant(
          "Python",
          "%s, %s, %s"
              .formatted(
                  Command.run(task, python, "--version").strip(),
                  version(versions, "boto3"),
                  version(versions, "awslambdaric")),
          List.of(python, "-m", "awslambdaric", "index.handler"),
          task,
          "index.handler",
          // Lambda's /var/task cannot be written to.
          Map.of("PYTHONDONTWRITEBYTECODE", "1"),
          FunctionZip.pack(task, options.output().resolve("python.zip")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean copy(BenchOptions options, Path folder) {
    return Folders.copyFiles(options.sources().resolve(folder.getFileName()), Folders.make(folder));
  }

  /** Returns what is installed then, as pip lists it. */
  private static String install(Path runtime, Path task, Path client) {
    Folders.makeEmpty(runtime);
    try {
      Command.run(runtime, "python3", "-m", "venv", ".");
    } catch (BenchException e) {
      throw new BenchException(e.getMessage() + REMEDY, e);
    }
    String pip = runtime.resolve("bin/pip").toString();
    // One after the other, since pip wants hashes of all files or of none.
    for (Path folder : List.of(task, client)) {
      Command.run(folder, pip, "--disable-pip-version-check", "install", "-r", "requirements.txt");
    }
    return Command.run(runtime, pip, "freeze");
  }

  private static String version(List<String> versions, String name) {
    return versions.stream()
        .filter(line -> line.startsWith(name + "=="))
        .findFirst()
        .orElseThrow(() -> new BenchException("There is no " + name + " among " + versions))
        .replace("==", " ");
  }
}
