package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class FunctionProcessTest {
  @TempDir Path folder;

  private final CompletableFuture<String> death = new CompletableFuture<>();

  @Test
  void aProcessSeesTheGivenEnvironmentAndLittleElse() {
    try (FunctionProcess process = start("env | cut -d= -f1; echo =$TABLE_NAME; exit 3")) {
      death.join();
      Set<String> seen = new TreeSet<>(process.log().lines().toList());
      assertTrue(seen.remove("=orders"));
      // The shell adds PWD, SHLVL and _ itself.
      seen.removeAll(Set.of("PATH", "HOME", "LANG", "PWD", "OLDPWD", "SHLVL", "_"));
      assertEquals(Set.of("TABLE_NAME"), seen);
    }
  }

  @Test
  void anUnexpectedEndIsReportedWithTheExitCodeAndTheLogsEnd() {
    try (FunctionProcess process = start("echo no table >&2; exit 3")) {
      String reason = death.join();
      assertTrue(reason.contains("exit code 3"), reason);
      assertTrue(reason.contains("no table"), reason);
      assertThrows(IllegalStateException.class, process::cpuSeconds);
    }
  }

  @Test
  void closingEndsTheProcessAndItsChildrenWithoutAReport() throws Exception {
    FunctionProcess process = start("sleep 600 & sleep 600");
    ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
    while (handle.descendants().count() < 2) {
      Thread.sleep(1);
    }
    List<ProcessHandle> children = handle.descendants().toList();

    process.close();

    assertFalse(handle.isAlive());
    for (ProcessHandle child : children) {
      child.onExit().get();
    }
    assertFalse(death.isDone());
  }

  @Test
  void whatAProcessUsesIsMeasured() throws Exception {
    try (FunctionProcess process = start("while :; do :; done")) {
      while (process.cpuSeconds() < 0.05) {
        Thread.sleep(1);
      }
      assertTrue(process.peakRssBytes() > 100_000);
    }
  }

  @Test
  void aCommandThatDoesNotExistIsNamed() {
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () ->
                FunctionProcess.start(
                    List.of("/no/such/java"), Map.of(), folder, log(), death::complete));
    assertTrue(e.getMessage().contains("/no/such/java"));
  }

  private FunctionProcess start(String script) {
    return FunctionProcess.start(
        List.of("sh", "-c", script),
        Map.of("TABLE_NAME", "orders"),
        folder,
        log(),
        death::complete);
  }

  private Path log() {
    return folder.resolve("log");
  }
}
