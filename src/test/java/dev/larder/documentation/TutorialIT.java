package dev.larder.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.sample.SampleProject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds the project of the tutorial about own logic as its reader does: writes each file, runs
 * each command in order, and compares what it prints. It takes minutes, so it needs {@code
 * -Dlarder.tutorial=true}.
 */
@EnabledIfSystemProperty(named = "larder.tutorial", matches = "true")
class TutorialIT {
  static final Page PAGE = Page.read(Path.of("src/docs/tutorials/own-logic.md"));

  /** What the artifact of this build takes the place of, which is being built. */
  private static final String INSTALL = " install ";

  private static final String ADDRESS = "localhost:8080";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private static Path home;

  private final List<String> differences = new ArrayList<>();
  private Process devMode;
  private int port;

  @Test
  void everyStepWorks() throws IOException, InterruptedException {
    SampleProject.install();
    Map<String, String> environment =
        Map.of(
            "HOME", home.toString(),
            "MAVEN_USER_HOME", Path.of(System.getProperty("user.home"), ".m2").toString(),
            "MAVEN_ARGS", "-B " + String.join(" ", SampleProject.arguments()));
    Path project = home.resolve("shop");
    try (Shell shell = Shell.start(home, environment, PATIENCE)) {
      shell.run("cd " + Path.of("").toAbsolutePath());
      for (Block block : PAGE.blocks()) {
        if (block.path().isPresent()) {
          Path file = project.resolve(block.path().get());
          Files.createDirectories(file.getParent());
          Files.writeString(file, block.text());
        } else if (block.isStartOfProject()) {
          stop();
          start(Command.of(block).get(0).text(), project, environment);
        } else if (block.isOfProject()) {
          for (Command command : Command.of(block)) {
            if (!command.text().contains(INSTALL)) {
              run(command, shell);
            }
          }
        }
      }
    } finally {
      stop();
    }
    assertEquals("", String.join("\n\n", differences));
  }

  private void run(Command command, Shell shell) throws InterruptedException {
    if (command.text().startsWith("./mvnw")) {
      stop();
    }
    Shell.Result result = shell.run(command.text().replace(ADDRESS, "localhost:" + port));
    List<String> found =
        new ArrayList<>(new Printed(command.printed()).differences(result.output()));
    if (result.status() != 0) {
      found.add("The command ended with status " + result.status());
    }
    System.out.printf("Line %d: %s%n", command.line(), found.isEmpty() ? "as expected" : found);
    if (!found.isEmpty()) {
      differences.add(
          "Line %d: %s%n%s%n--- expected%n%s%n--- actual%n%s"
              .formatted(
                  command.line(),
                  String.join("; ", found),
                  command.text(),
                  String.join("\n", command.printed()),
                  result.output()));
    }
  }

  private void start(String command, Path project, Map<String, String> environment)
      throws IOException, InterruptedException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path log = home.resolve("dev.log");
    String options = " -Ddebug=false -Dquarkus.console.enabled=false -Dquarkus.http.port=" + port;
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command + options)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    devMode = builder.start();
    while (!SampleProject.text(log).contains("Larder is ready")) {
      assertTrue(devMode.isAlive(), () -> SampleProject.text(log));
      Thread.sleep(100);
    }
  }

  private void stop() throws InterruptedException {
    if (devMode != null) {
      devMode.descendants().forEach(ProcessHandle::destroy);
      devMode.destroy();
      devMode.waitFor();
    }
  }
}
